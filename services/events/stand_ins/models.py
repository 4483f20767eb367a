"""Requests for stand-ins."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from banyan.events.v1 import stand_in_pb2
from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, time_field
from services.kit.work.states import check_declared


class StandInState(StrEnum):
    """The states of a request for a stand-in."""

    OPEN = "OPEN"
    TAKEN = "TAKEN"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"


_OPEN = (StandInState.OPEN,)
_IS_OPEN = text(f"state = '{StandInState.OPEN}'")
CLOSED = Refused(
    "This request for a stand-in is no longer open. Look for another shift.",
    reason="STAND_IN_CLOSED",
)
ALREADY_ASKED = Refused(
    "You have already asked for a stand-in for this sign-up. Withdraw that request first to word it anew.",
    reason="STAND_IN_OPEN",
)


class StandIn(Resource, Table, table=True):
    """A request for a stand-in. It says nothing about who holds the place: the sign-up does."""

    __tablename__ = "stand_in"
    __table_args__ = (
        Index("stand_in_start", "start_time", "id"),
        Index("stand_in_shift", "shift_id", "start_time", "id"),
        Index("stand_in_organization", "organization_id", "start_time", "id"),
        Index("stand_in_open", "start_time", "id", postgresql_where=_IS_OPEN),
        Index("stand_in_once", "sign_up_id", unique=True, postgresql_where=_IS_OPEN),
        CheckConstraint(
            f"(state = '{StandInState.TAKEN}') = (taker_sign_up_id IS NOT NULL)",
            name="stand_in_taker",
        ),
    )
    message = stand_in_pb2.StandIn

    sign_up_id: UUID = Field(foreign_key="sign_up.id")
    shift_id: UUID
    event_id: UUID
    organization_id: UUID
    # Who asks. The contract leaves it to the sign-up to say so.
    person_id: UUID
    start_time: datetime = time_field()
    state: StandInState = enum_field(StandInState, default=StandInState.OPEN)
    note: str = ""
    taker_sign_up_id: UUID | None = None

    def take(self, sign_up_id: UUID) -> None:
        """Says that somebody has taken the place.

        Args:
            sign_up_id: Their sign-up.
        """
        self._close(StandInState.TAKEN)
        self.taker_sign_up_id = sign_up_id

    def withdraw(self) -> None:
        """Says that the person comes after all."""
        self._close(StandInState.WITHDRAWN)

    def lapse(self) -> None:
        """Ends a request that nobody can answer any more."""
        self._close(StandInState.LAPSED)

    def _close(self, state: StandInState) -> None:
        check_declared(self.message.DESCRIPTOR.full_name, _OPEN)
        if self.state not in _OPEN:
            raise CLOSED
        self.state, self.note = state, ""
