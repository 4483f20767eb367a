"""Batches: an outcome for each request, a transaction for each, and one call."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from banyan.annotations.v1 import annotations_pb2
from google.rpc import status_pb2

from services.kit.calls.status import from_status
from services.kit.errors import DomainError, InvalidArgument, PermissionDenied, Unavailable
from services.kit.process.ids import uuid7
from services.kit.service.refusals import refuse_misfits
from services.kit.service.steps import Preparation
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import RELATIONS, NoteServicer, caller_named, note_service
from tests.kit.notes.site import NoteSite, RunningNotes
from tests.roundtrips import round_trips

KEPT, OTHER = uuid7(), uuid7()


class Pinning(NoteServicer):
    """Pins notes, and remembers which; what is in `failing` fails.

    Attributes:
        handled: The IDs of the notes, as often as they were handled.
        failing: The error for each ID.
    """

    def __init__(self) -> None:
        super().__init__()
        self.handled: list[str] = []
        self.failing: dict[str, DomainError] = {}

    async def PinNote(self, request: Any, work: Work) -> Any:
        self.handled.append(request.id)
        if error := self.failing.get(request.id):
            raise error
        return await super().PinNote(request, work)


@pytest.fixture
def servicer() -> Pinning:
    return Pinning()


@pytest.fixture
async def running(notes: NoteSite, servicer: Pinning) -> AsyncIterator[RunningNotes]:
    async with notes.start(note_service(servicer=servicer)) as running:
        yield running


@pytest.fixture
def passport(notes: NoteSite) -> str:
    return notes.passport(uuid7(), roles={KEPT: ["COORDINATOR"]})


async def stored(running: RunningNotes, organization_id: UUID = KEPT) -> str:
    """Stores a note of an organization, and returns its ID."""
    async with running.instance.units.writing(caller_named(None)) as work:
        note = Note(organization_id=organization_id)
        note.title = str(note.id)  # of pinned notes, no two have the same
        await work.add(note)
    return str(note.id)


async def pin(
    running: RunningNotes, passport: str, ids: list[str], request_id: str | None = None
) -> Any:
    requests = [pb.PinNoteRequest(id=id_) for id_ in ids]
    batch = pb.BatchPinNotesRequest(requests=requests, request_id=request_id)
    return await running.call(batch, pb.BatchPinNotesResponse, passport)


def refusals(answer: Any) -> dict[int, DomainError]:
    found = {}
    for failed in answer.failed_requests:
        status = status_pb2.Status()
        assert failed.status.Unpack(status)
        found[failed.index] = from_status(status)
    return found


async def test_each_has_its_outcome_and_its_transaction(
    notes: NoteSite, running: RunningNotes, passport: str
) -> None:
    ids = [await stored(running), await stored(running, OTHER), str(uuid7()), await stored(running)]
    answer = await pin(running, passport, ids)
    assert [(note.id, note.pinned) for note in answer.notes] == [(ids[0], True), (ids[3], True)]
    found = refusals(answer)
    assert found.keys() == {1, 2}
    # Whether it exists is not told.
    assert {type(error) for error in found.values()} == {PermissionDenied}
    rows = await notes.sql("SELECT method FROM audit")
    assert [row["method"] for row in rows] == [pb.METHODS["PinNote"].path] * 2


async def test_n_cost_n_transactions_and_one_call(running: RunningNotes, passport: str) -> None:
    ids = [await stored(running) for _ in range(3)]
    with round_trips() as one:
        await pin(running, passport, ids[:1])
    with round_trips() as two:
        await pin(running, passport, ids[1:])
    begun = [sum(each.startswith("BEGIN") for each in sent) for sent in (one, two)]
    assert begun == [1, 2]
    assert len(two) == 2 * len(one)


async def test_a_retry_has_no_further_effect(
    running: RunningNotes, passport: str, servicer: Pinning
) -> None:
    ids, request_id = [await stored(running), await stored(running)], str(uuid4())
    first = await pin(running, passport, ids, request_id)
    assert await pin(running, passport, ids, request_id) == first
    assert await pin(running, passport, ids[1:], request_id) == pb.BatchPinNotesResponse(
        notes=first.notes[1:]
    )
    assert servicer.handled == ids
    await pin(running, passport, ids)  # control: without the ID they are handled again
    assert servicer.handled == ids * 2


async def test_a_retry_after_a_fault_does_the_rest(
    notes: NoteSite, running: RunningNotes, passport: str, servicer: Pinning
) -> None:
    ids, request_id = [await stored(running) for _ in range(3)], str(uuid4())
    servicer.failing[ids[1]] = InvalidArgument.of("id", "is odd", "ODD")  # goes on after it
    servicer.failing[ids[2]] = Unavailable("The database is away.")
    with pytest.raises(Unavailable):
        await pin(running, passport, ids, request_id)
    pinned = await notes.sql("SELECT id FROM note WHERE pinned")
    assert [str(row["id"]) for row in pinned] == [ids[0]]
    servicer.failing.clear()
    servicer.handled.clear()
    answer = await pin(running, passport, ids, request_id)
    assert [note.id for note in answer.notes] == ids
    assert servicer.handled == ids[1:]


async def test_too_many_are_refused_before_anything_happens(
    running: RunningNotes, passport: str, servicer: Pinning
) -> None:
    for ids in ([], [str(uuid7())] * 101):
        with pytest.raises(InvalidArgument) as refused:
            await pin(running, passport, ids)
        assert [violation.field for violation in refused.value.violations] == ["requests"]
    assert servicer.handled == []


async def test_who_may_not_call_it_is_refused_as_a_whole(
    notes: NoteSite, running: RunningNotes, servicer: Pinning
) -> None:
    reading = notes.office.person(uuid7(), scopes=frozenset({"notes.read"}))
    with pytest.raises(PermissionDenied) as refused:
        await pin(running, reading, [str(uuid7())])
    assert refused.value.reason == "SCOPE_MISSING"
    assert servicer.handled == []


def test_a_batch_with_another_access_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_misfits([NoteServicer()], RELATIONS, ())  # control
    method = pb.METHODS["BatchPinNotes"]
    assert method.each is not None
    wider = annotations_pb2.Access()
    wider.CopyFrom(method.each.access)
    wider.relation = ""
    changed = replace(method, access=wider)
    monkeypatch.setattr("services.kit.service.steps.methods_of", lambda _: (changed,))
    with pytest.raises(RuntimeError, match=r"declares another access than .*PinNote"):
        refuse_misfits([NoteServicer()], RELATIONS, ())


async def test_a_dry_run_of_requests_that_prepare_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Preparing(NoteServicer):
        async def prepare_PinNote(self, request: Any, preparation: Preparation) -> None: ...

    refuse_misfits([Preparing()], RELATIONS, ())  # control
    named = pb.METHODS | {"BatchPinNotes": replace(pb.METHODS["BatchPinNotes"], dry_run=True)}
    methods = tuple(named.values())
    monkeypatch.setattr("services.kit.service.refusals.methods_of", lambda _: methods)
    with pytest.raises(RuntimeError, match=r"BatchPinNotes has a dry run, but PinNote prepares"):
        refuse_misfits([Preparing()], RELATIONS, ())


class TestDryRunOfEach:
    """Requests of a batch that share a transaction, which is rolled back."""

    async def test_what_one_refuses_leaves_the_others_alone(
        self, notes: NoteSite, running: RunningNotes, servicer: Pinning
    ) -> None:
        ids = [await stored(running), await stored(running, OTHER), await stored(running)]
        servicer.failing[ids[2]] = InvalidArgument.of("id", "is odd", "ODD")
        outcomes = await tried(running, servicer, [*ids, ids[0]])
        assert [type(each) for each in outcomes] == [Work, PermissionDenied, InvalidArgument, Work]
        assert [each.has_effect for each in outcomes if isinstance(each, Work)] == [True, False]
        assert await notes.sql("SELECT 1 FROM note WHERE pinned") == []
        assert await notes.sql("SELECT 1 FROM audit") == []

    async def test_a_violated_constraint_refuses_one(
        self, notes: NoteSite, running: RunningNotes, servicer: Pinning
    ) -> None:
        ids = [await stored(running) for _ in range(3)]
        await notes.sql("UPDATE note SET title = 'same' WHERE id <> $1", UUID(ids[2]))
        outcomes = await tried(running, servicer, ids)
        assert [isinstance(each, Work) for each in outcomes] == [True, False, True]

    async def test_a_fault_ends_it(self, running: RunningNotes, servicer: Pinning) -> None:
        ids = [await stored(running)]
        servicer.failing[ids[0]] = Unavailable("The database is away.")
        with pytest.raises(Unavailable):
            await tried(running, servicer, ids)


async def tried(
    running: RunningNotes, servicer: Pinning, ids: list[str]
) -> list[Work | DomainError]:
    caller = caller_named(uuid7(), keeps=[KEPT])
    requests = [pb.PinNoteRequest(id=id_) for id_ in ids]
    units = running.instance.units
    return await units.dry_run_each(pb.METHODS["PinNote"], servicer.PinNote, requests, caller)
