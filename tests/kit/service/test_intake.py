"""Changes let others go first in a rush, begin a few at a time, and wait for nobody's slow service."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from services.kit.calls import deadline
from services.kit.errors import Exhausted
from services.kit.service import intake
from services.kit.service.intake import AT_ONCE, FEW, Intake
from tests.waiting import eventually


class Changes:
    """Changes that come to an intake, and stay until they are let go.

    Attributes:
        begun: The numbers of those that have begun, in this order.
        refused: The numbers of those that were refused.
    """

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.refused: list[int] = []
        self._intake = Intake()
        self._parts: list[tuple[asyncio.Event, asyncio.Event]] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def come(self, count: int, *, seconds: float | None = None) -> None:
        """Lets so many more come at once, each with a deadline."""
        for _ in range(count):
            number = len(self._tasks)
            self._parts.append((asyncio.Event(), asyncio.Event()))
            self._tasks.append(asyncio.create_task(self._run(number, seconds)))
        await asyncio.sleep(0)  # they are on their way

    async def _run(self, number: int, seconds: float | None) -> None:
        waits, ends = self._parts[number]
        try:
            async with deadline.within(seconds), self._intake.entered() as leave:
                self.begun.append(number)
                await waits.wait()
                await leave()
                await ends.wait()
        except Exhausted:
            self.refused.append(number)

    def wait_for_others(self, number: int) -> None:
        """Lets one begin to wait for something else."""
        self._parts[number][0].set()

    def end(self, number: int) -> None:
        """Lets one end."""
        for event in self._parts[number]:
            event.set()

    async def end_all(self) -> None:
        """Lets all end."""
        for number in range(len(self._tasks)):
            self.end(number)
        await asyncio.gather(*self._tasks)


@asynccontextmanager
async def rushing(
    monkeypatch: pytest.MonkeyPatch, *, quiet: float, patience: float
) -> AsyncIterator[Changes]:
    monkeypatch.setattr(intake, "QUIET_SECONDS", quiet)
    monkeypatch.setattr(intake, "PATIENCE_SECONDS", patience)
    changes = Changes()
    try:
        yield changes
    finally:
        await changes.end_all()


async def test_a_few_changes_begin_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    async with rushing(monkeypatch, quiet=60, patience=60) as changes:
        await changes.come(FEW)
        assert changes.begun == list(range(FEW))


async def test_more_begin_when_nothing_comes_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    async with rushing(monkeypatch, quiet=0.2, patience=60) as changes:
        await changes.come(FEW)
        for number in range(FEW):
            changes.wait_for_others(number)
        clock = asyncio.get_running_loop().time
        for _ in range(5):
            await changes.come(1)
            last = clock()
            await asyncio.sleep(0.05)
        assert len(changes.begun) == FEW, "one began while others came"
        await eventually(lambda: len(changes.begun) == FEW + AT_ONCE)
        assert clock() - last >= 0.2
        assert changes.begun == sorted(changes.begun)


async def test_a_change_begins_in_the_end_however_many_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with rushing(monkeypatch, quiet=60, patience=0.2) as changes:
        await changes.come(FEW + 1)
        changes.wait_for_others(0)
        assert len(changes.begun) == FEW
        await eventually(lambda: len(changes.begun) == FEW + 1)


async def test_a_change_that_waits_for_something_else_lets_the_next_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with rushing(monkeypatch, quiet=0, patience=0) as changes:
        await changes.come(AT_ONCE + 2)
        await asyncio.sleep(0)
        assert changes.begun == list(range(AT_ONCE))
        changes.wait_for_others(1)
        await eventually(lambda: len(changes.begun) == AT_ONCE + 1)
        changes.end(0)
        await eventually(lambda: len(changes.begun) == AT_ONCE + 2)


async def test_a_change_that_cannot_begin_in_time_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with rushing(monkeypatch, quiet=0, patience=0) as changes:
        await changes.come(AT_ONCE)
        await changes.come(1, seconds=0.01)
        await eventually(lambda: changes.refused == [AT_ONCE])
        assert changes.begun == list(range(AT_ONCE))
