"""The table of roster views."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import roster_view_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, message_field, messages_field
from services.organizations.tables import Table

_ACTIVE = text("state = 'ACTIVE'")


class RosterViewState(StrEnum):
    """The states of a roster view."""

    ACTIVE = "ACTIVE"
    DELETED = "DELETED"


class RosterView(Resource, Table, table=True):
    """A view of the roster of an organization."""

    __tablename__ = "roster_view"
    __table_args__ = (
        Index("roster_view_organization", "organization_id", "id", postgresql_where=_ACTIVE),
        Index(
            "roster_view_name",
            "organization_id",
            "display_name",
            unique=True,
            postgresql_where=_ACTIVE,
        ),
    )
    message = roster_view_pb2.RosterView

    organization_id: UUID = Field(foreign_key="organization.id")
    display_name: str
    filter: dict[str, Any] | None = message_field()
    sorting: dict[str, Any] | None = message_field()
    columns: list[dict[str, Any]] = messages_field()
    state: RosterViewState = enum_field(RosterViewState, default=RosterViewState.ACTIVE)

    def delete(self) -> None:
        """Deletes it; its row stays, because the audit trail names it.

        Raises:
            Refused: It is deleted already.
        """
        self.change_state(
            {RosterViewState.ACTIVE},
            RosterViewState.DELETED,
            "This view is deleted. Reload the views of the roster.",
            reason="ROSTER_VIEW_DELETED",
        )

    def refuse_if_deleted(self) -> None:
        """Lets nobody change a view that is deleted.

        Raises:
            Refused: It is.
        """
        if self.state == RosterViewState.DELETED:
            raise Refused(
                "This view is deleted and cannot be changed. Create another one.",
                reason="ROSTER_VIEW_GONE",
            )
