"""Giving out turns: each is a sign-up in a unit of work of its own, made as for anybody whom a coordinator signs up.

Whoever cannot take a turn is passed over, and the next one is asked. If nobody is left, the turn stays open, and one
looks again after an hour. A turn that is given back later is given to the next one likewise.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import func, literal, or_, select
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.eligibility.rules import SHIFT_FULL, reasons_against
from services.events.events.models import Event, EventState
from services.events.plans.jobs import facts_of_planned, take_planned
from services.events.rotas.models import Rota, RotaSearch, RotaState
from services.events.rotas.queries import (
    ABOUT,
    AHEAD,
    IS_SKIPPED,
    NEEDED,
    ONE_COMING,
    SEARCHED,
    Coming,
    line_for,
)
from services.events.series.making import GIVE_TURNS
from services.events.shifts.models import Shift
from services.events.waitlist.jobs import queue_lock
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.models import TIME
from services.kit.work.pruning import pruning
from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work

AT_ONCE = 100
RETRY = timedelta(hours=1)
# A search that is forgotten begins anew, if the turn is still to come.
_SEARCHES = cast("Any", RotaSearch).__table__
FORGET = pruning("forget_rota_searches", _SEARCHES, col(RotaSearch.retry_time), timedelta(days=1))


class Due(NamedTuple):
    """A shift whose turn needs somebody."""

    rota_id: UUID
    shift_id: UUID


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of rotas."""
    del settings
    return [
        PerItemJob(GIVE_TURNS, 30.0, find_due, give_turn),
        FORGET,
    ]


_DUE = Query(
    select(col(Rota.id), col(Shift.id))
    .join(Shift, col(Shift.template_id) == col(Rota.shift_template_id))
    .join(Event, col(Event.id) == col(Shift.event_id))
    .outerjoin(RotaSearch, SEARCHED)
    .where(
        col(Rota.state) == RotaState.ACTIVE,
        *ABOUT,
        col(Event.state) == EventState.PUBLISHED,
        col(Shift.start_time) < given("now", TIME) + literal(AHEAD),
        col(Shift.start_time)
        < given("now", TIME) + func.make_interval(0, 0, 0, col(Rota.days_ahead)),
        col(Shift.places_taken) < NEEDED,
        ~IS_SKIPPED,
        or_(
            col(RotaSearch.shift_id).is_(None),
            ~col(RotaSearch.is_over),
            col(RotaSearch.retry_time) <= given("now", TIME),
        ),
    )
    .order_by(col(Shift.start_time), col(Rota.id))
    .limit(AT_ONCE)
)


async def find_due(work: Work) -> Sequence[Due]:
    """Returns the turns that need somebody, those that start first."""
    return [Due(*row) for row in await work.fetch(_DUE)]


async def give_turn(due: Due, work: Work) -> None:
    """Gives a turn to whoever comes first, or passes them over if they cannot take it."""
    rota = await work.lock(Rota, due.rota_id)
    found = await work.fetch(ONE_COMING, rota_id=due.rota_id, shift_id=due.shift_id)
    turn = Coming(*found[0]) if found else None
    if rota.state != RotaState.ACTIVE or turn is None or not turn.lacks:
        return
    search = await _search(due, work)
    person_id = (await line_for(rota, turn, search.passed_person_ids, work)).first
    if person_id is None:
        search.is_over = True
        return
    await work.lock_name(f"person:{person_id}", queue_lock(due.shift_id))
    shift = await work.lock(Shift, due.shift_id)
    facts = await facts_of_planned(shift, None, person_id, work)
    reasons = reasons_against(facts)
    work.trigger(GIVE_TURNS)
    if reasons == [SHIFT_FULL]:
        search.is_over = True
    elif reasons or not facts.is_member:
        search.passed_person_ids = [*search.passed_person_ids, person_id]
    else:
        as_member = facts.is_for_members
        await take_planned(shift, None, None, person_id, work, as_member=as_member)


async def _search(due: Due, work: Work) -> RotaSearch:
    """Returns who was passed over for a turn within the last hour."""
    search = await work.session.get(RotaSearch, tuple(due))
    if search is None:
        search = RotaSearch(rota_id=due.rota_id, shift_id=due.shift_id, retry_time=work.now + RETRY)
        work.session.add(search)
    elif search.retry_time <= work.now:
        search.passed_person_ids, search.is_over = [], False
        search.retry_time = work.now + RETRY
    return search
