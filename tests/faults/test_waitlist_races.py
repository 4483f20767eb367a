"""Waitlists under races: one place is offered once, and an offer is accepted or expires, never both.

The controls take the row locks away, and the damage must happen.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from banyan.events.v1 import shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.events.waitlist import jobs as waitlist
from services.events.waitlist.jobs import OFFER_PLACES, Waiting, offer_place
from services.kit.work.work import Work
from tests.events.stage import Stage
from tests.faults.races import OK, Gathering, at_once, without_row_locks
from tests.waiting import eventually

WAITLISTED, OFFERED = pb.SIGN_UP_STATE_WAITLISTED, pb.SIGN_UP_STATE_OFFERED
CONFIRMED, EXPIRED = pb.SIGN_UP_STATE_CONFIRMED, pb.SIGN_UP_STATE_EXPIRED


@pytest_asyncio.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    """Ends the second replica."""
    async with AsyncExitStack() as stack:
        yield stack


async def offers(stage: Stage, shift: shift_pb2.Shift) -> int:
    """Returns to how many people a place of a shift is offered."""
    query = "SELECT 1 FROM sign_up WHERE shift_id = $1 AND state = 'OFFERED'"
    return len(await stage.sql(query, UUID(shift.id)))


class TestTwoReplicas:
    async def test_offer_each_place_once(self, stage: Stage, stack: AsyncExitStack) -> None:
        other = await stage.platform.site.start("events", stack)
        shifts = [await stage.shift(capacity=2) for _ in range(5)]
        held = [await stage.sign_up(shift) for shift in shifts for _ in range(2)]
        first = [await stage.wait_for(shift) for shift in shifts for _ in range(2)]
        last = [await stage.wait_for(shift) for shift in shifts]
        assert await at_once(stage.cancel(sign_up) for sign_up in held) == {OK: 10}
        other.units.bell(OFFER_PLACES).set()
        for sign_up in first:
            await stage.becomes(sign_up, OFFERED)
        for sign_up in last:
            assert (await stage.get_sign_up(sign_up)).state == WAITLISTED
        # The second version is that of the offer: nobody was offered a place twice.
        versions = await stage.sql("SELECT version FROM sign_up WHERE state = 'OFFERED'")
        assert [row["version"] for row in versions] == [2] * 10

    async def test_that_choose_different_people_offer_one_place(
        self, stage: Stage, stack: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shift = await self.race(stage, stack, monkeypatch, locked=True)
        now = await stage.get_shift(shift)
        assert (now.places_taken, now.places_offered, now.waitlist_length) == (1, 1, 1)
        assert await offers(stage, shift) == 1

    async def test_negative_control_without_locks_one_place_is_offered_twice(
        self, stage: Stage, stack: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shift = await self.race(stage, stack, monkeypatch, locked=False)
        assert (await stage.get_shift(shift)).places_taken == 1

        async def are_two() -> bool:
            return await offers(stage, shift) == 2

        await eventually(are_two)

    async def race(
        self,
        stage: Stage,
        stack: AsyncExitStack,
        monkeypatch: pytest.MonkeyPatch,
        *,
        locked: bool,
    ) -> shift_pb2.Shift:
        """Lets two replicas find one free place, and each choose somebody else for it."""
        shift = await stage.shift(capacity=1)
        held = await stage.sign_up(shift)
        waiting = [await stage.wait_for(shift) for _ in range(2)]
        choices = [Waiting(UUID(each.id), UUID(each.person_id), None) for each in waiting]
        # Both replicas serve before the place is free: a transaction that waits for a start would be idle too long.
        other = await stage.platform.site.start("events", stack)
        gathering = Gathering(3)  # both of them, and this test
        finished = 0

        first_in_line = waitlist.first_in_line

        async def choose(shift_id: UUID, work: Work) -> Waiting | None:
            if (
                str(shift_id) != shift.id
            ):  # that of a service in this process which other tests share
                return await first_in_line(shift_id, work)
            choice = choices.pop() if choices else None
            await gathering.attend()
            return choice

        async def offer(shift_id: UUID, work: Work, default: timedelta) -> None:
            nonlocal finished
            chooses = bool(choices) and str(shift_id) == shift.id
            await offer_place(shift_id, work, default)
            finished += chooses

        monkeypatch.setattr(waitlist, "first_in_line", choose)
        monkeypatch.setattr(waitlist, "offer_place", offer)
        await stage.cancel(held)
        other.units.bell(OFFER_PLACES).set()
        await eventually(lambda: gathering.missing == 1)
        if not locked:
            without_row_locks(monkeypatch, parties=2)
        await gathering.attend()
        await eventually(lambda: finished == 2)
        await eventually(lambda: offers(stage, shift))
        return shift


class TestAcceptingAtTheLastMoment:
    async def test_it_is_accepted_or_expires(
        self, timed: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(5):
            end, sign_up = await self.race(timed, monkeypatch, locked=True)
            shift = await timed.get_shift(shift_pb2.Shift(id=sign_up.shift_id))
            assert shift.places_offered == 0
            assert (end, sign_up.state, shift.places_taken) in (
                (OK, CONFIRMED, 1),
                ("FAILED_PRECONDITION OFFER_EXPIRED", EXPIRED, 0),
            )

    async def test_negative_control_without_locks_a_confirmed_place_is_lost(
        self, timed: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        end, sign_up = await self.race(timed, monkeypatch, locked=False)
        assert end == OK

        async def is_lost() -> bool:
            shift = await timed.get_shift(shift_pb2.Shift(id=sign_up.shift_id))
            return shift.places_taken == 0

        await eventually(is_lost)

    async def race(
        self, timed: Stage, monkeypatch: pytest.MonkeyPatch, *, locked: bool
    ) -> tuple[str, pb.SignUp]:
        """Accepts in time an offer that expires meanwhile; returns how it ended, and the sign-up."""
        shift = await timed.shift(capacity=1, offer_seconds=60)
        held = await timed.sign_up(shift)
        waiting = await timed.wait_for(shift)
        await timed.cancel(held)
        await timed.becomes(waiting, OFFERED)
        gathering = Gathering(2)
        get = Work.get

        async def get_and_attend(work: Work, row_type: type[Any], id_: str | UUID) -> Any:
            row = await get(work, row_type, id_)  # the first thing that both of them do
            if str(id_) == waiting.id:
                await gathering.attend()
            return row

        with monkeypatch.context() as patch:
            patch.setattr(Work, "get", get_and_attend)
            if not locked:
                without_row_locks(patch, parties=2)
            timed.clock.advance(seconds=59)
            accepting = asyncio.create_task(at_once([timed.accept(waiting)]))
            await eventually(lambda: gathering.missing == 1)
            timed.pass_time(seconds=2)
            [end] = await accepting
        return end, await timed.get_sign_up(waiting)
