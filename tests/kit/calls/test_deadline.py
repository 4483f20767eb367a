"""Deadlines: noted by the server, passed on by the client, kept by the database."""

import asyncio
from itertools import pairwise
from typing import Any

import grpc
import pytest
from sqlalchemy import func, select

from services.kit.calls import deadline
from services.kit.contract.rpc import method_for
from services.kit.errors import DeadlineExceeded
from services.kit.process.ids import uuid7
from services.kit.work.query import Query
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.service import Gate, NoteServicer, note_service
from tests.kit.notes.site import NoteSite, RunningNotes
from tests.limits import LONG, Limits
from tests.waiting import TIMEOUT, eventually


async def test_a_block_within_its_time_is_left_alone() -> None:
    async with deadline.within(500):
        left = deadline.remaining()
        assert left is not None
        assert 400 < left <= 500
    assert deadline.remaining() is None


async def test_a_caller_that_gives_no_time_gets_the_default() -> None:
    async with deadline.within(None):
        left = deadline.remaining()
        assert left is not None
        assert deadline.DEFAULT_SECONDS / 2 < left < deadline.DEFAULT_SECONDS


@pytest.mark.parametrize("seconds", [0.0, -1.0, 0.01])
async def test_a_block_that_takes_longer_is_cancelled(seconds: float) -> None:
    never = asyncio.Event()
    with pytest.raises(DeadlineExceeded):
        async with deadline.within(seconds):
            await never.wait()
    assert deadline.remaining() is None


async def test_the_inner_deadline_ends_and_the_outer_one_counts_again() -> None:
    async with deadline.within(500):
        async with deadline.within(100):
            assert (deadline.remaining() or 900) <= 100
        assert (deadline.remaining() or 0) > 400


async def test_work_begun_within_a_block_knows_its_deadline() -> None:
    async def remaining() -> float | None:
        return deadline.remaining()

    async with deadline.within(5):
        assert await asyncio.create_task(remaining()) is not None


async def test_a_call_gets_what_is_left_less_a_margin_and_never_more_than_a_hop() -> None:
    assert deadline.for_next_hop() == deadline.LONGEST_HOP_SECONDS
    async with deadline.within(600):
        assert deadline.for_next_hop() == deadline.LONGEST_HOP_SECONDS
        assert deadline.for_next_hop(30) == 30  # as the contract says of the method
    async with deadline.within(50):
        assert deadline.for_next_hop() < 50 - deadline.MARGIN_SECONDS + 0.001


async def test_nothing_is_asked_of_others_when_no_time_is_left() -> None:
    async with deadline.within(50):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(deadline, "MARGIN_SECONDS", 100)
            with pytest.raises(DeadlineExceeded):
                deadline.for_next_hop()


async def test_every_hop_has_less_time_than_the_one_before(notes: NoteSite) -> None:
    async with (
        notes.start() as third,
        notes.start(note_service(target=third.target)) as second,
        notes.start(note_service(target=second.target)) as first,
    ):
        answer = await ask(first, pb.AskRequest(hops=2), timeout=9)
    left = list(answer.seconds_left)
    assert len(left) == 3
    assert left[0] <= 9
    for before, after in pairwise(left):
        assert 0 < after <= before - deadline.MARGIN_SECONDS


async def test_a_hop_never_gets_more_than_its_share_of_a_long_deadline(
    notes: NoteSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Long ones are rounded up on the wire, to tenths of a second.
    monkeypatch.setattr(deadline, "LONGEST_HOP_SECONDS", 3.0)
    async with notes.start() as last, notes.start(note_service(target=last.target)) as first:
        answer = await ask(first, pb.AskRequest(hops=1), timeout=3600)
    assert answer.seconds_left[0] > 3000
    assert answer.seconds_left[1] <= deadline.LONGEST_HOP_SECONDS


async def ask(running: RunningNotes, request: Any, timeout: float) -> Any:
    answer = await running.ask("Ask", request.SerializeToString(), timeout=timeout)
    return pb.AskResponse.FromString(answer)


async def test_a_handler_that_takes_too_long_answers_deadline_exceeded(
    notes: NoteSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, limits = Gate(), Limits(monkeypatch)
    cancelled = asyncio.Event()

    async def waits(request: Any, work: Work) -> Any:
        del request, work
        try:
            await gate.pass_through()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async with notes.start(note_service(servicer=NoteServicer(ListNotes=waits))) as running:
        asked = running.ask("ListNotes", passport=notes.anonymous(), timeout=LONG)
        await gate.reached.wait()
        limits.end()
        assert await asked.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        await asyncio.wait_for(cancelled.wait(), TIMEOUT)


async def test_a_caller_that_gives_no_time_is_answered_when_the_default_has_passed(
    notes: NoteSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "DEFAULT_SECONDS", 0.1)
    never = Gate()

    async def waits(request: Any, work: Work) -> Any:
        del request, work
        await never.pass_through()

    async with notes.start(note_service(servicer=NoteServicer(ListNotes=waits))) as running:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await running.ask("ListNotes", passport=notes.anonymous())
        assert refused.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        assert "took too long" in (refused.value.details() or "")


ENDLESS = select(func.pg_sleep(3600).label("the long one"))
ENDLESS_QUERY = Query(ENDLESS)


async def reads_long(request: Any, work: Work) -> Any:
    """A handler whose query takes an hour."""
    del request
    await work.fetch(ENDLESS_QUERY)


async def writes_long(request: Any, work: Work) -> Any:
    """A handler whose statement takes an hour."""
    del request
    await work.session.execute(ENDLESS)


@pytest.mark.parametrize(
    "request_message",
    [pb.ListNotesRequest(), pb.CreateNoteRequest(note=pb.Note(title="x"))],
    ids=["read", "write"],
)
async def test_the_statement_of_a_request_that_is_out_of_time_is_cancelled_in_postgresql(
    notes: NoteSite, request_message: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = Limits(monkeypatch)
    method = method_for(request_message.DESCRIPTOR)
    servicer = NoteServicer(ListNotes=reads_long, CreateNote=writes_long)
    # The statement's own limit must not be what ends it.
    async with notes.start(note_service(servicer=servicer), statement_timeout=LONG) as running:
        pool: Any = running.instance.units.engine.pool
        asked = running.ask(
            method.name,
            request_message.SerializeToString(),
            passport=notes.passport(uuid7()),
            timeout=LONG,
        )

        async def is_running() -> bool:
            return await long_statements(notes) == 1

        async def is_gone() -> bool:
            return await long_statements(notes) == 0 and pool.checkedout() == 0

        await eventually(is_running)
        limits.end()
        assert await asked.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        await eventually(is_gone)


async def long_statements(notes: NoteSite) -> int:
    (row,) = await notes.sql(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE query LIKE '%the long one%' AND state = 'active' AND pid <> pg_backend_pid()"
    )
    return int(row[0])
