"""Attestations: hours that one leader enters and another approves."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from banyan.volunteers.v1 import hours_attestation_pb2
from sqlalchemy import CheckConstraint, Index

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, listed, time_field
from services.volunteers.tables import Table

Day = date  # a class with an attribute "date" cannot name the type so


class HoursAttestationState(StrEnum):
    """The states of an attestation."""

    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    REVERSED = "REVERSED"


# A second person has approved these, even if they were reversed later.
ONCE_APPROVED = (HoursAttestationState.APPROVED, HoursAttestationState.REVERSED)


class HoursAttestation(Resource, Table, table=True):
    """A leader's statement that a person worked for an organization on a given day."""

    __tablename__ = "hours_attestation"
    __table_args__ = (
        Index("hours_attestation_age", "create_time", "id"),
        Index("hours_attestation_organization", "organization_id", "create_time", "id"),
        Index("hours_attestation_state", "organization_id", "state", "create_time", "id"),
        Index("hours_attestation_person", "person_id", "create_time", "id"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="hours_attestation_minutes"),
        CheckConstraint(
            f"state NOT IN {listed(ONCE_APPROVED)}"
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
    additional: bool = False
    state: HoursAttestationState = enum_field(
        HoursAttestationState, default=HoursAttestationState.SUBMITTED
    )
    submitter_id: UUID
    is_from_app: bool = False
    decider_id: UUID | None = None
    decide_time: datetime | None = time_field(default=None)
    reverser_id: UUID | None = None
    reverse_time: datetime | None = time_field(default=None)
    reason: str = ""

    def approve(self, by: UUID, *, at: datetime) -> None:
        """Lets the minutes count, on the word of a second person."""
        if by in (self.submitter_id, self.person_id):
            raise Refused(
                "You cannot approve hours that you entered or worked. Ask another owner or leader.",
                reason="SECOND_PERSON_NEEDED",
            )
        self.change_state(
            {HoursAttestationState.SUBMITTED},
            HoursAttestationState.APPROVED,
            "Only a submitted attestation can be approved. Check its state: if it was declined or "
            "reversed, submit a new one.",
        )
        self.decider_id, self.decide_time = by, at

    def decline(self, by: UUID, reason: str, *, at: datetime) -> None:
        """Turns the attestation down."""
        self.change_state(
            {HoursAttestationState.SUBMITTED},
            HoursAttestationState.DECLINED,
            "Only a submitted attestation can be declined. Reverse an approved one instead.",
        )
        self.decider_id, self.decide_time, self.reason = by, at, reason

    def reverse(self, by: UUID | None, reason: str, *, at: datetime) -> None:
        """Takes the minutes back.

        Args:
            by: The person who does; None if recorded hours leave no room.
            reason: Why; shown to the person who worked and the organizers.
            at: The time.
        """
        self.change_state(
            {HoursAttestationState.APPROVED},
            HoursAttestationState.REVERSED,
            "Only an approved attestation can be reversed. Decline a submitted one instead.",
        )
        self.reverser_id, self.reverse_time, self.reason = by, at, reason
