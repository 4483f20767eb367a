"""Qualifications of people."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from banyan.volunteers.v1 import qualification_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, time_field
from services.volunteers.tables import Table

# So many days ahead people are told that a qualification expires.
WARNINGS = (7, 30)
# A day is over everywhere so long after it is over in UTC.
LAST_DAY = timedelta(hours=12)


class QualificationState(StrEnum):
    """The states of a qualification."""

    CLAIMED = "CLAIMED"
    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


# Verified by a second person, whether or not they are over by now.
ONCE_VERIFIED = (QualificationState.VERIFIED, QualificationState.EXPIRED)


class Qualification(Resource, Table, table=True):
    """What a person says they are qualified for, and what another person says about that."""

    __tablename__ = "qualification"
    __table_args__ = (
        Index("qualification_age", "create_time", "id"),
        Index("qualification_person", "person_id", "create_time", "id"),
        Index(
            "qualification_claimed",
            "person_id",
            "qualification_kind_id",
            unique=True,
            postgresql_where=text("state = 'CLAIMED'"),
        ),
        # What expires, and whom to tell beforehand.
        Index(
            "qualification_ending",
            "valid_until_date",
            "id",
            postgresql_where=text("state = 'VERIFIED'"),
        ),
    )
    message = qualification_pb2.Qualification

    person_id: UUID
    qualification_kind_id: UUID = Field(foreign_key="qualification_kind.id")
    issued_date: date | None
    valid_until_date: date | None = None
    state: QualificationState = enum_field(QualificationState, default=QualificationState.CLAIMED)
    decider_id: UUID | None = None
    decide_time: datetime | None = time_field(default=None)
    reason: str = ""
    warned_days: int | None = None

    def verify(self, by: UUID, *, at: datetime) -> None:
        """Lets the qualification count, on the word of a second person."""
        self._refuse_own(by)
        self.change_state(
            {QualificationState.CLAIMED},
            QualificationState.VERIFIED,
            "Only a claimed qualification can be verified. Check its state: if it was rejected, the person "
            "claims it again.",
        )
        self.decider_id, self.decide_time = by, at

    def reject(self, by: UUID, reason: str, *, at: datetime) -> None:
        """Lets the qualification count no more."""
        self._refuse_own(by)
        self.change_state(
            {QualificationState.CLAIMED, QualificationState.VERIFIED},
            QualificationState.REJECTED,
            "Only a claimed or verified qualification can be rejected. Check its state.",
        )
        self.decider_id, self.decide_time, self.reason = by, at, reason

    def withdraw(self) -> None:
        """Erases what the qualification says, and keeps what references need."""
        self.change_state(
            set(QualificationState) - {QualificationState.WITHDRAWN},
            QualificationState.WITHDRAWN,
            "This qualification is withdrawn already. Claim it again if you have it.",
        )
        self.issued_date = self.valid_until_date = self.warned_days = None
        self.decider_id = self.decide_time = None
        self.reason = ""

    def age(self, at: datetime) -> str:
        """Does what is due by the date: expires the qualification, or notes that its end is told.

        Args:
            at: The time.

        Returns:
            What happened, such as "expired"; empty if nothing is due.
        """
        if self.state != QualificationState.VERIFIED or self.valid_until_date is None:
            return ""
        if self.valid_until_date < (at - LAST_DAY).date():
            self.state = QualificationState.EXPIRED
            return "expired"
        left = (self.valid_until_date - at.date()).days
        due = next((days for days in WARNINGS if left <= days), None)
        if due is None or (self.warned_days is not None and self.warned_days <= due):
            return ""
        self.warned_days = due
        return "expiring"

    def _refuse_own(self, by: UUID) -> None:
        if by == self.person_id:
            raise Refused(
                "You cannot decide about your own qualification. Ask another owner or leader.",
                reason="SECOND_PERSON_NEEDED",
            )
