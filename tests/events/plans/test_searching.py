"""Workers that search for plans: one at a time, taken over when they die, stopped when told."""

import asyncio
import subprocess
import sys
import threading
from functools import partial
from typing import Any

import pytest
from banyan.events.v1 import schedule_plan_pb2 as pb
from prometheus_client import REGISTRY

from services.events.plans import searching
from services.events.plans.answering import answer
from services.events.plans.backlogs import BACKLOGS
from services.events.plans.models import LEASE, MOST_ATTEMPTS
from tests.events.plans.planning import Planning, refusal
from tests.waiting import TIMEOUT, eventually

READY, FAILED = pb.SCHEDULE_PLAN_STATE_READY, pb.SCHEDULE_PLAN_STATE_FAILED
DRAFT, SOLVING = pb.SCHEDULE_PLAN_STATE_DRAFT, pb.SCHEDULE_PLAN_STATE_SOLVING


class TestWorkers:
    async def test_take_a_plan_once(self, planning: Planning) -> None:
        await planning.season(1)
        await planning.stage.somebody()
        await planning.solved()
        assert not await planning.search()

    async def test_take_over_from_one_that_has_died(self, timed_planning: Planning) -> None:
        planning = timed_planning
        await planning.season(1)
        await planning.stage.somebody()
        plan = await planning.solve(await planning.create())
        (backlog,) = BACKLOGS
        counted = partial(planning.stage.platform.site.counted, "events", backlog)
        now = planning.stage.clock.now
        assert await counted(now()) == {"waiting": 1}
        await _die(planning)
        assert await counted(now()) == {"searched": 1}
        assert not await planning.search()
        planning.stage.clock.advance(seconds=LEASE.total_seconds())
        assert await counted(now()) == {"waiting": 1}
        searches = partial(REGISTRY.get_sample_value, "banyan_plan_searches_total")
        before = searches({"outcome": "READY"}) or 0
        assert await planning.search()
        assert searches({"outcome": "READY"}) == before + 1
        assert await counted(now()) == {}
        assert (await planning.get(plan)).state == READY

    async def test_give_up_what_kills_them(self, timed_planning: Planning) -> None:
        planning = timed_planning
        plan = await planning.solve(await planning.create())
        for _ in range(MOST_ATTEMPTS):
            await _die(planning)
            planning.stage.clock.advance(seconds=LEASE.total_seconds())
        assert await planning.search()
        found = await planning.get(plan)
        assert (found.state, found.failure) == (FAILED, pb.PLAN_FAILURE_INTERNAL)

    async def test_store_nothing_once_another_has_taken_over(
        self, timed_planning: Planning, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planning = timed_planning
        await planning.season(1)
        await planning.stage.somebody()
        plan = await planning.solve(await planning.create())
        search = searching._search

        async def while_another_does_it(claim: Any, units: Any) -> Any:
            monkeypatch.setattr(searching, "_search", search)
            planning.stage.clock.advance(seconds=LEASE.total_seconds())
            assert await planning.search()
            assert (await planning.get(plan)).state == READY
            return await search(claim, units)

        monkeypatch.setattr(searching, "_search", while_another_does_it)
        await planning.search()
        found = await planning.get(plan)
        assert found.state == READY
        assert len(await planning.assignments(plan)) == 1

    async def test_end_with_the_best_so_far_when_told_to_stop(
        self, planning: Planning, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(searching, "RENEWAL_SECONDS", 0.01)
        await planning.season(1)
        await planning.stage.somebody()
        plan = await planning.solve(await planning.create())
        began, told = threading.Event(), threading.Event()

        def once_told(question: Any, seconds: float, watch: Any) -> Any:
            began.set()
            if watch.ended.wait(TIMEOUT):
                told.set()
            watch.ended.clear()
            return answer(question, seconds, watch)

        monkeypatch.setattr(searching, "answer", once_told)
        worker = asyncio.create_task(planning.search())
        await eventually(began.is_set)
        assert (await planning.stop(plan)).state == SOLVING
        assert await worker
        assert told.is_set()
        assert (await planning.get(plan)).state == READY

    async def test_nobody_searches_for_a_plan_that_was_stopped_before(
        self, planning: Planning
    ) -> None:
        plan = await planning.solve(await planning.create())
        assert (await planning.stop(plan)).state == DRAFT
        assert not await planning.search()
        assert await refusal(planning.stop(plan)) == "PLAN_NOT_SOLVING"


async def _die(planning: Planning) -> None:
    """Lets a worker claim a plan and be gone."""
    units = planning.stage.platform.services["events"].units
    async with units.writing(searching.CALLER) as work:
        assert await searching._claim(work) is not None


def test_the_service_does_not_load_the_solver() -> None:
    """It takes tens of megabytes, and only workers need it."""
    program = (
        "import sys, services.events.__main__ as m; print('highspy' in sys.modules, m.EVENTS.name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "events"]
