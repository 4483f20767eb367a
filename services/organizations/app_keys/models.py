"""The table of keys."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import app_key_pb2
from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, time_field
from services.organizations.tables import Table


class AppKeyState(StrEnum):
    """The states of a key."""

    ACTIVE = "ACTIVE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"


class AppKey(Resource, Table, table=True):
    """A key, of which only a keyed hash is kept. Nothing happens when it expires: each use compares the time."""

    __tablename__ = "app_key"
    __table_args__ = (
        Index("app_key_hash", "secret_hash", unique=True),
        Index("app_key_app", "app_id", "id"),
    )
    message = app_key_pb2.AppKey

    app_id: UUID = Field(foreign_key="app.id")
    organization_id: UUID
    hint: str
    secret_hash: bytes = Field(sa_type=LargeBinary)
    expire_time: datetime = time_field()
    last_use_date: date | None = None
    revoke_time: datetime | None = time_field(default=None)

    @property
    def state(self) -> AppKeyState:
        """The state, but for the time that passes; see `state_at`."""
        return AppKeyState.ACTIVE if self.revoke_time is None else AppKeyState.REVOKED

    def state_at(self, now: datetime) -> AppKeyState:
        """Returns the state at a time."""
        if self.state == AppKeyState.ACTIVE and self.expire_time <= now:
            return AppKeyState.EXPIRED
        return self.state

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
        self.revoke_time = at
