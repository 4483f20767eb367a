"""The table of apps."""

from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import app_pb2
from sqlalchemy import Index
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, enums_field
from services.kit.work.roles import Role
from services.organizations.tables import Table


class AppState(StrEnum):
    """The states of an app."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    DELETED = "DELETED"


class AppScope(StrEnum):
    """What an app may do within its role."""

    MEMBERS_READ = "MEMBERS_READ"
    MEMBERS_WRITE = "MEMBERS_WRITE"
    CONTACTS_READ = "CONTACTS_READ"
    EVENTS_READ = "EVENTS_READ"
    EVENTS_WRITE = "EVENTS_WRITE"
    ATTENDANCE_WRITE = "ATTENDANCE_WRITE"
    HOURS_READ = "HOURS_READ"
    HOURS_WRITE = "HOURS_WRITE"
    AUDIT_READ = "AUDIT_READ"
    CULTIVATION_READ = "CULTIVATION_READ"


NOT_DELETED = (AppState.ACTIVE, AppState.SUSPENDED)


class App(Resource, Table, table=True):
    """An app of an organization. Its row stays once it is deleted: the audit trail names it."""

    __tablename__ = "app"
    __table_args__ = (Index("app_organization", "organization_id", "id"),)
    message = app_pb2.App

    organization_id: UUID = Field(foreign_key="organization.id")
    name: str
    description: str = ""
    homepage: str = ""
    contact_email: str = ""
    role: Role = enum_field(Role)
    scopes: list[AppScope] = enums_field(AppScope)
    state: AppState = enum_field(AppState, default=AppState.ACTIVE)

    def suspend(self) -> None:
        """Suspends it.

        Raises:
            Refused: It is not active.
        """
        self.change_state(
            {AppState.ACTIVE},
            AppState.SUSPENDED,
            "This app is not active. Read its state, and try again if that changes.",
            reason="APP_NOT_ACTIVE",
        )

    def resume(self) -> None:
        """Lets it act again.

        Raises:
            Refused: It is not suspended.
        """
        self.change_state(
            {AppState.SUSPENDED},
            AppState.ACTIVE,
            "This app is not suspended. Register another app if it is deleted.",
            reason="APP_NOT_SUSPENDED",
        )

    def delete(self) -> None:
        """Deletes it for good.

        Raises:
            Refused: It is deleted.
        """
        self.change_state(
            set(NOT_DELETED),
            AppState.DELETED,
            "This app is deleted already. Register another app.",
            reason="APP_DELETED",
        )

    def refuse_if_deleted(self) -> None:
        """Lets nobody change a deleted app, or give it a key.

        Raises:
            Refused: It is deleted.
        """
        if self.state == AppState.DELETED:
            raise Refused(
                "This app is deleted already. Register another app.", reason="APP_DELETED"
            )
