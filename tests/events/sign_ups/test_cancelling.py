"""A cancelled event cancels its sign-ups batch by batch, and meanwhile nobody takes a place in it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, shift_pb2, sign_up_pb2

from services.events.events import servicer as events
from services.events.events.models import Event
from services.events.sign_ups import cancelling, servicer
from services.events.sign_ups.choosing import Chosen, choose
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from tests.events.stage import Stage
from tests.kit.notes.service import Gate
from tests.waiting import eventually

Batch = Callable[[Event, str, Work], Awaitable[None]]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cancelling, "BATCH", 2)


def replace_batches(monkeypatch: pytest.MonkeyPatch, by: Callable[[Batch], Batch]) -> None:
    """Replaces the batches of the job; the first one of an event is not one of them."""
    monkeypatch.setattr(cancelling, "cancel_batch", by(cancelling.cancel_batch))


async def cancel(
    stage: Stage, event_id: str, reason: str = "下雨", request_id: str | None = None
) -> event_pb2.Event:
    request = event_pb2.CancelEventRequest(
        event_id=event_id, reason=reason, request_id=request_id or str(uuid7())
    )
    return await stage.call(request, event_pb2.Event)


async def settled(stage: Stage, event_id: str) -> event_pb2.Event:
    """Waits until no sign-up is left to cancel."""

    async def is_settled() -> event_pb2.Event | None:
        found = await stage.call(event_pb2.GetEventRequest(event_id=event_id), event_pb2.Event)
        return None if found.sign_ups_to_cancel else found

    found = await eventually(is_settled)
    assert found is not None
    return found


async def crowded(stage: Stage, people: int = 7) -> shift_pb2.Shift:
    """Returns a shift with four places, all taken, where the others wait."""
    shift = await stage.shift(capacity=4)
    for number in range(people):
        await stage.sign_up(shift, join_waitlist=number >= 4)
    return shift


async def numbers(stage: Stage, shift: shift_pb2.Shift) -> tuple[int, int, int]:
    found = await stage.get_shift(shift)
    return found.places_taken, found.places_offered, found.waitlist_length


async def states(stage: Stage, shift: shift_pb2.Shift) -> set[tuple[str, str, int]]:
    rows = await stage.sql(
        "SELECT state, cancel_reason, version FROM sign_up WHERE shift_id = $1", UUID(shift.id)
    )
    return {(row["state"], row["cancel_reason"], row["version"]) for row in rows}


async def test_it_is_cancelled_at_once_and_the_sign_ups_follow(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()

    def held(batch: Batch) -> Batch:
        async def wait(event: Event, verb: str, work: Work) -> None:
            await gate.pass_through()
            await batch(event, verb, work)

        return wait

    shift, request_id = await crowded(stage), str(uuid7())
    replace_batches(monkeypatch, held)
    after = await cancel(stage, shift.event_id, request_id=request_id)
    assert (after.state, after.sign_ups_to_cancel) == (event_pb2.EVENT_STATE_CANCELLED, 5)
    assert await numbers(stage, shift) == (2, 0, 3)  # what the sign-ups say, at every moment
    for join_waitlist in (False, True):
        with pytest.raises(Refused) as refused:
            await stage.sign_up(shift, join_waitlist=join_waitlist)
        assert "EVENT_NOT_PUBLISHED" in {each.reason for each in refused.value.violations}
    gate.open()
    await settled(stage, shift.event_id)
    assert await states(stage, shift) == {("CANCELLED", "下雨", 2)}
    assert await numbers(stage, shift) == (0, 0, 0)
    # A repeated request is answered as the first one was.
    assert await cancel(stage, shift.event_id, request_id=request_id) == after


async def test_each_batch_is_a_transaction_with_its_notices_and_its_row_in_the_trail(
    stage: Stage,
) -> None:
    shift = await crowded(stage)
    sign_ups = await stage.sql("SELECT id FROM sign_up ORDER BY id")
    event = await cancel(stage, shift.event_id)
    await settled(stage, shift.event_id)
    rows = await stage.sql(
        "SELECT resource_ids FROM audit WHERE method = 'cancel_sign_ups' ORDER BY id"
    )
    assert len(rows) == 3  # two of two, and the last one
    ids = {str(each["id"]) for each in sign_ups}
    assert [len(ids.intersection(json.loads(row["resource_ids"]))) for row in rows] == [2, 2, 1]
    notices = await stage.notices(until=f"sign_up.{sign_ups[-1]['id']}.cancelled")
    assert {f"sign_up.{each['id']}.cancelled" for each in sign_ups} <= notices.keys()
    found = event_pb2.Event.FromString(notices[f"event.{event.id}.updated"])
    assert found.state == event_pb2.EVENT_STATE_CANCELLED


async def test_a_crash_goes_on_where_it_was(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.kit.work.jobs.RETRY_SECONDS", 0.01)
    runs = 0

    def failing(batch: Batch) -> Batch:
        async def fail(event: Event, verb: str, work: Work) -> None:
            nonlocal runs
            await batch(event, verb, work)
            runs += 1
            if runs % 2:
                raise ConnectionResetError

        return fail

    replace_batches(monkeypatch, failing)
    shift = await crowded(stage)
    await cancel(stage, shift.event_id)
    await settled(stage, shift.event_id)
    assert runs == 6
    assert await states(stage, shift) == {("CANCELLED", "下雨", 2)}  # each of them once
    assert await numbers(stage, shift) == (0, 0, 0)


async def test_recorded_attendance_stays(stage: Stage) -> None:
    shift = await crowded(stage, people=4)
    await stage.sql(
        "UPDATE sign_up SET state = 'CHECKED_IN', check_in_time = now()"
        " WHERE id = (SELECT min(id::text)::uuid FROM sign_up)"
    )
    await cancel(stage, shift.event_id)
    await settled(stage, shift.event_id)
    assert {state for state, _, _ in await states(stage, shift)} == {"CANCELLED", "CHECKED_IN"}
    assert await numbers(stage, shift) == (1, 0, 0)


class Late:
    """A person who signs up, is found able to, and is held there while the event is cancelled."""

    def __init__(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        self._stage = stage
        self._gate = Gate()

        async def held(*arguments: object, **options: object) -> Chosen:
            chosen = await choose(*arguments, **options)  # type: ignore[arg-type] # as they came
            await self._gate.pass_through()
            return chosen

        monkeypatch.setattr(servicer, "choose", held)

    async def race(
        self, waits: Callable[[asyncio.Task[event_pb2.Event]], Awaitable[object]]
    ) -> str:
        """Cancels the event meanwhile; returns what becomes of the sign-up.

        Args:
            waits: Waits until the cancellation has come as far as it can.
        """
        shift = await self._stage.shift()
        coming = asyncio.create_task(self._stage.sign_up(shift))
        await eventually(self._gate.reached.is_set)
        cancelling_it = asyncio.create_task(cancel(self._stage, shift.event_id))
        await waits(cancelling_it)
        self._gate.open()
        sign_up = await coming
        await cancelling_it
        await settled(self._stage, shift.event_id)
        found = await self._stage.get_sign_up(sign_up)
        return sign_up_pb2.SignUpState.Name(found.state)


async def test_whoever_is_signing_up_meanwhile_is_cancelled_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def it_waits(task: asyncio.Task[event_pb2.Event]) -> None:
        async def for_a_lock() -> bool:
            rows = await stage.sql(
                "SELECT 1 FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            return bool(rows)

        await eventually(for_a_lock)
        assert not task.done()

    assert await Late(stage, monkeypatch).race(it_waits) == "SIGN_UP_STATE_CANCELLED"


async def test_negative_control_without_the_shifts_locked_they_keep_a_place(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_lock(event: Event, work: Work) -> None:
        del event, work

    monkeypatch.setattr(events, "lock_shifts", no_lock)
    late = Late(stage, monkeypatch)
    ended = await late.race(lambda task: asyncio.wait([task]))
    assert ended == "SIGN_UP_STATE_CONFIRMED"
