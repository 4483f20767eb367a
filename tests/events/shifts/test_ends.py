"""The end of a shift: cancelled, its people are freed and nobody comes after them; deleted, it is in no list."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from banyan.events.v1 import attendance_pb2, eligibility_pb2, event_pb2, shift_pb2, sign_up_pb2

from services.events.shifts import servicer
from services.events.shifts.models import Shift
from services.events.sign_ups import cancelling
from services.kit.errors import DomainError, Refused
from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from tests.events.stage import Stage, in_hours, mask
from tests.waiting import eventually

CANCELLED, DELETED = shift_pb2.SHIFT_STATE_CANCELLED, shift_pb2.SHIFT_STATE_DELETED


async def cancel(
    stage: Stage, shift: shift_pb2.Shift, reason: str = "下雨", request_id: str | None = None
) -> shift_pb2.Shift:
    request = shift_pb2.CancelShiftRequest(
        shift_id=shift.id, reason=reason, request_id=request_id or str(uuid7())
    )
    return await stage.call(request, shift_pb2.Shift)


async def delete(stage: Stage, shift: shift_pb2.Shift) -> shift_pb2.Shift:
    return await stage.call(shift_pb2.DeleteShiftRequest(shift_id=shift.id), shift_pb2.Shift)


async def listed(stage: Stage, event_id: str) -> list[str]:
    answer = await stage.call(
        shift_pb2.ListShiftsRequest(event_id=event_id), shift_pb2.ListShiftsResponse
    )
    return [shift.id for shift in answer.shifts]


async def reasons(call: Awaitable[object]) -> set[str]:
    with pytest.raises(Refused) as refused:
        await call
    return {each.reason for each in refused.value.violations} or {refused.value.reason}


async def crowded(stage: Stage) -> tuple[shift_pb2.Shift, list[sign_up_pb2.SignUp]]:
    """Returns a shift with two places, both taken, where two people wait."""
    shift = await stage.shift(capacity=2)
    return shift, [await stage.sign_up(shift, join_waitlist=number > 1) for number in range(4)]


async def settled(stage: Stage, shift: shift_pb2.Shift) -> shift_pb2.Shift:
    """Waits until no sign-up is left to cancel."""

    async def is_settled() -> shift_pb2.Shift | None:
        found = await stage.get_shift(shift)
        return None if found.sign_ups_to_cancel else found

    found = await eventually(is_settled)
    assert found is not None
    return found


async def test_its_people_are_freed_with_the_reason(stage: Stage) -> None:
    shift, sign_ups = await crowded(stage)
    after = await cancel(stage, shift)
    assert (after.state, after.cancel_reason, after.sign_ups_to_cancel) == (CANCELLED, "下雨", 0)
    assert (after.places_taken, after.waitlist_length) == (0, 0)
    for sign_up in sign_ups:
        found = await stage.get_sign_up(sign_up)
        assert found.state == sign_up_pb2.SIGN_UP_STATE_CANCELLED
        assert found.cancel_reason == "下雨"
    notices = await stage.notices(until=f"sign_up.{max(each.id for each in sign_ups)}.cancelled")
    assert {f"sign_up.{each.id}.cancelled" for each in sign_ups} <= notices.keys()
    assert shift_pb2.Shift.FromString(notices[f"shift.{shift.id}.cancelled"]) == after
    # They are free for another shift at that time.
    other = await stage.shift()
    assert (await stage.sign_up(other, UUID(sign_ups[0].person_id))).id


async def test_nobody_signs_up_or_waits_afterwards(stage: Stage) -> None:
    shift = await stage.shift()
    await cancel(stage, shift)
    for join_waitlist in (False, True):
        assert await reasons(stage.sign_up(shift, join_waitlist=join_waitlist)) == {
            "SHIFT_NOT_PLANNED"
        }
    answer = await stage.call(
        eligibility_pb2.BatchGetEligibilitiesRequest(ids=[shift.id]),
        eligibility_pb2.BatchGetEligibilitiesResponse,
        stage.office.person(),
    )
    (found,) = answer.eligibilities
    assert not found.can_sign_up
    assert not found.can_join_waitlist
    assert [each.reason for each in found.reasons] == ["SHIFT_NOT_PLANNED"]


async def test_other_shifts_of_the_event_stay(stage: Stage) -> None:
    event = await stage.published()
    shift = await stage.shift(event)
    other = await stage.shift(event, start_time=in_hours(30), end_time=in_hours(31))
    held = await stage.sign_up(other)
    await cancel(stage, shift)
    assert (await stage.get_sign_up(held)).state == sign_up_pb2.SIGN_UP_STATE_CONFIRMED
    assert (await stage.sign_up(other)).id
    assert await listed(stage, event.id) == [shift.id, other.id]


async def test_the_rest_follows_batch_by_batch_and_nobody_is_offered_a_place(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cancelling, "BATCH", 1)
    shift, sign_ups = await crowded(stage)
    request_id = str(uuid7())
    first = await cancel(stage, shift, request_id=request_id)
    assert first.sign_ups_to_cancel == 3
    after = await settled(stage, shift)
    assert (after.places_taken, after.places_offered, after.waitlist_length) == (0, 0, 0)
    rows = await stage.sql("SELECT state, cancel_reason, version FROM sign_up")
    assert {tuple(row) for row in rows} == {("CANCELLED", "下雨", 2)}  # never offered
    assert len(rows) == len(sign_ups)
    assert await cancel(stage, shift, request_id=request_id) == first


async def test_cancelling_again_changes_nothing(stage: Stage) -> None:
    shift = await stage.shift()
    first = await cancel(stage, shift)
    assert await cancel(stage, shift, "another reason") == first
    await stage.call(event_pb2.CancelEventRequest(event_id=shift.event_id), event_pb2.Event)
    assert await cancel(stage, shift) == first


@pytest.mark.parametrize("record", [True, False])
async def test_recorded_attendance_is_never_called_off(stage: Stage, record: bool) -> None:
    event = await stage.published(start_time=in_hours(-1))
    shift = await stage.shift(event)
    came, other = await stage.sign_up(shift), await stage.sign_up(shift)
    if record:
        await stage.call(attendance_pb2.CheckInRequest(sign_up_id=came.id), sign_up_pb2.SignUp)
        assert await reasons(cancel(stage, shift)) == {"ATTENDANCE_RECORDED"}
        assert (await stage.get_shift(shift)).state == shift_pb2.SHIFT_STATE_PLANNED
        assert (await stage.get_sign_up(other)).state == sign_up_pb2.SIGN_UP_STATE_CONFIRMED
    else:
        await cancel(stage, shift)
        check_in = attendance_pb2.CheckInRequest(sign_up_id=came.id)
        assert await reasons(stage.call(check_in, sign_up_pb2.SignUp)) == {"STATE_DOES_NOT_ALLOW"}


async def test_a_cancelled_shift_neither_moves_nor_holds_its_event(stage: Stage) -> None:
    event = await stage.published()
    shift = await stage.shift(event)
    await stage.sign_up(shift)
    await cancel(stage, shift)
    request = event_pb2.UpdateEventRequest(
        event_id=event.id,
        event=event_pb2.Event(start_time=in_hours(240), end_time=in_hours(260)),
        update_mask=mask("start_time", "end_time"),
        move_shifts=True,
    )
    assert (await stage.call(request, event_pb2.Event)).start_time == in_hours(240)
    assert (await stage.get_shift(shift)).start_time == shift.start_time


async def test_a_closed_organization_can_still_call_a_shift_off(stage: Stage) -> None:
    shift = await stage.shift()
    await stage.knows_organization(state="CLOSED")
    assert (await cancel(stage, shift)).state == CANCELLED


async def race(stage: Stage, end: Callable[[shift_pb2.Shift], Awaitable[object]]) -> set[str]:
    """Lets ten people sign up for a shift while it ends; returns the states of their sign-ups."""
    shift = await stage.shift(capacity=6)
    refusals: set[str] = set()

    async def come(number: int) -> None:
        try:
            await stage.sign_up(shift, join_waitlist=number % 2 == 1)
        except Refused as error:
            refusals.update(each.reason for each in error.violations)

    await asyncio.gather(*map(come, range(5)), end(shift), *map(come, range(5, 10)))
    assert refusals <= {"SHIFT_NOT_PLANNED", "SHIFT_FULL"}
    after = await settled(stage, shift)
    rows = await stage.sql("SELECT state FROM sign_up WHERE shift_id = $1", UUID(shift.id))
    if after.state == CANCELLED:
        assert (after.places_taken, after.places_offered, after.waitlist_length) == (0, 0, 0)
    return {row["state"] for row in rows}


async def test_nobody_stays_in_a_shift_that_is_cancelled_meanwhile(stage: Stage) -> None:
    assert await race(stage, lambda shift: cancel(stage, shift)) <= {"CANCELLED"}


async def test_a_shift_is_deleted_or_somebody_is_in_it(stage: Stage) -> None:
    outcome: list[str] = []

    async def end(shift: shift_pb2.Shift) -> None:
        try:
            await delete(stage, shift)
        except Refused as error:
            outcome.append(error.reason)

    found = await race(stage, end)
    assert bool(found) == (outcome == ["SIGN_UPS_KEPT"])


async def test_negative_control_without_a_look_at_the_state_somebody_stays(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = await stage.shift()
    await cancel(stage, shift)
    monkeypatch.setattr(Shift, "check_planned", lambda _: None)
    monkeypatch.setattr(
        "services.events.eligibility.known.ShiftState", lambda _: "PLANNED", raising=True
    )
    assert (await stage.sign_up(shift)).state == sign_up_pb2.SIGN_UP_STATE_CONFIRMED


async def test_negative_control_without_a_look_for_attendance_it_is_called_off(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_look(shift: Shift, work: Work) -> None:
        del shift, work

    shift = await stage.shift(await stage.published(start_time=in_hours(-1)))
    came = await stage.sign_up(shift)
    await stage.call(attendance_pb2.CheckInRequest(sign_up_id=came.id), sign_up_pb2.SignUp)
    monkeypatch.setattr(servicer, "refuse_attended", no_look)
    assert (await cancel(stage, shift)).state == CANCELLED


async def test_a_deleted_shift_is_in_no_list_and_keeps_its_row(stage: Stage) -> None:
    event = await stage.published()
    shift, other = await stage.shift(event), await stage.shift(event)
    after = await delete(stage, shift)
    assert after.state == DELETED
    assert await listed(stage, event.id) == [other.id]
    assert await stage.get_shift(shift) == after
    assert await delete(stage, shift) == after
    assert await reasons(cancel(stage, shift)) == {"SHIFT_OVER"}
    notices = await stage.notices(until=f"shift.{shift.id}.deleted")
    assert shift_pb2.Shift.FromString(notices[f"shift.{shift.id}.deleted"]) == after
    # It no longer keeps the event at its time.
    request = event_pb2.UpdateEventRequest(
        event_id=event.id,
        event=event_pb2.Event(start_time=in_hours(240), end_time=in_hours(260)),
        update_mask=mask("start_time", "end_time"),
        move_shifts=True,
    )
    assert (await stage.call(request, event_pb2.Event)).start_time == in_hours(240)
    assert (await stage.get_shift(shift)).start_time == shift.start_time


@pytest.mark.parametrize("waits", [False, True])
async def test_a_shift_that_somebody_signed_up_for_is_kept(stage: Stage, waits: bool) -> None:
    shift = await stage.shift(capacity=1)
    held = await stage.sign_up(shift)
    await stage.cancel(await stage.wait_for(shift) if waits else held)
    assert await reasons(delete(stage, shift)) == {"SIGN_UPS_KEPT"}
    assert (await stage.get_shift(shift)).state == shift_pb2.SHIFT_STATE_PLANNED


async def test_only_those_who_manage_events_end_shifts(stage: Stage) -> None:
    shift = await stage.shift()
    for request in (
        shift_pb2.CancelShiftRequest(shift_id=shift.id),
        shift_pb2.DeleteShiftRequest(shift_id=shift.id),
    ):
        with pytest.raises(DomainError) as denied:
            await stage.call(request, shift_pb2.Shift, stage.office.person())
        assert denied.value.code == "PERMISSION_DENIED"
