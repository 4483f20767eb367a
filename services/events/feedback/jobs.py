"""What is done about feedback by the clock: it is shown once that tells nobody who said it.

Without a name it is shown together with that of others: five at least, whenever five more have said or changed something, and the rest
when the time is over. So neither a figure nor a text can be laid to one person by looking often.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.events.models import Event
from services.events.feedback.models import (
    ENOUGH,
    HIGHEST,
    Feedback,
    FeedbackSummary,
)
from services.events.feedback.queries import ANSWERS, CHOSEN, COUNTED, RATINGS, find_due
from services.events.feedback.states import FeedbackState
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work

SHOW = "show_feedback"
_HIDDEN = (FeedbackState.WAITING, FeedbackState.KEPT_BACK)


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of feedback."""
    del settings
    return [PerItemJob(SHOW, 60.0, find_due, show)]


async def show(event_id: UUID, work: Work) -> None:
    """Shows what can be shown of an event, and sums it up; keeps back what never can."""
    event = await work.get(Event, event_id)
    summary = await lock_summary(event, work)
    counted = await work.fetch(COUNTED, event_id=event_id)
    if not counted:
        return
    is_over, nameless, waiting = counted[0]
    if waiting >= ENOUGH or (is_over and nameless >= ENOUGH):
        await _move(event_id, _HIDDEN if is_over else (FeedbackState.WAITING,), work)
    else:
        await _move(event_id, _HIDDEN, work, is_named=True)
        if is_over:
            await _keep_back(event_id, work)
    if await _sum_up(summary, work) or summary.feedback_count:
        await work.announce(summary, "updated")
    else:
        await work.session.delete(summary)


async def sum_up_without(summary: FeedbackSummary, work: Work) -> None:
    """Sums up what is shown of an event once somebody has taken theirs back.

    Args:
        summary: The summary, locked since before, so that nothing is shown meanwhile because of it.
        work: The work.
    """
    work.follows(summary, because="what was taken back is shown no more")
    if not summary.feedback_count:  # nothing was shown, and nothing is
        await work.session.delete(summary)
        return
    if not await _sum_up(summary, work):
        summary.feedback_count, summary.mean_rating = 0, 0
        summary.ratings, summary.questions = [0] * HIGHEST, []
    await work.announce(summary, "updated")


async def _sum_up(summary: FeedbackSummary, work: Work) -> bool:
    """Writes what is shown together into a summary; returns whether anything is."""
    (ratings,) = (await work.fetch(RATINGS, event_id=summary.id))[0]
    count = sum(ratings)
    if not count:
        return False
    summary.feedback_count, summary.ratings = count, list(ratings)
    summary.mean_rating = sum(each * number for number, each in enumerate(ratings, 1)) / count
    chosen: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for question_id, option_id, people in await work.fetch(CHOSEN, event_id=summary.id):
        chosen[question_id].append({"option_id": option_id, "people_count": people})
    summary.questions = [
        {
            "question_id": id_,
            "answers_count": answers,
            "ratings": list(given),
            "yes_count": yes,
            **({"options": chosen[id_]} if id_ in chosen else {}),
        }
        for id_, answers, given, yes in await work.fetch(ANSWERS, event_id=summary.id)
    ]
    return True


async def _move(
    event_id: UUID, states: Sequence[FeedbackState], work: Work, *, is_named: bool | None = None
) -> None:
    """Shows what is in some states."""
    which = [] if is_named is None else [col(Feedback.is_named) == is_named]
    await work.session.execute(
        update(Feedback)
        .where(col(Feedback.event_id) == event_id, col(Feedback.state).in_(states), *which)
        .values(state=FeedbackState.SHOWN)
    )


async def _keep_back(event_id: UUID, work: Work) -> None:
    await work.session.execute(
        update(Feedback)
        .where(
            col(Feedback.event_id) == event_id,
            col(Feedback.state) == FeedbackState.WAITING,
        )
        .values(state=FeedbackState.KEPT_BACK)
    )


async def lock_summary(event: Event, work: Work) -> FeedbackSummary:
    """Returns the summary of an event, locked, created empty if there was none. So one replica at a time shows something."""
    await work.session.execute(
        upsert(FeedbackSummary)
        .values(
            id=event.id,
            version=1,
            create_time=work.now,
            update_time=work.now,
            organization_id=event.organization_id,
            start_time=event.start_time,
            feedback_count=0,
            mean_rating=0,
            ratings=[],
            questions=[],
        )
        .on_conflict_do_nothing()
    )
    return await work.lock(FeedbackSummary, event.id)
