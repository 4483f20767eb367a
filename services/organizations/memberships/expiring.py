"""Memberships that end by themselves: until when, and what is due by the time."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from services.kit.errors import Refused
from services.kit.work.models import time_field
from services.kit.work.roles import Role
from services.organizations.memberships.states import MembershipState

# By which those without a time come last.
NEVER = "'9999-12-31 00:00:00+00'::timestamptz"
EXPIRY_INDEXES = (
    Index("membership_expiry", "organization_id", text(f"coalesce(expire_time, {NEVER})"), "id"),
    Index(
        "membership_expiring",
        "expire_time",
        postgresql_where=text("expire_time IS NOT NULL AND state IN ('ACTIVE', 'SUSPENDED')"),
    ),
)


class Expiring(SQLModel):
    """What a membership has for that.

    Attributes:
        expire_time: When it ends by itself; None for never.
        is_expiring: Whether that is near, and told.
    """

    expire_time: datetime | None = time_field(default=None)
    is_expiring: bool = Field(default=False)

    def renew(self: Any, expire_time: datetime | None) -> bool:
        """Says until when the membership lasts. Returns whether that changed anything.

        Raises:
            Refused: It has not begun, or is over.
        """
        if self.state not in (MembershipState.ACTIVE, MembershipState.SUSPENDED):
            raise Refused(
                "Only a membership that has begun, and is not over, can be renewed. Accept the application, or "
                "invite the person again.",
                reason="MEMBERSHIP_NOT_RENEWABLE",
            )
        if expire_time == self.expire_time:
            return False
        self.expire_time, self.is_expiring = expire_time, False
        return True

    def age(self: Any, at: datetime) -> str:
        """Does what is due, and returns what that is; nothing for an owner, without whom an organization may be left."""
        if self.holds(Role.OWNER):
            return ""
        if self.expire_time <= at:
            self.end("", at=at, by_member=True, other_owners=True)
            return "expired"
        self.is_expiring = True
        return "expiring"
