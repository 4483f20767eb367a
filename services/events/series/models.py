"""Series of events."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from banyan.events.v1 import event_series_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.events.events.feedback_forms import with_question_ids
from services.events.events.models import EventVisibility
from services.events.series.clock import parse_local
from services.events.series.expansion import Lunar, Pattern
from services.events.series.rules import parse_rule
from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.models import (
    Resource,
    enum_field,
    message_field,
    messages_field,
    time_field,
)


class EventSeriesState(StrEnum):
    """The states of a series."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


class EventSeries(Resource, Table, table=True):
    """What an organization holds again and again."""

    __tablename__ = "event_series"
    __table_args__ = (
        Index("event_series_organization", "organization_id", "id"),
        Index("event_series_due", "due_time", postgresql_where=text("due_time IS NOT NULL")),
        Index("event_series_cancelling", "id", postgresql_where=text("occurrences_to_cancel > 0")),
    )
    message = event_series_pb2.EventSeries

    organization_id: UUID
    title: str
    description: str = ""
    what_to_bring: str = ""
    place: dict[str, Any] | None = message_field()
    contact: dict[str, Any] | None = message_field()
    cover: dict[str, Any] | None = message_field()
    minimum_participants: int | None = None
    visibility: EventVisibility = enum_field(EventVisibility)
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    time_zone: str
    start: str
    duration_minutes: int
    sign_up_closes_minutes: int | None = None
    sign_up_opens_minutes: int | None = None
    sign_up_rules: dict[str, Any] | None = message_field()
    feedback_form: dict[str, Any] | None = message_field()
    recurrence: dict[str, Any] | None = message_field()
    shift_templates: list[dict[str, Any]] = messages_field()
    publish_occurrences: bool = False
    state: EventSeriesState = enum_field(EventSeriesState, default=EventSeriesState.ACTIVE)
    end_reason: str = ""
    # Of a series that was split; see `splitting.py`.
    split_from_id: UUID | None = Field(default=None, foreign_key="event_series.id")
    first_date: date | None = None
    last_date: date | None = None
    # Of an ended series; see `ending.py`.
    occurrences_to_cancel: int = 0
    cancel_from: datetime | None = time_field(default=None)
    # See `making.py`: up to when there are occurrences, and when to look for more; None if there are no more.
    made_until: datetime = time_field()
    due_time: datetime | None = time_field(default=None)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def pattern(self) -> Pattern:
        """When the events take place."""
        recurrence = self.recurrence or {}
        lunar = recurrence.get("lunar_date")
        return Pattern(
            start=parse_local(self.start),
            zone=self.zone,
            rule=Lunar(**lunar) if lunar else parse_rule(recurrence["rule"]),
            extra=_locals(recurrence.get("extra_starts", ())),
            excluded=_locals(recurrence.get("excluded_starts", ())),
            first=self.first_date or date.min,
            last=self.last_date or date.max,
        )

    @property
    def required_kinds(self) -> Iterable[UUID]:
        """The kinds of qualifications that shifts of the series require."""
        return kinds_of(self.shift_templates)

    def name_templates(self) -> None:
        """Gives each template of a shift that is new an ID, and each new role of one, and each new question."""
        self.shift_templates = [named(each) for each in self.shift_templates]
        self.feedback_form = with_question_ids(self.feedback_form)

    def check_active(self) -> None:
        """Refuses changes to a series that has ended.

        Raises:
            Refused: It has.
        """
        if self.state != EventSeriesState.ACTIVE:
            raise Refused(
                "This series has ended, so it cannot be changed. Create a new one.",
                reason="SERIES_ENDED",
            )

    def end(self, reason: str, *, cancel_from: datetime) -> None:
        """Ends the series.

        Args:
            reason: Why.
            cancel_from: From when on its occurrences are cancelled.
        """
        self.change_state(
            {EventSeriesState.ACTIVE},
            EventSeriesState.ENDED,
            "This series has ended already. Create a new one.",
        )
        self.end_reason = reason
        self.cancel_from = cancel_from
        self.due_time = None


def kinds_of(templates: Iterable[dict[str, Any]]) -> Iterator[UUID]:
    """Returns the kinds of qualifications that shifts made from templates require."""
    for each in templates:
        for asking in (each, *each.get("roles", ())):
            yield from map(UUID, asking.get("required_qualification_kind_ids", ()))


def named(template: dict[str, Any]) -> dict[str, Any]:
    """Returns a template with an ID, and IDs of its roles."""
    named = {**template, "id": template.get("id") or str(uuid7())}
    if "roles" in template:
        named["roles"] = [
            {**each, "role_id": each.get("role_id") or str(uuid7())} for each in template["roles"]
        ]
    return named


def _locals(texts: Iterable[str]) -> frozenset[datetime]:
    return frozenset(map(parse_local, texts))
