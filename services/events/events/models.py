"""Events."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from banyan.events.v1 import event_pb2
from sqlalchemy import ARRAY, CheckConstraint, Index, Text, text
from sqlalchemy.orm import validates
from sqlmodel import Field

from services.events.events.feedback_forms import with_question_ids
from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.text.names import search_index, search_name, translated
from services.kit.text.tags import tag_index, tag_keys
from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    message_field,
    messages_field,
    no_items,
    time_field,
)
from services.kit.work.nearness import position_index


class EventState(StrEnum):
    """The states of an event."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    CANCELLED = "CANCELLED"
    COMPLETED = "COMPLETED"
    DELETED = "DELETED"


# From when on and until when people can sign up by themselves.
WINDOW = ("sign_up_open_time", "sign_up_deadline")
# The states of an event that can still take place.
OPEN_EVENTS = (EventState.DRAFT, EventState.PUBLISHED)


class EventVisibility(StrEnum):
    """Who sees an event once it is published."""

    PUBLIC = "PUBLIC"
    MEMBERS = "MEMBERS"


class Event(Resource, Table, table=True):
    """What an organization invites to, at one time."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_start", "start_time", "id"),
        Index("event_organization", "organization_id", "start_time", "id"),
        Index("event_category", "category_id", "start_time", "id"),
        Index("event_area", "area_id", "start_time", "id"),
        tag_index("event_tags"),
        search_index("event_search"),
        position_index("event_position"),
        # One event for each occurrence, also if two replicas make it at once.
        Index(
            "event_occurrence",
            "series_id",
            "recurrence_id",
            unique=True,
            postgresql_where=text("series_id IS NOT NULL"),
        ),
        Index(
            "event_series_start",
            "series_id",
            "start_time",
            "id",
            postgresql_where=text("series_id IS NOT NULL"),
        ),
        # Which events ask those who came.
        Index("event_feedback", "end_time", postgresql_where=text("feedback_form IS NOT NULL")),
        Index("event_cancelling", "id", postgresql_where=text("sign_ups_to_cancel > 0")),
        CheckConstraint(
            "start_time < end_time AND end_time - start_time <= interval '31 days'",
            name="event_times",
        ),
    )
    message = event_pb2.Event

    organization_id: UUID
    title: str
    search_name: str = derived_field(default="", sa_type=Text(collation="C"))
    description: str = ""
    place: dict[str, Any] | None = message_field()
    contact: dict[str, Any] | None = message_field()
    what_to_bring: str = ""
    minimum_participants: int | None = None
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    sign_up_deadline: datetime | None = time_field(default=None)
    sign_up_open_time: datetime | None = time_field(default=None)
    sign_up_rules: dict[str, Any] | None = message_field()
    # What those who came are asked afterwards; nothing where there is none.
    feedback_form: dict[str, Any] | None = message_field()
    # From which codes to check in are derived (see `check_ins/codes.py`); empty where nobody checks themselves in.
    check_in_key: str = derived_field(default="")
    time_zone: str
    visibility: EventVisibility = enum_field(EventVisibility)
    state: EventState = enum_field(EventState, default=EventState.DRAFT)
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    cover: dict[str, Any] | None = message_field()
    category_id: UUID | None = None
    area_id: UUID | None = None
    tags: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    tag_keys: list[str] = derived_field(default_factory=no_items, sa_type=ARRAY(Text))
    cancel_reason: str = ""
    # An event that was never published stays hidden after it is cancelled.
    publish_time: datetime | None = time_field(default=None)
    # Of a cancelled event; see `sign_ups/cancelling.py`.
    sign_ups_to_cancel: int = 0
    series_id: UUID | None = Field(default=None, foreign_key="event_series.id")
    recurrence_id: str = ""

    @property
    def self_check_in(self) -> bool:
        """Whether people can check themselves in."""
        return self.check_in_key != ""

    @validates("title", "translations")
    def _index(self, name: str, value: Any) -> Any:
        title = value if name == "title" else self.title or ""
        translations = value if name == "translations" else self.translations
        self.search_name = search_name(title, *translated("title", translations))
        return value

    @validates("tags")
    def _index_tags(self, _: str, tags: list[str]) -> list[str]:
        self.tag_keys = tag_keys(tags)
        return tags

    def name_questions(self) -> None:
        """Gives each question of the form for feedback that is new an ID."""
        self.feedback_form = with_question_ids(self.feedback_form)

    def publish(self, *, at: datetime) -> None:
        """Opens the event for sign-ups."""
        self.change_state(
            {EventState.DRAFT},
            EventState.PUBLISHED,
            "Only a draft can be published. Check the state of the event.",
        )
        self.publish_time = at

    def cancel(self, reason: str, *, at: datetime) -> None:
        """Calls the event off."""
        if self.state == EventState.PUBLISHED and self.end_time <= at:
            raise Refused(
                "This event has ended, and its attendance must be kept. Complete it instead.",
                reason="EVENT_ENDED",
            )
        self.change_state(
            OPEN_EVENTS,
            EventState.CANCELLED,
            "Only a draft or a published event can be cancelled. Check the state of the event.",
        )
        self.cancel_reason = reason

    def open_check_in(self, key: str) -> None:
        """Lets people check themselves in.

        Args:
            key: The key of the codes. One that is in use stays.

        Raises:
            Refused: The event is not published.
        """
        if self.state != EventState.PUBLISHED:
            raise Refused(
                "Only a published event takes check-ins. Publish it first, or choose another one.",
                reason="STATE_DOES_NOT_ALLOW",
            )
        self.check_in_key = self.check_in_key or key

    def close_check_in(self) -> None:
        """Ends that people check themselves in."""
        self.check_in_key = ""

    def complete(self, *, at: datetime) -> None:
        """Says that the event has taken place."""
        if self.state == EventState.PUBLISHED and at < self.end_time:
            raise Refused(
                "This event has not ended yet. Complete it after its end time.",
                reason="EVENT_NOT_ENDED",
            )
        self.change_state(
            {EventState.PUBLISHED},
            EventState.COMPLETED,
            "Only a published event can be completed. Check the state of the event.",
        )

    def delete(self, *, has_sign_ups: bool) -> None:
        """Deletes the event: erases what it says, and keeps what audit trails and references need.

        Args:
            has_sign_ups: Whether somebody has ever signed up for it.

        Raises:
            Refused: Somebody has.
        """
        if has_sign_ups:
            raise Refused(
                "People have signed up for this event, so it is kept. Cancel it instead.",
                reason="SIGN_UPS_KEPT",
            )
        self.state = EventState.DELETED
        self.description = self.what_to_bring = self.cancel_reason = ""
        self.place = self.contact = self.cover = None
        self.category_id = self.area_id = None
        self.tags = []
        self.translations = [
            {"language": each["language"], "title": each["title"]}
            for each in self.translations
            if each.get("title")
        ]

    def move_window(self, distance: timedelta, names: Iterable[str]) -> None:
        """Moves when people can sign up, where there is such a time.

        Args:
            distance: By how much.
            names: The times to move, of `WINDOW`.
        """
        for name in names:
            moment = getattr(self, name)
            if moment is not None:
                setattr(self, name, moment + distance)

    def refuse_deleted(self) -> None:
        """Refuses to repeat what was a mistake.

        Raises:
            Refused: The event is deleted.
        """
        if self.state == EventState.DELETED:
            raise Refused(
                "This event is deleted, so it cannot be copied. Create a new one.",
                reason="EVENT_DELETED",
            )

    def check_open(self) -> None:
        """Refuses changes to an event that is over.

        Raises:
            Refused: The event is cancelled, completed or deleted.
        """
        if self.state not in OPEN_EVENTS:
            raise Refused(
                "A cancelled, completed or deleted event cannot be changed. Create a new one.",
                reason="EVENT_OVER",
            )


def day_of(moment: datetime, time_zone: str) -> date:
    """Returns the day that a moment falls on in a time zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
