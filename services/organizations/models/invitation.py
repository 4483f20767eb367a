"""Invitations to join an organization."""

from datetime import datetime
from uuid import UUID

from banyan.organizations.v1 import invitation_pb2
from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.models import Resource, time_field
from services.organizations.models.base import Table


class Invitation(Resource, Table, table=True):
    """An invitation, of whose token only a hash is kept.

    Nothing happens when it expires: whoever looks at it tells the time.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("uses <= maximum_uses", name="invitation_uses"),
        Index("invitation_token", "token_hash", unique=True),
        Index("invitation_organization", "organization_id", "create_time", "id"),
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
    def state(self) -> str:
        """The state, but for the time that passes; see `state_at`."""
        if self.revoke_time is not None:
            return "REVOKED"
        return "EXHAUSTED" if self.uses >= self.maximum_uses else "ACTIVE"

    def state_at(self, now: datetime) -> str:
        """Returns the state at a time."""
        return "EXPIRED" if self.state == "ACTIVE" and self.expire_time <= now else self.state

    def refuse_if_unusable(self, now: datetime) -> None:
        """Lets nobody accept an invitation that is not active.

        Raises:
            Refused: It is revoked, expired or used up.
        """
        state = self.state_at(now)
        if state != "ACTIVE":
            raise Refused(_UNUSABLE[state], reason=f"INVITATION_{state}")

    def revoke(self, *, at: datetime) -> None:
        """Lets nobody accept it from now on.

        Raises:
            Refused: It is revoked.
        """
        if self.revoke_time is not None:
            raise Refused(
                "The invitation is revoked already; nobody can accept it, and nothing is left to do.",
                reason="INVITATION_REVOKED",
            )
        self.revoke_time = at


_UNUSABLE = {
    "REVOKED": "The invitation was revoked; ask whoever sent it for another.",
    "EXHAUSTED": "The invitation has been used as often as it can be; ask whoever sent it for another.",
    "EXPIRED": "The invitation has expired; ask whoever sent it for another.",
}
