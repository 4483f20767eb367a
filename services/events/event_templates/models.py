"""The table of event templates."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.events.v1 import event_template_pb2
from sqlalchemy import Index, text

from services.events.events.models import EventVisibility
from services.events.series.models import kinds_of, named
from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, messages_field


class EventTemplateState(StrEnum):
    """The states of an event template."""

    ACTIVE = "ACTIVE"
    DELETED = "DELETED"


class EventTemplate(Resource, Table, table=True):
    """What an organization holds now and then, with its shifts."""

    __tablename__ = "event_template"
    __table_args__ = (
        Index(
            "event_template_organization",
            "organization_id",
            "id",
            postgresql_where=text(f"state = '{EventTemplateState.ACTIVE}'"),
        ),
    )
    message = event_template_pb2.EventTemplate

    organization_id: UUID
    title: str
    description: str = ""
    what_to_bring: str = ""
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    duration_minutes: int
    visibility: EventVisibility = enum_field(EventVisibility)
    minimum_participants: int | None = None
    sign_up_closes_minutes: int | None = None
    shift_templates: list[dict[str, Any]] = messages_field()
    state: EventTemplateState = enum_field(EventTemplateState, default=EventTemplateState.ACTIVE)

    # People sign up for its events as soon as they are published.
    @property
    def sign_up_opens_minutes(self) -> int | None:
        """How long before the start people can begin to sign up: always."""
        return None

    @property
    def required_kinds(self) -> Iterable[UUID]:
        """The kinds of qualifications that its shifts require."""
        return kinds_of(self.shift_templates)

    def name_shifts(self) -> None:
        """Gives each shift that is new an ID, and each new role of one."""
        self.shift_templates = [named(each) for each in self.shift_templates]

    def delete(self) -> None:
        """Deletes it; its row stays, because the audit trail names it.

        Raises:
            Refused: It is deleted already.
        """
        self.change_state(
            {EventTemplateState.ACTIVE},
            EventTemplateState.DELETED,
            "This event template is deleted. Reload the event templates of the organization.",
            reason="EVENT_TEMPLATE_DELETED",
        )

    def refuse_if_deleted(self) -> None:
        """Lets nobody change or use an event template that is deleted.

        Raises:
            Refused: It is.
        """
        if self.state == EventTemplateState.DELETED:
            raise Refused(
                "This event template is deleted, so it cannot be used. Choose another one, or create one.",
                reason="EVENT_TEMPLATE_GONE",
            )
