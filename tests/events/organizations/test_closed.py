"""Closed organizations: nothing new is planned or promised, and what was promised can be settled."""

from collections.abc import Callable
from typing import Any

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.kit.errors import InvalidArgument, Refused
from tests.events.stage import Stage, mask


async def test_nothing_new_is_planned_or_promised(stage: Stage) -> None:
    event = await stage.published()
    shift = await stage.shift(event, capacity=1)
    held, waiting = await stage.sign_up(shift), await stage.wait_for(shift)
    draft = await stage.draft()
    await stage.knows_organization(state="CLOSED")
    calls: tuple[Any, ...] = (
        stage.draft(),
        stage.call(event_pb2.PublishEventRequest(event_id=draft.id), event_pb2.Event),
        stage.call(
            event_pb2.UpdateEventRequest(
                event_id=event.id,
                event=event_pb2.Event(title="晚会"),
                update_mask=mask("title"),
            ),
            event_pb2.Event,
        ),
        stage.shift(event),
        stage.call(
            shift_pb2.UpdateShiftRequest(
                shift_id=shift.id, shift=shift_pb2.Shift(capacity=9), update_mask=mask("capacity")
            ),
            shift_pb2.Shift,
        ),
        stage.sign_up(shift),
        stage.sign_up(shift, join_waitlist=True),
    )
    for call in calls:
        with pytest.raises(Refused) as refused:
            await call
        assert "ORGANIZATION_CLOSED" in {
            refused.value.reason,
            *(found.reason for found in refused.value.violations),
        }
    await stage.cancel(held)
    stage.look()
    await stage.call(event_pb2.CancelEventRequest(event_id=event.id), event_pb2.Event)
    assert (await stage.get_sign_up(waiting)).state == pb.SIGN_UP_STATE_CANCELLED


async def test_that_is_told_before_the_mistakes_of_a_form(stage: Stage) -> None:
    draft = await stage.draft()
    nothing = {"title": ""}
    forms: tuple[Callable[[], Any], ...] = (
        lambda: stage.draft(**nothing),
        lambda: stage.shift(draft, **nothing),
    )
    for form in forms:
        with pytest.raises(InvalidArgument):
            await form()
    await stage.knows_organization(state="CLOSED")
    for form in forms:
        with pytest.raises(Refused) as refused:
            await form()
        assert (refused.value.reason, list(refused.value.violations)) == ("ORGANIZATION_CLOSED", [])
    # Who may not plan there hears of the form alone.
    stage.leader = stage.office.person()
    for form in forms:
        with pytest.raises(InvalidArgument):
            await form()


async def test_an_offer_made_before_is_no_longer_accepted(stage: Stage) -> None:
    shift = await stage.shift(capacity=1)
    held, waiting = await stage.sign_up(shift), await stage.wait_for(shift)
    await stage.cancel(held)
    offered = await stage.becomes(waiting, pb.SIGN_UP_STATE_OFFERED)
    await stage.knows_organization(state="CLOSED")
    with pytest.raises(Refused) as refused:
        await stage.accept(offered)
    assert refused.value.reason == "ORGANIZATION_CLOSED"
