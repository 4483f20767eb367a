"""Deleting an event: only where nobody ever signed up, with its shifts, and announced as every change is."""

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from google.protobuf.message import Message

from services.kit.errors import Refused
from tests.events.stage import Stage

DELETED = event_pb2.EVENT_STATE_DELETED


async def delete(stage: Stage, event: event_pb2.Event) -> event_pb2.Event:
    return await stage.call(event_pb2.DeleteEventRequest(event_id=event.id), event_pb2.Event)


async def listed(stage: Stage, *states: event_pb2.EventState) -> list[str]:
    one = event_pb2.ListEventsRequest(organization_id=str(stage.organization_id), states=states)
    page = await stage.call(one, event_pb2.ListEventsResponse)
    batch = event_pb2.BatchListEventsRequest(
        requests=[one, event_pb2.ListEventsRequest(organization_id=one.organization_id)]
    )
    answer = await stage.call(batch, event_pb2.BatchListEventsResponse)
    assert answer.responses[0].events == page.events
    return [event.id for event in page.events]


@pytest.mark.parametrize("is_published", [False, True])
async def test_a_mistake_goes_with_its_shifts(stage: Stage, is_published: bool) -> None:
    values = {"description": "很长的说明", "what_to_bring": "手套"}
    event = await (stage.published if is_published else stage.draft)(**values)
    shifts = [await stage.shift(event), await stage.shift(event)]
    other = await stage.published()
    after = await delete(stage, event)
    assert (after.state, after.description, after.what_to_bring) == (DELETED, "", "")
    assert after.title == event.title
    assert await listed(stage) == [other.id]
    assert await listed(stage, DELETED) == []
    for shift in shifts:
        assert (await stage.get_shift(shift)).state == shift_pb2.SHIFT_STATE_DELETED
    assert await delete(stage, event) == after
    notices = await stage.notices(until=f"shift.{max(each.id for each in shifts)}.deleted")
    assert event_pb2.Event.FromString(notices[f"event.{event.id}.deleted"]) == after
    assert {f"shift.{each.id}.deleted" for each in shifts} <= notices.keys()


async def test_an_event_that_somebody_signed_up_for_is_kept(stage: Stage) -> None:
    event = await stage.published()
    await stage.cancel(await stage.sign_up(await stage.shift(event)))
    with pytest.raises(Refused) as refused:
        await delete(stage, event)
    assert refused.value.reason == "SIGN_UPS_KEPT"
    assert await listed(stage) == [event.id]


async def test_nothing_happens_to_a_deleted_event(stage: Stage) -> None:
    event = await stage.draft()
    await delete(stage, event)
    for request in (
        event_pb2.PublishEventRequest(event_id=event.id),
        event_pb2.CancelEventRequest(event_id=event.id),
        event_pb2.CompleteEventRequest(event_id=event.id),
        shift_pb2.CreateShiftRequest(shift=stage.shift_of(event)),
    ):
        answer: type[Message] = event_pb2.Event
        with pytest.raises(Refused):
            await stage.call(request, answer)


async def test_a_cancelled_event_without_sign_ups_can_be_deleted(stage: Stage) -> None:
    event = await stage.published()
    request = event_pb2.CancelEventRequest(event_id=event.id, reason="a mistake")
    await stage.call(request, event_pb2.Event)
    after = await delete(stage, event)
    assert (after.state, after.cancel_reason) == (DELETED, "")
