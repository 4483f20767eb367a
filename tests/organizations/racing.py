"""Races that are lost unless something prevents them: both sides look before either of them acts."""

import asyncio
import contextlib
from typing import Any
from uuid import UUID

import pytest

from services.kit.models import Resource
from services.kit.work import Work
from services.organizations.models import Organization

PATIENCE_SECONDS = 0.3


class Meeting:
    """Where units of work wait for each other, after they have looked and before they act.

    Where a lock keeps one of them from getting here, the other loses patience and goes on.
    """

    def __init__(self, parties: int = 2) -> None:
        self._missing = parties
        self._complete = asyncio.Event()

    @property
    def took_place(self) -> bool:
        """Whether all were here at once."""
        return self._complete.is_set()

    async def attend(self) -> None:
        """Waits for the others, for a while."""
        self._missing -= 1
        if self._missing == 0:
            self._complete.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._complete.wait(), PATIENCE_SECONDS)


def meet_before_announcing(monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Makes the next two units of work meet before they announce what they do."""
    meeting = Meeting()
    announce = Work.announce

    async def meet_and_announce(self: Work, row: Resource, verb: str) -> None:
        await meeting.attend()
        await announce(self, row, verb)

    monkeypatch.setattr(Work, "announce", meet_and_announce)
    return meeting


def without_named_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes away the locks on names."""

    async def lock_name(self: Work, name: str) -> None:
        del self, name

    monkeypatch.setattr(Work, "lock_name", lock_name)


def without_organization_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes away the locks on organizations."""
    lock = Work.lock

    async def lock_others(self: Work, row_type: type[Any], id_: str | UUID) -> Any:
        if row_type is Organization:
            return await self.get(row_type, id_)
        return await lock(self, row_type, id_)

    monkeypatch.setattr(Work, "lock", lock_others)
