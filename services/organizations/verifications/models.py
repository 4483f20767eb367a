"""The table of verifications: requests, and what became of them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from banyan.organizations.v1 import verification_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, time_field
from services.organizations.tables import Table

# So long before the end it is said that a verification ends.
WARNING = timedelta(days=30)
LONGEST = timedelta(days=3653)


class VerificationDocumentKind(StrEnum):
    """The kinds of documents."""

    REGISTRATION = "REGISTRATION"
    BUSINESS_LICENCE = "BUSINESS_LICENCE"
    FILING = "FILING"
    LETTER = "LETTER"


class VerificationState(StrEnum):
    """The states of a verification."""

    PENDING = "PENDING"
    VERIFIED = "VERIFIED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    REPLACED = "REPLACED"


State = VerificationState
_NOT_PENDING = (
    "Only a request that waits for a decision can be decided or withdrawn. Look at its state."
)
_NOT_VERIFIED = "This verification does not hold, or no longer. Look at its state, or let the organization ask again."


class Decider(NamedTuple):
    """Who decides.

    Attributes:
        person_id: The person.
        organization_id: The organization for which they do; None for the platform.
    """

    person_id: UUID
    organization_id: UUID | None = None


class Verification(Resource, Table, table=True):
    """A request of an organization to be verified."""

    __tablename__ = "verification"
    __table_args__ = (
        Index("verification_organization", "organization_id", "id"),
        Index("verification_state", "state", "id"),
        Index(
            "verification_pending",
            "organization_id",
            unique=True,
            postgresql_where=text(f"state = '{State.PENDING}'"),
        ),
        Index(
            "verification_verified",
            "organization_id",
            unique=True,
            postgresql_where=text(f"state = '{State.VERIFIED}'"),
        ),
        Index(
            "verification_expiring",
            "expire_time",
            postgresql_where=text(f"state = '{State.VERIFIED}'"),
        ),
    )
    message = verification_pb2.Verification

    organization_id: UUID = Field(foreign_key="organization.id")
    document_kind: VerificationDocumentKind = enum_field(VerificationDocumentKind)
    document_number: str
    note: str = ""
    organization_name: str
    state: VerificationState = enum_field(VerificationState, default=State.PENDING)
    requester_id: UUID
    decider_id: UUID | None = None
    verifier_id: UUID | None = Field(default=None, foreign_key="organization.id")
    decide_time: datetime | None = time_field(default=None)
    reason: str = ""
    expire_time: datetime | None = time_field(default=None)
    is_expiring: bool = False
    end_time: datetime | None = time_field(default=None)

    def approve(
        self, name: str, expire_time: datetime, reason: str, *, by: Decider, at: datetime
    ) -> None:
        """Verifies the organization.

        Args:
            name: The name that the organization has now.
            expire_time: Until when.
            reason: Why.
            by: Who decides.
            at: When.

        Raises:
            Refused: It is decided, the organization asked under another name, or the one who asked decides.
        """
        self.change_state(
            {State.PENDING}, State.VERIFIED, _NOT_PENDING, reason="VERIFICATION_NOT_PENDING"
        )
        if name != self.organization_name:
            raise Refused(
                "The organization has changed its name since it asked. Let it withdraw the request, and ask again.",
                reason="NAME_CHANGED",
            )
        self._refuse_own(by)
        self._decide(reason, by, at)
        self.expire_time, self.is_expiring = expire_time, expire_time <= at + WARNING

    def reject(self, reason: str, *, by: Decider, at: datetime) -> None:
        """Rejects the request.

        Raises:
            Refused: It is decided.
        """
        self.change_state(
            {State.PENDING}, State.REJECTED, _NOT_PENDING, reason="VERIFICATION_NOT_PENDING"
        )
        self._decide(reason, by, at)

    def withdraw(self, *, at: datetime) -> None:
        """Takes the request back.

        Raises:
            Refused: It is decided.
        """
        self.change_state(
            {State.PENDING}, State.WITHDRAWN, _NOT_PENDING, reason="VERIFICATION_NOT_PENDING"
        )
        self.end_time = at

    def confirm(self, name: str, reason: str, *, by: Decider, at: datetime) -> None:
        """Lets the verification hold for a name.

        Raises:
            Refused: It does not hold at all, or the one who asked for it decides.
        """
        self.change_state(
            {State.VERIFIED}, State.VERIFIED, _NOT_VERIFIED, reason="VERIFICATION_NOT_IN_FORCE"
        )
        self._refuse_own(by)
        self.organization_name = name
        self._decide(reason, by, at)

    def revoke(self, reason: str, *, by: Decider, at: datetime) -> None:
        """Ends the verification before its time.

        Raises:
            Refused: It does not hold.
        """
        self.change_state(
            {State.VERIFIED}, State.REVOKED, _NOT_VERIFIED, reason="VERIFICATION_NOT_IN_FORCE"
        )
        self._decide(reason, by, at)
        self.is_expiring = False

    def replace(self, *, at: datetime) -> None:
        """Ends the verification because the organization was verified again."""
        self.state, self.end_time, self.is_expiring = State.REPLACED, at, False

    def age(self, at: datetime) -> str:
        """Does what is due by the time, and returns what that is."""
        if self.expire_time is not None and self.expire_time <= at:
            self.state, self.end_time, self.is_expiring = State.EXPIRED, at, False
            return "expired"
        self.is_expiring = True
        return "expiring"

    def _refuse_own(self, by: Decider) -> None:
        """Lets nobody answer for an organization to themselves."""
        if by.organization_id is not None and by.person_id == self.requester_id:
            raise Refused(
                "The person who asked for a verification cannot decide about it. Let another owner of the organization above do "
                "it, or an administrator.",
                reason="OWN_REQUEST",
            )

    def _decide(self, reason: str, by: Decider, at: datetime) -> None:
        self.reason, self.decider_id, self.decide_time = reason, by.person_id, at
        self.verifier_id = by.organization_id
