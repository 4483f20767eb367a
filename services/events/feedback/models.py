"""The tables of feedback, and of what it says together."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from banyan.events.v1 import feedback_pb2
from sqlalchemy import ARRAY, CheckConstraint, Index, Integer, text
from sqlmodel import Field

from services.events.events.models import Event, EventState
from services.events.feedback.states import FeedbackState
from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, messages_field, no_items, time_field

OPEN_DAYS = 14  # where a form says nothing
HIGHEST = 5  # the best rating
ENOUGH = 5  # how many people must have said something for it to be shown without names
# The states of an event about which people say something.
_TOOK_PLACE = (EventState.PUBLISHED, EventState.COMPLETED)


class Feedback(Resource, Table, table=True):
    """What a person says about an event.

    It names no organization, so that no audit trail but the person's own says when they gave it, and its ID is a random one, which
    says nothing about that either.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        Index("feedback_once", "event_id", "person_id", unique=True),
        Index("feedback_event", "event_id", "id"),
        Index("feedback_rating", "event_id", "rating", "id"),
        Index(
            "feedback_waiting",
            "event_id",
            postgresql_where=text(f"state = '{FeedbackState.WAITING}'"),
        ),
        CheckConstraint(f"rating BETWEEN 1 AND {HIGHEST}", name="feedback_rating_range"),
    )
    message = feedback_pb2.Feedback

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    event_id: UUID = Field(foreign_key="event.id")
    person_id: UUID
    rating: int
    comment: str = ""
    answers: list[dict[str, Any]] = messages_field()
    # What the form said when the person gave it.
    is_named: bool
    state: FeedbackState = enum_field(FeedbackState, default=FeedbackState.WAITING)

    def change(self, to: "Feedback") -> None:
        """Says something else, which is shown like something new.

        Args:
            to: What the person says now.
        """
        self.rating, self.comment, self.answers = to.rating, to.comment, to.answers
        self.is_named, self.state = to.is_named, FeedbackState.WAITING


class FeedbackSummary(Resource, Table, table=True):
    """What is shown of the feedback about an event, under the event's id."""

    __tablename__ = "feedback_summary"
    message = feedback_pb2.FeedbackSummary

    organization_id: UUID
    start_time: datetime = time_field()
    feedback_count: int = 0
    mean_rating: float = 0
    ratings: list[int] = Field(default_factory=no_items, sa_type=ARRAY(Integer))
    questions: list[dict[str, Any]] = messages_field()

    @property
    def event_id(self) -> UUID:
        """The event, whose id is also that of the summary."""
        return self.id


def end_of_feedback(event: Event) -> datetime:
    """Returns until when people give feedback about an event."""
    days = (event.feedback_form or {}).get("open_days") or OPEN_DAYS
    return event.end_time + timedelta(days=days)


def form_to_fill_in(event: Event, *, at: datetime) -> Mapping[str, Any]:
    """Returns the form of an event about which people say something now.

    Args:
        event: The event.
        at: The time.

    Raises:
        Refused: The event asks for nothing, or not at this time.
    """
    form: Mapping[str, Any] | None = event.feedback_form
    if form is None or event.state not in _TOOK_PLACE:
        raise Refused(
            "This event does not ask for feedback. Ask its organizers to set the form of the event.",
            reason="FEEDBACK_NOT_ASKED",
        )
    if at < event.end_time:
        raise Refused(
            "This event has not ended yet. Give feedback after its end time.",
            reason="FEEDBACK_NOT_OPEN",
        )
    if end_of_feedback(event) <= at:
        raise Refused(
            "The time for feedback about this event is over. Ask its organizers to give more days in the form of the event.",
            reason="FEEDBACK_CLOSED",
        )
    return form
