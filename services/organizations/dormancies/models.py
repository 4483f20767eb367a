"""The table of dormancies."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import dormancy_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.work.models import Resource, enum_field, listed, time_field
from services.organizations.tables import Table


class DormancyState(StrEnum):
    """The states of a dormancy."""

    WARNED = "WARNED"
    DORMANT = "DORMANT"
    AWAKE = "AWAKE"
    ENDED = "ENDED"


State = DormancyState
# A group has at most one dormancy of these states.
CURRENT = (State.WARNED, State.DORMANT)


class Dormancy(Resource, Table, table=True):
    """A time for which a group was warned, and dormant if it came to that."""

    __tablename__ = "dormancy"
    __table_args__ = (
        Index("dormancy_organization", "organization_id", "id"),
        Index(
            "dormancy_current",
            "organization_id",
            unique=True,
            postgresql_where=text(f"state IN {listed(CURRENT)}"),
        ),
        Index(
            "dormancy_unshared",
            "share_time",
            postgresql_where=text(f"state = '{State.WARNED}' AND NOT is_shared"),
        ),
        Index(
            "dormancy_due",
            "dormant_time",
            postgresql_where=text(f"state = '{State.WARNED}' AND is_shared"),
        ),
    )
    message = dormancy_pb2.Dormancy

    organization_id: UUID = Field(foreign_key="organization.id")
    state: DormancyState = enum_field(DormancyState, default=State.WARNED)
    quiet_since: date
    share_time: datetime = time_field()
    is_shared: bool = False
    dormant_time: datetime = time_field()
    end_time: datetime | None = time_field(default=None)
    waker_id: UUID | None = None
    note: str = ""

    def put_off(self, until: datetime) -> None:
        """Leaves the group more time before it is dormant."""
        self.dormant_time = max(self.dormant_time, until)

    def begin(self, *, at: datetime) -> None:
        """Makes the group dormant that was warned."""
        self.state, self.dormant_time = State.DORMANT, at

    def wake(self, *, at: datetime) -> None:
        """Notes that the group gave a sign of life."""
        self.state, self.end_time = State.AWAKE, at

    def answer(self, note: str, *, by: UUID, at: datetime) -> None:
        """Wakes the group up by the word of its leaders.

        Raises:
            Refused: It is awake, or nobody looks at it any more.
        """
        self.change_state(
            set(CURRENT),
            State.AWAKE,
            "This group is not warned or dormant any more. There is nothing left to do.",
            reason="NOT_DORMANT",
        )
        self.end_time, self.waker_id, self.note = at, by, note

    def end(self, *, at: datetime) -> None:
        """Notes that nobody looks at the group any more."""
        self.state, self.end_time = State.ENDED, at
