"""Sign-ups, as events announced them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Index, text
from sqlmodel import Field, col

from services.kit.work.models import time_field
from services.volunteers.tables import Table


class SignUpState(StrEnum):
    """The states of a sign-up that this service acts on."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    DECLINED = "DECLINED"
    CHECKED_IN = "CHECKED_IN"
    COMPLETED = "COMPLETED"


class AttendanceReview(StrEnum):
    """The reviews of attendance that keep its hours from counting."""

    PENDING = "PENDING"
    REJECTED = "REJECTED"


class SignUp(Table, table=True):
    """What events told of a sign-up: who has taken on what, where, and when they were there."""

    __tablename__ = "sign_up"
    __table_args__ = (
        Index("sign_up_person_organization", "person_id", "organization_id", "state"),
        Index(
            "sign_up_attended",
            "person_id",
            "check_in_time",
            postgresql_where=text(f"state = '{SignUpState.COMPLETED}'"),
        ),
    )

    id: UUID = Field(primary_key=True)
    person_id: UUID
    # Unknown until the sign-up is announced again after these columns were added.
    organization_id: UUID = Field(default=None, nullable=True)
    event_id: UUID = Field(default=None, nullable=True)
    shift_id: UUID = Field(default=None, nullable=True)
    state: str
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    check_in_time: datetime | None = time_field(default=None)
    check_out_time: datetime | None = time_field(default=None)
    attendance_review: str = ""

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """Returns the condition that something has come of a sign-up, or may still."""
        return col(cls.state).not_in(
            (SignUpState.CANCELLED, SignUpState.EXPIRED, SignUpState.DECLINED)
        )
