"""The table of support."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import group_support_pb2
from sqlalchemy import CheckConstraint, Index, literal_column, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import TIME, Resource, enum_field, listed, time_field
from services.organizations.tables import Table


class GroupSupportKind(StrEnum):
    """The kinds of support."""

    SPACE = "SPACE"
    MONEY = "MONEY"
    TRAINING = "TRAINING"
    EQUIPMENT = "EQUIPMENT"
    ADVICE = "ADVICE"
    INTRODUCTION = "INTRODUCTION"


class GroupSupportState(StrEnum):
    """The states of support."""

    REQUESTED = "REQUESTED"
    PROMISED = "PROMISED"
    DELIVERED = "DELIVERED"
    SETTLED = "SETTLED"
    WITHDRAWN = "WITHDRAWN"


Kind, State = GroupSupportKind, GroupSupportState
# What a group accounts for, or gives back.
TO_SETTLE = (Kind.MONEY, Kind.EQUIPMENT)
# Until when what comes next is to happen, as the indexes have it; far away if nothing comes next, or nobody says when.
_DUE = (
    f"coalesce(CASE state WHEN '{State.PROMISED}' THEN due_time WHEN '{State.DELIVERED}' THEN settle_due_time END,"
    " '9999-12-31 00:00:00+00'::timestamptz)"
)
DUE_TIME = literal_column(_DUE, TIME)


class GroupSupport(Resource, Table, table=True):
    """What an organization gives to a group that it cultivates."""

    __tablename__ = "group_support"
    __table_args__ = (
        Index("group_support_enrolment", "enrolment_id", "id"),
        Index("group_support_delivered", "organization_id", "deliver_time"),
        Index("group_support_cultivator", "cultivator_id", "organization_id"),
        Index("group_support_given", "cultivator_id", "id"),
        Index("group_support_due", "cultivator_id", text(_DUE), "id"),
        Index("group_support_cultivator_delivered", "cultivator_id", "deliver_time"),
        Index(
            "group_support_undelivered",
            "due_time",
            postgresql_where=text(f"state = '{State.PROMISED}' AND NOT is_overdue"),
        ),
        Index(
            "group_support_unsettled",
            "settle_due_time",
            postgresql_where=text(f"state = '{State.DELIVERED}' AND NOT is_overdue"),
        ),
        Index(
            "group_support_open",
            "enrolment_id",
            postgresql_where=text(f"state IN {listed((State.REQUESTED, State.PROMISED))}"),
        ),
        CheckConstraint(
            f"(kind = '{Kind.MONEY}') = (amount IS NOT NULL AND currency <> '')",
            name="group_support_money",
        ),
    )
    message = group_support_pb2.GroupSupport

    enrolment_id: UUID = Field(foreign_key="enrolment.id")
    organization_id: UUID = Field(foreign_key="organization.id")
    cultivator_id: UUID = Field(foreign_key="organization.id")
    stage_key: str
    kind: GroupSupportKind = enum_field(GroupSupportKind)
    description: str
    amount: int | None = None
    currency: str = ""
    source: str = ""
    is_from_outside: bool = False
    booking_id: UUID | None = None
    event_id: UUID | None = None
    due_time: datetime | None = time_field(default=None)
    settle_due_time: datetime | None = time_field(default=None)
    state: GroupSupportState = enum_field(GroupSupportState, default=State.REQUESTED)
    is_overdue: bool = False
    reason: str = ""
    correction: str = ""
    promise_time: datetime | None = time_field(default=None)
    deliver_time: datetime | None = time_field(default=None)
    settle_time: datetime | None = time_field(default=None)

    def promise(self, *, at: datetime) -> None:
        """Begins as a promise that nobody had to ask for."""
        self.state, self.promise_time = State.PROMISED, at

    def grant(
        self, due_time: datetime | None, settle_due_time: datetime | None, *, at: datetime
    ) -> None:
        """Promises what the group has asked for.

        Args:
            due_time: Until when it is to be delivered, if anybody says.
            settle_due_time: Until when it is to be accounted for or returned, if anybody says.
            at: The time of the promise.

        Raises:
            Refused: It did not, or that is decided.
        """
        self.change_state(
            {State.REQUESTED},
            State.PROMISED,
            "Only support that a group has asked for can be granted. Promise something else instead.",
            reason="SUPPORT_NOT_REQUESTED",
        )
        self.promise_time, self.due_time, self.settle_due_time = at, due_time, settle_due_time

    def deliver(self, *, at: datetime) -> None:
        """Notes that it was delivered.

        Raises:
            Refused: It is not promised.
        """
        self.change_state(
            {State.PROMISED},
            State.DELIVERED,
            "Only support that is promised can be delivered. Look at its state.",
            reason="SUPPORT_NOT_PROMISED",
        )
        self.deliver_time, self.is_overdue = at, False

    def correct(self, reason: str) -> None:
        """Takes back what was said last: that it was settled, or delivered.

        Raises:
            Refused: Nothing of that was said.
        """
        was_settled = self.state == State.SETTLED
        self.change_state(
            {State.DELIVERED, State.SETTLED},
            State.DELIVERED if was_settled else State.PROMISED,
            "Only what was delivered or settled can be corrected. Withdraw a promise instead.",
            reason="NOTHING_TO_CORRECT",
        )
        self.correction = reason
        if was_settled:
            self.settle_time = None
        else:
            self.deliver_time = None

    def withdraw(self, reason: str) -> None:
        """Declines what was asked for, or takes a promise back.

        Raises:
            Refused: It was delivered or withdrawn.
        """
        self.change_state(
            {State.REQUESTED, State.PROMISED},
            State.WITHDRAWN,
            "This support was delivered or withdrawn already. If it was not delivered after all, correct that first.",
            reason="SUPPORT_ENDED",
        )
        self.reason, self.is_overdue = reason, False

    def settle(self, *, at: datetime) -> None:
        """Notes that the money was accounted for, or the equipment returned.

        Raises:
            Refused: It was not delivered, or is nothing that is settled.
        """
        if self.kind not in TO_SETTLE:
            raise Refused(
                "Only money is accounted for, and only equipment is returned. There is nothing left to do.",
                reason="NOTHING_TO_SETTLE",
            )
        self.change_state(
            {State.DELIVERED},
            State.SETTLED,
            "Only what was delivered can be accounted for or returned. Look at its state.",
            reason="SUPPORT_NOT_DELIVERED",
        )
        self.settle_time, self.is_overdue = at, False
