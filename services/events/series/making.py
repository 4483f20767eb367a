"""Making the occurrences of series, ahead of time and a few at a time.

A series has its occurrences of the next 90 days, and 100 at most. A replica locks the series while it makes some, so
replicas take turns, and each goes on from where the last has come to (`made_until`). An occurrence that was cancelled
or deleted keeps its row, and is not made again. A series is looked at once a day, or at once if it is behind.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from services.events.events.models import OPEN_EVENTS, Event
from services.events.organizations.models import Organization
from services.events.series.clock import show_local
from services.events.series.expansion import Occurrence, occurrences_after
from services.events.series.models import EventSeries
from services.events.series.planning import planned
from services.kit.work.memberships import ENDED
from services.kit.work.work import Work

MAKE_OCCURRENCES = "make_occurrences"
SIGN_UP_STANDING = "sign_up_standing"  # the job of standing sign-ups
GIVE_TURNS = "give_turns"  # the job of rotas
AHEAD = timedelta(days=90)
MOST_AHEAD = 100
BATCH = 20  # occurrences in one transaction, each with up to 20 shifts
_PAUSE = timedelta(days=1)
_AT_ONCE = 500  # how many series are looked at before one looks again


async def find_due(work: Work) -> Sequence[UUID]:
    """Returns the series that may need more occurrences; none of an organization that is closed."""
    due = (
        select(col(EventSeries.id))
        .outerjoin(Organization, col(Organization.id) == col(EventSeries.organization_id))
        .where(
            col(EventSeries.due_time) <= work.now,
            func.coalesce(col(Organization.state), "").not_in(ENDED),
        )
        .order_by(col(EventSeries.due_time), col(EventSeries.id))
        .limit(_AT_ONCE)
    )
    return (await work.session.scalars(due)).all()


async def make_next(series_id: UUID, work: Work) -> None:
    """Makes the next occurrences of a series, unless another replica does."""
    series = await work.lock_free(EventSeries, series_id)
    if series is None or series.due_time is None or series.due_time > work.now:
        return
    await make_batch(series, work)


async def make_batch(series: EventSeries, work: Work) -> None:
    """Makes the next occurrences of a series, and triggers the job if there are more to make.

    Args:
        series: The series, locked.
        work: The work.
    """
    begin = max(series.made_until, work.now)
    following = list(islice(occurrences_after(series.pattern, begin), BATCH))
    due = [each for each in following if each.moment < work.now + AHEAD]
    missing = await _missing(series, due, work)
    room = max(0, MOST_AHEAD - await _count_ahead(series, work))
    await _make(series, missing[:room], work)
    if len(missing) > room:
        due = due[: due.index(missing[room])]
    if due:
        series.made_until = due[-1].moment
    if not following:
        series.due_time = None
    elif len(due) == BATCH:
        series.due_time = work.now
        work.trigger(MAKE_OCCURRENCES)
    else:
        series.due_time = work.now + _PAUSE


async def _count_ahead(series: EventSeries, work: Work) -> int:
    return await work.count(
        col(Event.series_id) == series.id,
        col(Event.start_time) > work.now,
        col(Event.state).in_(OPEN_EVENTS),
    )


async def _missing(series: EventSeries, due: Sequence[Occurrence], work: Work) -> list[Occurrence]:
    """Returns those occurrences that are not there yet."""
    ids = {show_local(each.local): each for each in due}
    there = await work.session.scalars(
        select(col(Event.recurrence_id)).where(
            col(Event.series_id) == series.id, col(Event.recurrence_id).in_(ids)
        )
    )
    known = set(there)
    return [each for id_, each in ids.items() if id_ not in known]


async def _make(series: EventSeries, missing: Sequence[Occurrence], work: Work) -> None:
    """Makes occurrences."""
    made = [planned(series, each, work.now) for each in missing]
    events = [event for event, _ in made]
    shifts = [shift for _, some in made for shift in some]
    work.session.add_all(events)
    await work.session.flush()
    await work.add_many(shifts)
    await work.announce_all([*events, *shifts], "created")
    work.trigger(SIGN_UP_STANDING)
    work.trigger(GIVE_TURNS)
