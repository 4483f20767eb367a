"""The search for plans, by workers of which any number may run.

    claim a plan → gather its problem → search in a thread, while the claim is renewed → store the answer

A claim lasts for half a minute and is renewed every few seconds, so a plan whose worker has died is taken over
by another, which begins anew. What a worker stores counts only while it has the claim.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from prometheus_client import Counter, Histogram
from sqlalchemy import insert, select
from sqlmodel import col

from services.events.plans.answering import Found, Watch, answer, shown
from services.events.plans.gathering import Gathered, TooLarge, gather
from services.events.plans.models import (
    MOST_ATTEMPTS,
    PlanFailure,
    SchedulePlan,
    SchedulePlanState,
)
from services.events.plans.queries import ANSWERS, forget_answer
from services.kit.calls.passport import Caller
from services.kit.process.tasks import in_background
from services.kit.work.database import ERRORS
from services.kit.work.unit import Units
from services.kit.work.work import Work

log = logging.getLogger(__name__)
CALLER = Caller(principal_id="job:plan-worker")
IDLE_SECONDS = 1.0
AT_ONCE = 10  # how many plans a worker looks at that others may have taken
RENEWAL_SECONDS = 3.0
# News of a search is stored after so much more time than it has taken so far: often at first, then more rarely.
NEWS_AFTER = 1.25


SEARCHES = Counter(
    "banyan_plan_searches",
    "Searches for plans that have ended, by outcome: READY, or why there is no answer, as PlanFailure calls it.",
    ["outcome"],
)
SEARCH_SECONDS = Histogram(
    "banyan_plan_search_seconds",
    "Time that a worker took for a plan, from its claim to its answer.",
    buckets=(0.1, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0),
)


async def keep_searching(units: Units) -> None:
    """Searches for plans until cancelled, also after the database was away."""
    while True:
        try:
            found = await search_once(units)
        except ERRORS as error:
            log.warning("plan worker waits", extra={"error": type(error).__name__})
            found = False
        if not found:
            await asyncio.sleep(IDLE_SECONDS)


async def search_once(units: Units) -> bool:
    """Takes a plan that waits and searches for its answer. Returns whether there was one."""
    async with units.writing(CALLER) as work:
        claim = await _claim(work)
    if claim is None:
        return False
    with SEARCH_SECONDS.time():
        found = await _search(claim, units)
    async with units.writing(CALLER) as work:
        await _store(claim, found, work)
    SEARCHES.labels(found if isinstance(found, PlanFailure) else "READY").inc()
    return True


@dataclass(frozen=True, slots=True)
class _Claim:
    """A plan that this worker has.

    Attributes:
        plan_id: The plan.
        search_id: What says that the claim is still this one.
        seconds: For how long to search.
        question: What the plan is about, or why it has no answer.
    """

    plan_id: UUID
    search_id: UUID
    seconds: int
    question: Gathered | PlanFailure


async def _claim(work: Work) -> _Claim | None:
    """Takes the plan that waits longest; None if no plan waits."""
    waiting = select(col(SchedulePlan.id)).where(
        col(SchedulePlan.state) == SchedulePlanState.SOLVING,
        col(SchedulePlan.search_expire_time).is_(None)
        | (col(SchedulePlan.search_expire_time) <= work.now),
    )
    oldest = waiting.order_by(col(SchedulePlan.search_time)).limit(AT_ONCE)
    for plan_id in (await work.session.scalars(oldest)).all():
        plan = await work.lock_free(SchedulePlan, plan_id)
        if plan is not None and plan.is_free(at=work.now):
            return _Claim(
                plan.id,
                plan.begin_search(at=work.now),
                plan.seconds,
                await _question(plan, work),
            )
    return None


async def _question(plan: SchedulePlan, work: Work) -> Gathered | PlanFailure:
    if plan.search_attempts > MOST_ATTEMPTS:
        return PlanFailure.INTERNAL
    try:
        return await gather(plan, work) or PlanFailure.NOTHING_TO_PLAN
    except TooLarge:
        return PlanFailure.TOO_LARGE


async def _search(claim: _Claim, units: Units) -> Found | PlanFailure:
    if isinstance(claim.question, PlanFailure):
        return claim.question
    watch = Watch()
    async with _renewing(claim, watch, units):
        return await asyncio.to_thread(answer, claim.question, claim.seconds, watch)


@asynccontextmanager
async def _renewing(claim: _Claim, watch: Watch, units: Units) -> AsyncIterator[None]:
    """Keeps a claim while the block runs, and tells how far the search is.

    However the block is left, the search ends, and so does its thread.
    """
    async with in_background([partial(_renew, claim, watch, units)]):
        try:
            yield
        finally:
            watch.ended.set()


async def _renew(claim: _Claim, watch: Watch, units: Units) -> None:
    next_news = 0.0
    while not watch.ended.is_set():
        await asyncio.sleep(RENEWAL_SECONDS)
        try:
            async with units.writing(CALLER) as work:
                next_news = await _renew_once(claim, watch, next_news, work)
        except ERRORS as error:
            log.warning("plan worker waits", extra={"error": type(error).__name__})


async def _renew_once(claim: _Claim, watch: Watch, next_news: float, work: Work) -> float:
    """Renews a claim, or ends its search if the plan is no longer this worker's.

    Returns:
        How old the search must be for the next news.
    """
    plan = await work.lock(SchedulePlan, claim.plan_id)
    if not plan.is_searched_by(claim.search_id) or plan.is_search_stopped:
        watch.ended.set()
        return next_news
    plan.renew(at=work.now)
    news = watch.progress
    if news is None or news.seconds < next_news:
        return next_news
    plan.progress = shown(news)
    await work.announce(plan, "progressed")
    return news.seconds * NEWS_AFTER


async def _store(claim: _Claim, found: Found | PlanFailure, work: Work) -> None:
    """Stores the answer of a search in place of that of an earlier one, if the worker still has the claim."""
    plan = await work.lock(SchedulePlan, claim.plan_id)
    if not plan.is_searched_by(claim.search_id):
        return
    plan.end_search()
    await forget_answer(plan, work)
    if isinstance(found, Found):
        plan.progress = found.progress
        plan.find(found.is_optimal, found.places, len(found.assignments), len(found.shares))
        for row_type, rows in zip(
            ANSWERS, (found.assignments, found.gaps, found.shares), strict=True
        ):
            if rows:
                of_plan = [{"schedule_plan_id": plan.id, **row} for row in rows]
                await work.session.execute(insert(row_type), of_plan)
        await work.announce(plan, "solved")
    elif plan.is_search_stopped and found is PlanFailure.NOT_ENOUGH_TIME:
        plan.reopen()
        await work.announce(plan, "stopped")
    else:
        plan.fail(found)
        await work.announce(plan, "failed")
