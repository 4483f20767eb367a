"""Swaps."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from banyan.events.v1 import swap_pb2
from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, time_field
from services.kit.work.states import check_declared


class SwapState(StrEnum):
    """The states of a swap."""

    PROPOSED = "PROPOSED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"


_OPEN = (SwapState.PROPOSED,)
_IS_OPEN = text(f"state = '{SwapState.PROPOSED}'")
CLOSED = Refused(
    "This swap is no longer open. Agree on another one, and propose it.",
    reason="SWAP_CLOSED",
)
ALREADY_PROPOSED = Refused(
    "You have already proposed this swap. Withdraw it first to word it anew.",
    reason="SWAP_OPEN",
)


class Swap(Resource, Table, table=True):
    """A proposal to exchange two places. It says nothing about who holds them: the sign-ups do."""

    __tablename__ = "swap"
    __table_args__ = (
        Index("swap_person", "person_id", "start_time", "id"),
        Index("swap_other_person", "other_person_id", "start_time", "id"),
        Index("swap_open", "start_time", "id", postgresql_where=_IS_OPEN),
        Index(
            "swap_once", "sign_up_id", "other_sign_up_id", unique=True, postgresql_where=_IS_OPEN
        ),
        CheckConstraint(
            f"(state = '{SwapState.ACCEPTED}') = (new_sign_up_id IS NOT NULL)"
            " AND (new_sign_up_id IS NULL) = (other_new_sign_up_id IS NULL)",
            name="swap_accepted",
        ),
    )
    message = swap_pb2.Swap

    person_id: UUID
    other_person_id: UUID
    sign_up_id: UUID = Field(foreign_key="sign_up.id")
    other_sign_up_id: UUID = Field(foreign_key="sign_up.id")
    shift_id: UUID
    other_shift_id: UUID
    start_time: datetime = time_field()
    # When each shift started at the time of the proposal, and the age that was found enough for the other one.
    own_start_time: datetime = time_field()
    other_start_time: datetime = time_field()
    checked_age: int = 0
    state: SwapState = enum_field(SwapState, default=SwapState.PROPOSED)
    note: str = ""
    new_sign_up_id: UUID | None = None
    other_new_sign_up_id: UUID | None = None

    def accept(self, new_sign_up_id: UUID, other_new_sign_up_id: UUID) -> None:
        """Says that the places are exchanged.

        Args:
            new_sign_up_id: The new sign-up of the person who proposed it.
            other_new_sign_up_id: That of the other person.
        """
        self._close(SwapState.ACCEPTED)
        self.new_sign_up_id, self.other_new_sign_up_id = new_sign_up_id, other_new_sign_up_id

    def decline(self) -> None:
        """Says that the other person does not want it."""
        self._close(SwapState.DECLINED)

    def withdraw(self) -> None:
        """Says that the person does not want it any more."""
        self._close(SwapState.WITHDRAWN)

    def lapse(self) -> None:
        """Ends a swap that cannot be accepted any more."""
        self._close(SwapState.LAPSED)

    def check_open(self) -> None:
        """Refuses to go on with a swap that is over.

        Raises:
            Refused: It is no longer open.
        """
        if self.state not in _OPEN:
            raise CLOSED

    def _close(self, state: SwapState) -> None:
        check_declared(self.message.DESCRIPTOR.full_name, _OPEN)
        self.check_open()
        self.state, self.note = state, ""
