"""The table of complaints."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import complaint_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.work.models import Resource, enum_field, time_field
from services.organizations.tables import Table


class ComplaintState(StrEnum):
    """The states of a complaint."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"


class Complaint(Resource, Table, table=True):
    """A complaint about a group."""

    __tablename__ = "complaint"
    __table_args__ = (
        Index("complaint_organization", "organization_id", "create_time"),
        Index("complaint_cultivator", "cultivator_id", "id"),
        Index("complaint_complainant", "complainant_id", "create_time"),
        Index(
            "complaint_current",
            "complainant_id",
            "organization_id",
            unique=True,
            postgresql_where=text(f"state <> '{ComplaintState.CLOSED}'"),
        ),
    )
    message = complaint_pb2.Complaint

    organization_id: UUID = Field(foreign_key="organization.id")
    cultivator_id: UUID = Field(foreign_key="organization.id")
    complainant_id: UUID
    text: str
    state: ComplaintState = enum_field(ComplaintState, default=ComplaintState.OPEN)
    answer: str = ""
    answerer_id: UUID | None = None
    answer_time: datetime | None = time_field(default=None)
    close_time: datetime | None = time_field(default=None)

    @property
    def trail_id(self) -> UUID:
        """The organization that answers: the group must not learn from its audit trail who complained."""
        return self.cultivator_id

    def give(self, answer: str, *, by: UUID, at: datetime) -> None:
        """Answers the complaint.

        Args:
            answer: The answer.
            by: Who answers.
            at: When.

        Raises:
            Refused: It was answered, or is closed.
        """
        self.change_state(
            {ComplaintState.OPEN},
            ComplaintState.ANSWERED,
            "This complaint was answered already, or is closed. Talk to the person, and close it.",
            reason="COMPLAINT_ANSWERED",
        )
        self.answer, self.answerer_id, self.answer_time = answer, by, at

    def close(self, *, at: datetime) -> None:
        """Says that the complaint is settled, or taken back.

        Raises:
            Refused: It is closed.
        """
        self.change_state(
            {ComplaintState.OPEN, ComplaintState.ANSWERED},
            ComplaintState.CLOSED,
            "This complaint is closed already. File another one about anything new.",
            reason="COMPLAINT_CLOSED",
        )
        self.close_time = at
