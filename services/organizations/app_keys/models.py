"""The table of keys."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import app_key_pb2
from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, time_field
from services.organizations.tables import Table

# How long before a key expires that is told, and for how long the use of a day is kept.
WARNING = timedelta(days=14)
USE_KEPT = timedelta(days=90)


class AppKeyState(StrEnum):
    """The states of a key."""

    ACTIVE = "ACTIVE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"


class AppKey(Resource, Table, table=True):
    """A key, of which only a keyed hash is kept. Nothing happens when it expires: each use compares the time.

    Attributes:
        is_expiring: Whether it was told that it expires soon.
    """

    __tablename__ = "app_key"
    __table_args__ = (
        Index("app_key_hash", "secret_hash", unique=True),
        Index("app_key_app", "app_id", "id"),
        Index(
            "app_key_expiring",
            "expire_time",
            postgresql_where=text("revoke_time IS NULL AND NOT is_expiring"),
        ),
    )
    message = app_key_pb2.AppKey

    app_id: UUID = Field(foreign_key="app.id")
    organization_id: UUID
    hint: str
    secret_hash: bytes = Field(sa_type=LargeBinary)
    expire_time: datetime = time_field()
    last_use_date: date | None = None
    revoke_time: datetime | None = time_field(default=None)
    is_expiring: bool = False

    @property
    def state(self) -> AppKeyState:
        """The state, but for the time that passes; see `state_at`."""
        return AppKeyState.ACTIVE if self.revoke_time is None else AppKeyState.REVOKED

    def state_at(self, now: datetime) -> AppKeyState:
        """Returns the state at a time."""
        if self.state == AppKeyState.ACTIVE and self.expire_time <= now:
            return AppKeyState.EXPIRED
        return self.state

    def warn(self, now: datetime) -> bool:
        """Notes that it is told that the key expires soon. Returns whether that is to be told."""
        is_due = self.state_at(now) == AppKeyState.ACTIVE and self.expire_time <= now + WARNING
        if is_due and not self.is_expiring:
            self.is_expiring = True
            return True
        return False

    def revoke(self, *, at: datetime) -> None:
        """Revokes it.

        Raises:
            Refused: It is revoked.
        """
        if self.revoke_time is not None:
            raise Refused(
                "This key is revoked already. Create another one if the app needs it.",
                reason="KEY_ALREADY_REVOKED",
            )
        self.revoke_time, self.is_expiring = at, False


class AppKeyDay(Table, table=True):
    """How many operations were run with a key on a day, in UTC."""

    __tablename__ = "app_key_day"
    __table_args__ = (Index("app_key_day_app", "app_id", "day"), Index("app_key_day_day", "day"))

    app_key_id: UUID = Field(
        sa_column_args=[ForeignKey("app_key.id", ondelete="CASCADE")], primary_key=True
    )
    day: date = Field(primary_key=True)
    app_id: UUID
    operations: int
