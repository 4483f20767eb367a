"""Budgets: one principal cannot change and announce without end, and nobody else pays for it."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from prometheus_client import REGISTRY

from services.kit.errors import Exhausted
from services.kit.process.ids import uuid7
from services.kit.work.budget import Budget
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.service import NoteServicer, note_service
from tests.kit.notes.site import NoteSite, RunningNotes


async def create(service: RunningNotes, notes: NoteSite, person_id: UUID) -> None:
    request = pb.CreateNoteRequest(note=pb.Note(title="a note"))
    await service.call(request, pb.Note, notes.passport(person_id))


async def test_who_has_changed_too_much_waits_and_others_do_not(notes: NoteSite) -> None:
    busy, calm = uuid7(), uuid7()
    async with notes.start(change_budget=5, budget_seconds=3600.0) as service:
        for _ in range(5):
            await create(service, notes, busy)
        refusals = partial(
            REGISTRY.get_sample_value, "banyan_limit_refusals_total", {"limit": "changes"}
        )
        before = refusals() or 0
        with pytest.raises(Exhausted) as refused:
            await create(service, notes, busy)
        assert refused.value.reason == "BUDGET_SPENT"
        assert refusals() == before + 1
        assert refused.value.retry_seconds is not None
        assert 1 <= refused.value.retry_seconds <= 3600
        await create(service, notes, calm)
    assert len(await notes.sql("SELECT * FROM note")) == 6


async def test_bytes_count_too(notes: NoteSite) -> None:
    person = uuid7()
    async with notes.start(byte_budget=150, budget_seconds=3600.0) as service:
        ends = await asyncio.gather(
            *(create(service, notes, person) for _ in range(10)), return_exceptions=True
        )
    refused = [end for end in ends if isinstance(end, Exhausted)]
    assert 0 < len(refused) < 10


async def test_a_bucket_leaks(notes: NoteSite) -> None:
    person = uuid7()
    async with notes.start(change_budget=5, budget_seconds=3600.0) as service:
        for _ in range(5):
            await create(service, notes, person)
        await notes.sql("UPDATE spent SET update_time = update_time - interval '20 minutes'")
        await create(service, notes, person)
        with pytest.raises(Exhausted):
            await create(service, notes, person)


async def test_it_holds_for_all_replicas_at_once(notes: NoteSite) -> None:
    person = uuid7()
    options: dict[str, Any] = {"change_budget": 5, "budget_seconds": 3600.0}
    async with notes.start(**options) as one, notes.start(**options) as two:
        ends = await asyncio.gather(
            *(create(each, notes, person) for each in (one, two) * 6), return_exceptions=True
        )
    refused = [end for end in ends if isinstance(end, Exhausted)]
    assert len(refused) == 7
    assert len(await notes.sql("SELECT * FROM note")) == 5


async def test_control_without_the_charge_nothing_is_refused(
    notes: NoteSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Budget, "charge", lambda *_: None)
    async with notes.start(change_budget=5, budget_seconds=3600.0) as service:
        for _ in range(8):
            await create(service, notes, uuid7())


async def test_one_large_act_is_done_and_the_next_waits_for_a_while(notes: NoteSite) -> None:
    async def many(request: Any, work: Work) -> Any:
        servicer = NoteServicer()
        for _ in range(50):
            note = await servicer.CreateNote(request, work)
        return note

    person = uuid7()
    service = note_service(servicer=NoteServicer(CreateNote=many))
    async with notes.start(service, change_budget=10, budget_seconds=600.0) as running:
        await create(running, notes, person)
        with pytest.raises(Exhausted) as refused:
            await create(running, notes, person)
    assert refused.value.retry_seconds is not None
    assert refused.value.retry_seconds <= 121
