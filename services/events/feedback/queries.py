"""Queries for feedback: what is shown, what waits, and what it says together."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from banyan.events.v1 import feedback_pb2 as pb
from sqlalchemy import (
    Boolean,
    Integer,
    and_,
    any_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, array
from sqlmodel import col

from services.events.events.models import Event
from services.events.feedback.models import (
    ENOUGH,
    HIGHEST,
    OPEN_DAYS,
    Feedback,
    FeedbackSummary,
)
from services.events.feedback.states import FeedbackState
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import IDS, Viewer, given
from services.kit.work.work import Work

AT_ONCE = 100  # of how many events something is shown before one looks again
_DAY: Any = literal_column("interval '1 day'")


def _with_event(statement: Any) -> Any:
    return statement.join(Event, col(Event.id) == col(Feedback.event_id))


# Whoever sees it, the person is named only where the form said so.
_SHOWN = Shown(
    pb.Feedback, Feedback, person_id=case((col(Feedback.is_named), col(Feedback.person_id)))
)
FEEDBACK = Resources[pb.Feedback](Feedback, "view_feedback", shown=_SHOWN, shape=_with_event)
_BY_ID = (col(Feedback.id),)  # IDs are random
OF_EVENT = FEEDBACK.listing(
    *_BY_ID,
    where=[col(Feedback.event_id) == given("event_id"), col(Event.id) == given("event_id")],
    orders={"RATING": (col(Feedback.rating), col(Feedback.id))},
)
FEEDBACK_SUMMARIES = Resources[pb.FeedbackSummary](
    FeedbackSummary,
    "view_feedback_summary",
    shown=Shown(pb.FeedbackSummary, FeedbackSummary, event_id=col(FeedbackSummary.id)),
)


def _own(viewer: Viewer) -> Any:
    return _with_event(
        select(*_SHOWN.columns(viewer), col(Feedback.event_id)).select_from(Feedback)
    ).where(
        col(Feedback.event_id) == any_(given("ids", IDS)),
        col(Feedback.person_id) == viewer.person_id,
    )


_OWN = Query(_own, relation="view_feedback", shown=_SHOWN)


async def own_feedback(event_ids: Sequence[str], work: Work) -> list[pb.Feedback]:
    """Returns what the caller has said about several events, in their order."""
    wanted = list(dict.fromkeys(map(UUID, event_ids)))
    show = _SHOWN.showing(work.wanted)
    found = {row[-1]: show(row) for row in await work.fetch(_OWN, ids=wanted)}
    return [found[id_] for id_ in wanted if id_ in found]


# Of which events something is to be shown, or kept back: enough people have said something, or it may have their name, or
# the time is over.
_days: Any = col(Event.feedback_form)["open_days"].astext
_OPEN_DAYS = func.coalesce(func.nullif(cast(_days, Integer), 0), OPEN_DAYS)
IS_OVER = or_(
    col(Event.feedback_form).is_(None),
    col(Event.end_time) + _OPEN_DAYS * _DAY <= given("now", TIME),
)
_IS_NAMED = col(Feedback.is_named)
DUE = Query(
    _with_event(select(col(Feedback.event_id)).select_from(Feedback))
    .where(col(Feedback.state) == FeedbackState.WAITING)
    .group_by(col(Feedback.event_id), col(Event.id))
    .having(or_(func.bool_or(_IS_NAMED), func.count() >= ENOUGH, IS_OVER))
    .order_by(col(Feedback.event_id))
    .limit(AT_ONCE)
)
# Of one event: whether the time is over, how many nameless say something, and of how many of them nobody knows yet.
_WAITS = col(Feedback.state) == FeedbackState.WAITING
COUNTED = Query(
    _with_event(
        select(
            IS_OVER,
            func.count().filter(~_IS_NAMED),
            func.count().filter(and_(~_IS_NAMED, _WAITS)),
        ).select_from(Feedback)
    )
    .where(col(Feedback.event_id) == given("event_id"))
    .group_by(col(Event.id))
)


def _how_many(rating: Any) -> Any:
    """Returns how many gave each rating, from 1 on."""
    return array([func.count().filter(rating == number) for number in range(1, HIGHEST + 1)])


_IS_SHOWN = (
    col(Feedback.event_id) == given("event_id"),
    col(Feedback.state) == FeedbackState.SHOWN,
)
RATINGS = Query(select(_how_many(col(Feedback.rating))).where(*_IS_SHOWN))
_each = func.jsonb_array_elements(col(Feedback.answers)).table_valued("value").lateral()
_answer: Any = cast(_each.c.value, JSONB)
_QUESTION = _answer["question_id"].astext
# To each question: how many answered it, with which ratings, and how many said yes.
ANSWERS = Query(
    select(
        _QUESTION,
        func.count(),
        _how_many(cast(_answer["rating"].astext, Integer)),
        func.count().filter(cast(_answer["yes"].astext, Boolean)),
    )
    .select_from(Feedback)
    .join(_each, true())
    .where(*_IS_SHOWN)
    .group_by(_QUESTION)
)


# How many chose each option of each question.
_option = func.jsonb_array_elements_text(_answer["option_ids"]).table_valued("value").lateral()
_HOW_MANY = func.count()
CHOSEN = Query(
    select(_QUESTION, _option.c.value, _HOW_MANY)
    .select_from(Feedback)
    .join(_each, true())
    .join(_option, true())
    .where(*_IS_SHOWN)
    .group_by(_QUESTION, _option.c.value)
    .order_by(_QUESTION, _HOW_MANY.desc(), _option.c.value)
)


async def find_due(work: Work) -> Sequence[UUID]:
    """Returns the events of which something is to be shown, or kept back."""
    return [row[0] for row in await work.fetch(DUE)]
