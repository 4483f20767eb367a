"""The tables of polls for a date, and of the answers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.events.v1 import date_poll_pb2
from sqlalchemy import Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.models import (
    Resource,
    enum_field,
    messages_field,
    no_items,
    time_field,
)

MOST_ANSWERS = 2000
# Which number of an option counts an answer; nothing counts those whom it does not suit.
_COUNTS = {
    "DATE_POLL_SUITS_YES": "yes_count",
    "DATE_POLL_SUITS_IF_NEED_BE": "if_need_be_count",
}
Choices = Iterable[Mapping[str, Any]]


class DatePollState(StrEnum):
    """The states of a poll."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class DatePoll(Resource, Table, table=True):
    """A question to people which of several times suits them. Its options count the answers."""

    __tablename__ = "date_poll"
    __table_args__ = (
        Index("date_poll_organization", "organization_id", "id"),
        Index(
            "date_poll_open",
            "organization_id",
            postgresql_where=text(f"state = '{DatePollState.OPEN}'"),
        ),
        # Of which people are to be reminded.
        Index(
            "date_poll_closing",
            "answer_deadline",
            "id",
            postgresql_where=text(f"state = '{DatePollState.OPEN}'"),
        ),
    )
    message = date_poll_pb2.DatePoll

    organization_id: UUID
    title: str
    description: str = ""
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    time_zone: str
    options: list[dict[str, Any]] = messages_field()
    answer_deadline: datetime = time_field()
    invited_person_ids: list[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
    state: DatePollState = enum_field(DatePollState, default=DatePollState.OPEN)
    answers_count: int = 0
    event_id: UUID | None = None
    # When people were reminded, and of which deadline: of another one they are reminded again.
    remind_time: datetime | None = time_field(default=None)
    reminded_deadline: datetime | None = time_field(default=None)

    def begin(self) -> None:
        """Gives the options their IDs; nobody has answered yet."""
        self.options = [
            {
                "option_id": str(uuid7()),
                "start_time": each["start_time"],
                "end_time": each["end_time"],
                "yes_count": 0,
                "if_need_be_count": 0,
            }
            for each in self.options
        ]

    def option(self, option_id: str) -> Mapping[str, Any] | None:
        """Returns an option; None if there is none with this ID."""
        return next((each for each in self.options if each["option_id"] == option_id), None)

    def refuse_unless_open(self) -> None:
        """Lets nobody change what is over.

        Raises:
            Refused: The poll is closed or cancelled.
        """
        if self.state != DatePollState.OPEN:
            raise Refused(
                "This poll is not open any more. Create a new one to ask again.",
                reason="DATE_POLL_NOT_OPEN",
            )

    def answer(self, before: Choices | None, after: Choices, *, at: datetime) -> None:
        """Counts an answer in the place of the one before.

        Args:
            before: What the person answered before; None if nothing.
            after: What they answer now.
            at: The time.

        Raises:
            Refused: The poll takes no answer, or no more of them.
        """
        self.refuse_unless_open()
        if self.answer_deadline <= at:
            raise Refused(
                "The deadline of this poll is over. Ask its organizers to set a later one.",
                reason="DATE_POLL_OVER",
            )
        if before is None and self.answers_count >= MOST_ANSWERS:
            raise Refused(
                "{max} people have answered this poll, which is the most. Ask its organizers to choose an option.",
                reason="TOO_MANY_ANSWERS",
                params={"max": MOST_ANSWERS},
            )
        self.answers_count += before is None
        options = {each["option_id"]: dict(each) for each in self.options}
        for choices, by in ((before or (), -1), (after, 1)):
            for each in choices:
                if name := _COUNTS.get(each["suits"]):
                    options[each["option_id"]][name] += by
        self.options = list(options.values())

    def remind(self, *, at: datetime) -> None:
        """Notes that people are reminded of the deadline."""
        self.remind_time, self.reminded_deadline = at, self.answer_deadline

    def close(self, event_id: UUID) -> None:
        """Becomes an event.

        Args:
            event_id: The event.
        """
        self._end(DatePollState.CLOSED)
        self.event_id = event_id

    def cancel(self) -> None:
        """Ends without an event."""
        self._end(DatePollState.CANCELLED)

    def _end(self, state: DatePollState) -> None:
        self.change_state(
            {DatePollState.OPEN},
            state,
            "This poll is not open any more. Create a new one to ask again.",
            reason="DATE_POLL_NOT_OPEN",
        )


class DatePollAnswer(Table, table=True):
    """What somebody has answered to a poll: each person once."""

    __tablename__ = "date_poll_answer"
    __table_args__ = (
        Index("date_poll_answer_once", "date_poll_id", "answerer_id", unique=True),
        Index("date_poll_answer_order", "date_poll_id", "id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    date_poll_id: UUID = Field(foreign_key="date_poll.id")
    answerer_id: UUID
    choices: list[dict[str, Any]] = messages_field()
    update_time: datetime = time_field()
