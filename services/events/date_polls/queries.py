"""Queries for polls for a date, and what a poll must be like beyond the rules of its fields."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from banyan.events.v1 import date_poll_pb2 as pb
from sqlalchemy import any_, literal_column, select
from sqlmodel import col

from services.events.date_polls.models import DatePoll, DatePollAnswer, DatePollState
from services.events.events.checking import LONGEST, LONGEST_AHEAD
from services.kit.contract.values import known_moment
from services.kit.errors import Refused, Violation
from services.kit.work.bounds import refuse_beyond
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import IDS, TEXTS, Viewer, given
from services.kit.work.work import Work

AT_ONCE = 100  # of how many polls people are reminded before one looks again
MOST_OPEN = 50  # of an organization
TOO_MANY = Refused(
    "This organization has {max} open polls, which is the most. Close or cancel one first.",
    reason="TOO_MANY_DATE_POLLS",
    params={"max": MOST_OPEN},
)

DATE_POLLS = Resources[pb.DatePoll](DatePoll, "view_date_poll")
_CREATION = (col(DatePoll.id),)  # IDs increase with time
OLDEST_FIRST = DATE_POLLS.listing(
    *_CREATION,
    where=[col(DatePoll.organization_id) == given("organization_id")],
    filters={"states": col(DatePoll.state) == any_(given("states", TEXTS))},
    orders={"CREATE_TIME": _CREATION},
)


def _with_poll(statement: Any) -> Any:
    return statement.join(DatePoll, col(DatePoll.id) == col(DatePollAnswer.date_poll_id))


_SHOWN = Shown(pb.DatePollAnswer, DatePollAnswer)
_ANSWERED = (col(DatePollAnswer.id),)
FIRST_COME_FIRST = Resources[pb.DatePollAnswer](
    DatePollAnswer, "view_date_poll_answers", shown=_SHOWN, shape=_with_poll
).listing(
    *_ANSWERED,
    where=[
        col(DatePollAnswer.date_poll_id) == given("date_poll_id"),
        col(DatePoll.id) == given("date_poll_id"),
    ],
    orders={"CREATE_TIME": _ANSWERED},
)


def _own(viewer: Viewer) -> Any:
    return select(*_SHOWN.columns(viewer), col(DatePollAnswer.date_poll_id)).where(
        col(DatePollAnswer.date_poll_id) == any_(given("ids", IDS)),
        col(DatePollAnswer.answerer_id) == viewer.person_id,
    )


_OWN = Query(_own, shown=_SHOWN)


async def own_answers(date_poll_ids: Any, work: Work) -> list[pb.DatePollAnswer]:
    """Returns what the caller has answered to several polls, in their order."""
    wanted = list(dict.fromkeys(map(UUID, date_poll_ids)))
    show = _SHOWN.showing(work.wanted)
    found = {row[-1]: show(row) for row in await work.fetch(_OWN, ids=wanted)}
    return [found[id_] for id_ in wanted if id_ in found]


async def answer_of_caller(date_poll_id: UUID, work: Work) -> DatePollAnswer | None:
    """Returns what the caller has answered to a poll, which is locked."""
    found: DatePollAnswer | None = await work.session.scalar(
        select(DatePollAnswer).where(
            col(DatePollAnswer.date_poll_id) == date_poll_id,
            col(DatePollAnswer.answerer_id) == work.person_id,
        )
    )
    return found


_DEADLINE = col(DatePoll.answer_deadline)
_DAY: Any = literal_column("interval '1 day'")
CLOSING = Query(
    select(col(DatePoll.id))
    .where(
        col(DatePoll.state) == DatePollState.OPEN,
        given("now", TIME) < _DEADLINE,
        given("now", TIME) + _DAY >= _DEADLINE,
        # At least half of the time is over.
        given("now", TIME) - col(DatePoll.create_time) >= _DEADLINE - given("now", TIME),
        col(DatePoll.reminded_deadline).is_distinct_from(_DEADLINE),
    )
    .order_by(_DEADLINE, col(DatePoll.id))
    .limit(AT_ONCE),
    filters={"only": col(DatePoll.id) == given("only")},
)


async def find_closing(work: Work, *, only: UUID | None = None) -> Sequence[UUID]:
    """Returns the open polls of whose deadline people are to be reminded.

    Args:
        work: The work.
        only: The poll that it is about; None for all.
    """
    found = await (work.fetch(CLOSING) if only is None else work.fetch(CLOSING, only=only))
    return [row[0] for row in found]


async def refuse_too_many(organization_id: UUID, work: Work) -> None:
    """Refuses one more poll than an organization may have open."""
    await refuse_beyond(
        MOST_OPEN,
        TOO_MANY,
        work,
        col(DatePoll.organization_id) == organization_id,
        col(DatePoll.state) == DatePollState.OPEN,
        name=f"date_polls:{organization_id}",
    )


def broken_options(poll: pb.DatePoll, now: datetime) -> Iterator[Violation]:
    """Yields what is wrong with the times of the options of a new poll."""
    for index, option in enumerate(poll.options):
        start, end = known_moment(option, "start_time"), known_moment(option, "end_time")
        path = f"date_poll.options[{index}]"
        if start is not None and not now < start <= now + LONGEST_AHEAD:
            yield Violation(
                f"{path}.start_time",
                "must be in the future, at most {max} years ahead",
                "OPTION_NOT_AHEAD",
                params={"max": 10},
            )
        if start is not None and end is not None and not start < end <= start + LONGEST:
            yield Violation(
                f"{path}.end_time",
                "must be after the start time, and at most {max} days after it",
                "OPTION_LENGTH",
                params={"max": LONGEST.days},
            )


def broken_deadline(poll: pb.DatePoll, now: datetime) -> Iterator[Violation]:
    """Yields what is wrong with a deadline that is set now."""
    deadline = known_moment(poll, "answer_deadline")
    if deadline is not None and not now < deadline <= now + LONGEST_AHEAD:
        yield Violation(
            "date_poll.answer_deadline",
            "must be in the future, at most {max} years ahead",
            "DEADLINE_NOT_AHEAD",
            params={"max": 10},
        )


def broken_choices(request: pb.AnswerDatePollRequest, poll: DatePoll) -> Iterator[Violation]:
    """Yields which choices are of no option of a poll."""
    for index, choice in enumerate(request.choices):
        if poll.option(choice.option_id) is None:
            yield unknown_option(f"choices[{index}].option_id")


def unknown_option(path: str) -> Violation:
    """Returns what is wrong with an option that a poll does not have."""
    return Violation(
        path, "is no option of this poll. Read the options of the poll again", "UNKNOWN_OPTION"
    )
