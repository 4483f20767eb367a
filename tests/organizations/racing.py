"""Races that are lost unless something prevents them: both sides look before either of them acts."""

import asyncio
import contextlib
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import pytest

from services.kit.work.lines import Lines
from services.kit.work.models import Resource
from services.kit.work.work import Work
from services.organizations.organizations.models import Organization

# How long one waits for the other: shortly where a lock keeps the other away, long where nothing does.
SHORTLY, LONG = 0.3, 15.0


class Meeting:
    """Where units of work wait for each other, after they have looked and before they act.

    Where a lock keeps one of them from getting here, the other loses patience and goes on.

    Attributes:
        took_place: Whether all were here at once.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._barrier = asyncio.Barrier(2)
        self.took_place = False

    async def attend(self) -> None:
        """Waits for the others, for a while."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self._barrier.wait()
            self.took_place = True


def meet_before_announcing(
    monkeypatch: pytest.MonkeyPatch, *, patience: float = SHORTLY
) -> Meeting:
    """Makes two units of work meet each time that they are about to announce what they do."""
    meeting = Meeting(patience)
    announce_all = Work.announce_all

    async def meet_and_announce(self: Work, rows: Sequence[Resource], verb: str) -> None:
        if rows:
            await meeting.attend()
        await announce_all(self, rows, verb)

    monkeypatch.setattr(Work, "announce_all", meet_and_announce)
    return meeting


def without_named_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes away the locks on names, and the lines in front of them."""
    turn = Lines.turn
    monkeypatch.setattr(Lines, "turn", lambda self, _: turn(self, object()))

    async def lock_name(self: Work, *names: str) -> None:
        del self, names

    monkeypatch.setattr(Work, "lock_name", lock_name)


def without_organization_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes away the locks on organizations."""
    without_locks(monkeypatch, Organization)


def without_locks(monkeypatch: pytest.MonkeyPatch, *row_types: type[Resource]) -> None:
    """Takes away the locks on rows of some classes; they can be changed all the same."""
    lock, lock_all = Work.lock, Work.lock_all

    async def lock_others(self: Work, row_type: type[Any], id_: str | UUID) -> Any:
        if row_type not in row_types:
            return await lock(self, row_type, id_)
        self._locked.add(UUID(str(id_)))
        return await self.get(row_type, id_)

    async def lock_all_others(self: Work, row_type: type[Any], ids: Iterable[UUID]) -> Any:
        if row_type not in row_types:
            return await lock_all(self, row_type, ids)
        return [await self.lock(row_type, each) for each in sorted(ids)]

    monkeypatch.setattr(Work, "lock", lock_others)
    monkeypatch.setattr(Work, "lock_all", lock_all_others)
