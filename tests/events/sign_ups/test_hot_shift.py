"""300 people rush one shift, and nobody else notices."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from banyan.events.v1 import event_pb2, shift_pb2, sign_up_pb2

from services.events.sign_ups import servicer
from services.events.waitlist.jobs import queue_lock
from services.kit.calls import deadline
from services.kit.errors import DeadlineExceeded, DomainError, Exhausted
from services.kit.work.database import most_writers
from services.kit.work.lines import Lines
from tests.events.stage import Stage
from tests.services import Platform, Site
from tests.waiting import eventually

PEOPLE = 300


@pytest_asyncio.fixture
async def stage(site: Site, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Events with long time limits: a slow machine must not look like a starved service."""
    monkeypatch.setattr(deadline, "LONGEST_HOP_SECONDS", 30.0)
    limits: dict[str, Any] = {"lock_timeout": 60.0, "statement_timeout": 60.0}
    async with AsyncExitStack() as stack:
        yield Stage(await Platform.start(site, stack, ("events",), **limits))


class Rush:
    """People who want a place in one shift that somebody else holds for the moment.

    Args:
        stage: Where the shift is.
        shift: The shift.

    Attributes:
        shift: The shift.
        ends: How it ended for those who have an answer.
    """

    def __init__(self, stage: Stage, shift: shift_pb2.Shift) -> None:
        self.shift = shift
        self.ends: Counter[str] = Counter()
        self._stage = stage

    @asynccontextmanager
    async def waiting(self, people: int) -> AsyncIterator[None]:
        """Holds the shift for the time of the block, and lets so many people come to it."""
        connection = await asyncpg.connect(self._stage.platform.site.urls["events"])
        try:
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
                queue_lock(UUID(self.shift.id)),
            )
            coming = [asyncio.create_task(self._come()) for _ in range(people)]
            yield
            await transaction.rollback()
            await asyncio.gather(*coming)
        finally:
            await connection.close()

    async def _come(self) -> None:
        try:
            await self._stage.sign_up(self.shift)
            self.ends["OK"] += 1
        except Exhausted as error:
            self.ends[error.reason if error.retry_seconds else "WITHOUT_A_DELAY"] += 1
        except DomainError as error:
            self.ends[error.reason] += 1

    async def waiters(self) -> int:
        """Returns how many hold a connection and wait for the shift."""
        (row,) = await self._stage.sql(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return int(row[0])


async def test_300_people_rush_one_shift_and_everybody_else_is_answered(stage: Stage) -> None:
    event = await stage.published()
    rush = Rush(stage, await stage.shift(event, capacity=PEOPLE))
    other = await stage.shift(event)
    request = event_pb2.GetEventRequest(event_id=event.id)
    async with rush.waiting(PEOPLE):

        async def stand_in_line() -> bool:
            return await rush.waiters() == servicer.AT_ONCE

        await eventually(stand_in_line)
        found = await asyncio.gather(*(stage.call(request, event_pb2.Event) for _ in range(50)))
        assert [each.id for each in found] == [event.id] * 50
        await stage.sign_up(other)
        assert await rush.waiters() == servicer.AT_ONCE
    # Who has no place by then knows that nothing was changed, and when to come again.
    assert rush.ends.total() == PEOPLE
    assert set(rush.ends) <= {"OK", "TOO_MANY_AT_ONCE"}
    assert rush.ends["OK"] >= servicer.AT_ONCE
    page = await stage.call(shift_pb2.GetShiftRequest(shift_id=rush.shift.id), shift_pb2.Shift)
    assert page.places_taken == rush.ends["OK"]


async def test_who_cancels_or_accepts_waits_in_the_same_line(stage: Stage) -> None:
    rush = Rush(stage, await stage.shift(capacity=PEOPLE))
    sign_ups = [await stage.sign_up(rush.shift) for _ in range(servicer.AT_ONCE + 2)]
    async with rush.waiting(0):
        leaving = [
            asyncio.create_task(
                stage.cancel(each, stage.office.person(UUID(each.person_id))),
            )
            for each in sign_ups
        ]

        async def stand_in_line() -> bool:
            return await rush.waiters() == servicer.AT_ONCE

        await eventually(stand_in_line)
        # A stranger is not told of the line, as of nothing else.
        with pytest.raises(DomainError) as caught:
            await stage.cancel(sign_ups[0], stage.office.person())
        assert caught.value.code == "PERMISSION_DENIED"
    ended = await asyncio.gather(*leaving)
    assert {each.state for each in ended} == {sign_up_pb2.SIGN_UP_STATE_CANCELLED}


async def test_negative_control_without_lines_they_take_all_that_changes_may_take(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for handler in ("CreateSignUp", "AcceptOffer", "CancelSignUp"):
        assert hasattr(servicer.SignUpServicer, f"turn_{handler}")
    lines = Lines.turn
    monkeypatch.setattr(Lines, "turn", lambda self, _: lines(self, object()))
    event = await stage.published()
    rush = Rush(stage, await stage.shift(event, capacity=PEOPLE))
    other = await stage.shift(event)
    writers = most_writers(stage.platform.site.settings("events"))
    async with rush.waiting(2 * writers):

        async def hold_them_all() -> bool:
            return await rush.waiters() == writers

        await eventually(hold_them_all)
        # Reads have connections of their own; other changes have none.
        request = event_pb2.GetEventRequest(event_id=event.id)
        await asyncio.gather(*(stage.call(request, event_pb2.Event) for _ in range(50)))
        monkeypatch.setattr(deadline, "LONGEST_HOP_SECONDS", 0.5)
        with pytest.raises(DeadlineExceeded):
            await stage.sign_up(other)
