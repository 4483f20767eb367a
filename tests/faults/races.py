"""Racing on purpose: many calls at once, everybody looking before anybody acts, guards taken away."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Iterable
from typing import Any
from uuid import UUID

import pytest

from services.events.sign_ups import servicer as sign_ups
from services.events.sign_ups.models import SignUp
from services.events.waitlist import jobs as waitlist
from services.kit.errors import DomainError
from services.kit.process.ids import uuid7
from services.kit.work.lines import Lines
from services.kit.work.models import Resource
from services.kit.work.work import Work

OK = "OK"


class Gathering:
    """Where everybody waits until all are there; who comes later passes."""

    def __init__(self, parties: int) -> None:
        self._missing = parties
        self._complete = asyncio.Event()

    async def attend(self) -> None:
        self._missing -= 1
        if self._missing <= 0:
            self._complete.set()
        await self._complete.wait()

    @property
    def missing(self) -> int:
        """How many have yet to come."""
        return max(self._missing, 0)


async def at_once(calls: Iterable[Awaitable[object]]) -> Counter[str]:
    """Makes the calls at once and counts how they ended: OK, or the reason of the refusal."""
    ends = await asyncio.gather(*calls, return_exceptions=True)
    return Counter(_end(end) for end in ends)


def _end(end: object) -> str:
    if isinstance(end, DomainError):
        reasons = [violation.reason for violation in end.violations] or [end.reason]
        return f"{end.code} {' '.join(reasons)}"
    if isinstance(end, BaseException):
        raise end
    return OK


def without_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets everybody come to a shift at once, each in a line of their own."""
    for module in (sign_ups, waitlist):
        monkeypatch.setattr(module, "queue_lock", lambda _: f"nobody else:{uuid7()}")
    monkeypatch.setattr(Lines, "turn", lambda *_: contextlib.nullcontext())


def without_row_locks(
    monkeypatch: pytest.MonkeyPatch, parties: int, at: type[Resource] = SignUp
) -> None:
    """Takes no row locks, and lets so many read a row of this kind before any of them changes it."""
    gathering = Gathering(parties)

    async def look(work: Work, row_type: type[Any], id_: UUID) -> Any:
        row = await work.get(row_type, id_)
        work._locked.add(row.id)  # the kit would refuse the change otherwise
        if row_type is at:
            await gathering.attend()
        return row

    without_the_line(monkeypatch)
    monkeypatch.setattr(Work, "lock", look)
