"""Invitations to join an organization."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import invitation_pb2
from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, time_field
from services.organizations.tables import Table


class InvitationState(StrEnum):
    """The states of an invitation."""

    ACTIVE = "ACTIVE"
    REVOKED = "REVOKED"
    EXHAUSTED = "EXHAUSTED"
    EXPIRED = "EXPIRED"


class Invitation(Resource, Table, table=True):
    """An invitation, of whose token only a hash is kept.

    Nothing happens when it expires: each read compares the time.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("uses <= maximum_uses", name="invitation_uses"),
        Index("invitation_token", "token_hash", unique=True),
        Index("invitation_organization", "organization_id", "create_time", "id"),
        Index(
            "invitation_inviter",
            "inviter_person_id",
            "id",
            postgresql_where=text("revoke_time IS NULL"),
        ),
    )
    message = invitation_pb2.Invitation

    organization_id: UUID = Field(foreign_key="organization.id")
    inviter_person_id: UUID
    note: str = ""
    maximum_uses: int = 1
    uses: int = 0
    expire_time: datetime = time_field()
    revoke_time: datetime | None = time_field(default=None)
    token_hash: bytes = Field(sa_type=LargeBinary)

    @property
    def state(self) -> InvitationState:
        """The state, but for the time that passes; see `state_at`."""
        if self.revoke_time is not None:
            return InvitationState.REVOKED
        is_used_up = self.uses >= self.maximum_uses
        return InvitationState.EXHAUSTED if is_used_up else InvitationState.ACTIVE

    def state_at(self, now: datetime) -> InvitationState:
        """Returns the state at a time."""
        if self.state == InvitationState.ACTIVE and self.expire_time <= now:
            return InvitationState.EXPIRED
        return self.state

    def refuse_if_unusable(self, now: datetime) -> None:
        """Lets nobody accept an invitation that is not active.

        Raises:
            Refused: It is revoked, expired or used up.
        """
        match self.state_at(now):
            case InvitationState.REVOKED:
                raise Refused(
                    "This invitation was revoked. Ask the sender for a new one.",
                    reason="INVITATION_REVOKED",
                )
            case InvitationState.EXHAUSTED:
                raise Refused(
                    "This invitation has reached its limit of uses. Ask the sender for a new one.",
                    reason="INVITATION_EXHAUSTED",
                )
            case InvitationState.EXPIRED:
                raise Refused(
                    "This invitation has expired. Ask the sender for a new one.",
                    reason="INVITATION_EXPIRED",
                )
            case InvitationState.ACTIVE:
                pass

    def revoke(self, *, at: datetime) -> None:
        """Lets nobody accept it from now on.

        Raises:
            Refused: It is revoked.
        """
        if self.revoke_time is not None:
            raise Refused(
                "This invitation is already revoked. Nobody can accept it, so there is nothing "
                "left to do.",
                reason="INVITATION_REVOKED",
            )
        self.revoke_time = at
