"""Attestations: hours that one leader enters and another approves."""

from datetime import date, datetime
from uuid import UUID

from banyan.volunteers.v1 import hours_attestation_pb2
from sqlalchemy import CheckConstraint, Index

from services.kit.errors import Refused
from services.kit.models import Resource, time_field
from services.volunteers.models.base import Table

Day = date  # a class with an attribute "date" cannot name the type so


class HoursAttestation(Resource, Table, table=True):
    """The attestation that a person has worked for an organization on a day."""

    __tablename__ = "hours_attestation"
    __table_args__ = (
        Index("hours_attestation_organization", "organization_id", "create_time", "id"),
        Index("hours_attestation_state", "organization_id", "state", "create_time", "id"),
        Index("hours_attestation_person", "person_id", "create_time", "id"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="hours_attestation_minutes"),
        CheckConstraint(
            "state NOT IN ('APPROVED', 'REVERSED')"
            " OR coalesce(decider_id NOT IN (submitter_id, person_id), false)",
            name="hours_attestation_second_person",
        ),
    )
    message = hours_attestation_pb2.HoursAttestation

    organization_id: UUID
    person_id: UUID
    date: Day
    minutes: int
    description: str
    state: str = "SUBMITTED"
    submitter_id: UUID
    decider_id: UUID | None = None
    decide_time: datetime | None = time_field(default=None)
    reverser_id: UUID | None = None
    reverse_time: datetime | None = time_field(default=None)
    reason: str = ""

    def approve(self, by: UUID, *, at: datetime) -> None:
        """Lets the minutes count, on the word of a second person."""
        if by in (self.submitter_id, self.person_id):
            raise Refused(
                "Ask another owner or leader: whoever entered the hours, or worked them, cannot"
                " approve them.",
                reason="SECOND_PERSON_NEEDED",
            )
        self.change_state(
            {"SUBMITTED"},
            "APPROVED",
            "Only a submitted attestation can be approved; submit another.",
        )
        self.decider_id, self.decide_time = by, at

    def decline(self, by: UUID, reason: str, *, at: datetime) -> None:
        """Turns the attestation down."""
        self.change_state(
            {"SUBMITTED"},
            "DECLINED",
            "Only a submitted attestation can be declined; an approved one is reversed.",
        )
        self.decider_id, self.decide_time, self.reason = by, at, reason

    def reverse(self, by: UUID, reason: str, *, at: datetime) -> None:
        """Takes the minutes back."""
        self.change_state(
            {"APPROVED"},
            "REVERSED",
            "Only an approved attestation can be reversed; one that waits is declined.",
        )
        self.reverser_id, self.reverse_time, self.reason = by, at, reason
