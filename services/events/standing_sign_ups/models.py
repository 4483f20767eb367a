"""Standing sign-ups."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from banyan.events.v1 import standing_sign_up_pb2
from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field


class StandingSignUpState(StrEnum):
    """The states of a standing sign-up."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


_IS_ACTIVE = text(f"state = '{StandingSignUpState.ACTIVE}'")
ALREADY_STANDING = Refused(
    "You have a standing sign-up for this shift already. End that one first, or change its pause.",
    reason="STANDING_ALREADY",
)


class StandingSignUp(Resource, Table, table=True):
    """A person's sign-up for the same shift of each occurrence of a series."""

    __tablename__ = "standing_sign_up"
    __table_args__ = (
        Index("standing_sign_up_person", "person_id", "id"),
        Index("standing_sign_up_series", "event_series_id", "id"),
        Index(
            "standing_sign_up_once",
            "shift_template_id",
            "person_id",
            unique=True,
            postgresql_where=_IS_ACTIVE,
        ),
        CheckConstraint(
            "(pause_start_date IS NULL) = (pause_end_date IS NULL)"
            " AND (pause_start_date <= pause_end_date) IS NOT FALSE",
            name="standing_sign_up_pause",
        ),
    )
    message = standing_sign_up_pb2.StandingSignUp

    event_series_id: UUID = Field(foreign_key="event_series.id")
    # Unique among all series, but for those that were split from one another.
    shift_template_id: UUID
    organization_id: UUID
    person_id: UUID
    state: StandingSignUpState = enum_field(StandingSignUpState, default=StandingSignUpState.ACTIVE)
    start_date: date
    pause_start_date: date | None = None
    pause_end_date: date | None = None
    join_waitlist: bool = False
    # The age that volunteers said the person has: only they could ask, and a job signs them up.
    checked_age: int = 0

    def pause(self, start_date: date | None, end_date: date | None) -> None:
        """Sets the days on which nobody is signed up.

        Args:
            start_date: The first one; None for no pause.
            end_date: The last one; likewise.

        Raises:
            Refused: It has ended.
        """
        if self.state != StandingSignUpState.ACTIVE:
            raise Refused(
                "This standing sign-up has ended, so it cannot pause. Create a new one.",
                reason="STATE_DOES_NOT_ALLOW",
            )
        self.pause_start_date, self.pause_end_date = start_date, end_date

    def end(self) -> None:
        """Ends it."""
        self.change_state(
            {StandingSignUpState.ACTIVE},
            StandingSignUpState.ENDED,
            "This standing sign-up has ended already. Create a new one to be signed up again.",
        )
