"""ApprovalService, called over gRPC: sign-ups that hold a place until an organizer decides."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import approval_pb2 as pb
from banyan.events.v1 import attendance_pb2, event_pb2, shift_pb2, stand_in_pb2, swap_pb2
from banyan.events.v1 import sign_up_pb2 as su
from banyan.events.v1.sign_up_rules_pb2 import SignUpRules

from services.kit.errors import PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours, mask

REQUESTED, CONFIRMED = su.SIGN_UP_STATE_REQUESTED, su.SIGN_UP_STATE_CONFIRMED
WAITLISTED, OFFERED = su.SIGN_UP_STATE_WAITLISTED, su.SIGN_UP_STATE_OFFERED
DECLINED, EXPIRED = su.SIGN_UP_STATE_DECLINED, su.SIGN_UP_STATE_EXPIRED


async def asking(stage: Stage, **values: Any) -> shift_pb2.Shift:
    """Returns a shift of an event whose organizers decide about each sign-up."""
    event = await stage.published(sign_up_rules=SignUpRules(needs_approval=True))
    return await stage.shift(event, **values)


async def approve(stage: Stage, sign_up: su.SignUp, passport: str | None = None) -> su.SignUp:
    return await stage.call(pb.ApproveSignUpRequest(sign_up_id=sign_up.id), su.SignUp, passport)


async def decline(stage: Stage, sign_up: su.SignUp, reason: str = "") -> su.SignUp:
    request = pb.DeclineSignUpRequest(sign_up_id=sign_up.id, reason=reason)
    return await stage.call(request, su.SignUp)


async def places(stage: Stage, shift: shift_pb2.Shift) -> tuple[int, int, int]:
    """Returns how many places are taken, offered and requested."""
    found = await stage.get_shift(shift)
    return found.places_taken, found.places_offered, found.places_requested


async def test_a_request_holds_a_place_until_somebody_decides(stage: Stage) -> None:
    shift, other = await asking(stage, capacity=2), await stage.somebody()
    first, second = await stage.sign_up(shift), await stage.sign_up(shift)
    assert first.state == second.state == REQUESTED
    assert await places(stage, shift) == (2, 0, 2)
    waiting = await stage.wait_for(shift, other)
    approved = await approve(stage, first)
    assert approved.state == CONFIRMED
    assert await places(stage, shift) == (2, 0, 1)
    declined = await decline(stage, second, "满了 we have enough drivers")
    assert (declined.state, declined.cancel_reason) == (DECLINED, "满了 we have enough drivers")
    offered = await stage.becomes(waiting, OFFERED)
    assert (await stage.accept(offered)).state == REQUESTED  # whoever waited is asked about, too
    assert await places(stage, shift) == (2, 0, 1)
    for attempt in (approve(stage, approved), approve(stage, declined), decline(stage, approved)):
        with pytest.raises(Refused):
            await attempt


async def test_only_who_manages_the_event_decides(stage: Stage) -> None:
    me = uuid7()
    request = await stage.sign_up(await asking(stage), me)
    for passport in (stage.office.person(me), stage.holding("SUPERVISOR"), await stage.member()):
        with pytest.raises(PermissionDenied):
            await approve(stage, request, passport)
    assert (await approve(stage, request, stage.holding("COORDINATOR"))).state == CONFIRMED


async def test_organizers_sign_others_up_without_it(stage: Stage) -> None:
    shift, person_id = await asking(stage), await stage.somebody()
    assert (await stage.sign_up_for(shift, person_id)).state == CONFIRMED
    assert await places(stage, shift) == (1, 0, 0)


async def test_a_request_takes_the_time_of_its_person_and_can_be_given_back(stage: Stage) -> None:
    me, shift = uuid7(), await asking(stage, capacity=1)
    request = await stage.sign_up(shift, me)
    with pytest.raises(Refused) as refused:
        await stage.sign_up(await stage.shift(), me)
    assert refused.value.reason == "OVERLAPPING_SIGN_UP"
    cancelled = await stage.cancel(request, stage.office.person(me))
    assert not cancelled.cancelled_late
    assert await places(stage, shift) == (0, 0, 0)
    assert (await stage.sign_up(shift, me)).state == REQUESTED


async def test_who_was_declined_is_not_asked_about_again(stage: Stage) -> None:
    shift, me = await asking(stage), await stage.somebody()
    other = await stage.shift(event_pb2.Event(id=shift.event_id, start_time=in_hours(30)))
    await decline(stage, await stage.sign_up(shift, me))
    for attempt in (stage.sign_up(shift, me), stage.sign_up(shift, me, join_waitlist=True)):
        with pytest.raises(Refused) as refused:
            await attempt
        assert refused.value.reason == "SIGN_UP_DECLINED"
    assert (await stage.sign_up(other, me)).state == REQUESTED
    assert (await stage.sign_up_for(shift, me)).state == CONFIRMED


async def test_what_nobody_decides_about_ends_with_the_shift(timed: Stage) -> None:
    request = await timed.sign_up(await asking(timed))
    timed.pass_time(hours=27)
    await timed.becomes(request, EXPIRED)
    with pytest.raises(Refused):
        await approve(timed, request)


async def test_what_nobody_can_override_stands_against_an_approval(stage: Stage) -> None:
    shift, me = await asking(stage), await stage.somebody()
    request = await stage.sign_up(shift, me)
    await stage.sql("UPDATE person SET state = 'SUSPENDED' WHERE id = $1", me)
    with pytest.raises(Refused) as refused:
        await approve(stage, request)
    assert refused.value.reason == "PERSON_SUSPENDED"
    assert await places(stage, shift) == (1, 0, 1)
    # What an organizer can override is overridden by approving it.
    await stage.sql("UPDATE person SET state = 'ACTIVE' WHERE id = $1", me)
    change = event_pb2.UpdateEventRequest(
        event_id=shift.event_id,
        event=event_pb2.Event(visibility=event_pb2.EVENT_VISIBILITY_MEMBERS),
        update_mask=mask("visibility"),
    )
    await stage.call(change, event_pb2.Event)
    await stage.sql("UPDATE membership SET state = 'ENDED' WHERE person_id = $1", me)
    assert (await approve(stage, request)).state == CONFIRMED


async def test_nobody_is_checked_in_before_it(stage: Stage) -> None:
    event = await stage.published(
        start_time=in_hours(-1), sign_up_rules=SignUpRules(needs_approval=True)
    )
    request = await stage.sign_up(await stage.shift(event))
    check_in = attendance_pb2.CheckInRequest(sign_up_id=request.id)
    with pytest.raises(Refused) as refused:
        await stage.call(check_in, su.SignUp)
    assert refused.value.reason == "NOT_APPROVED"
    await approve(stage, request)
    assert (await stage.call(check_in, su.SignUp)).state == su.SIGN_UP_STATE_CHECKED_IN


async def test_what_passes_to_somebody_else_is_a_request_again(stage: Stage) -> None:
    one, other, taker = [await stage.somebody() for _ in range(3)]
    event = await stage.published(sign_up_rules=SignUpRules(needs_approval=True))
    first = await stage.shift(event, capacity=1)
    second = await stage.shift(event, capacity=1, start_time=in_hours(30), end_time=in_hours(31))
    mine, theirs = await stage.sign_up(first, one), await stage.sign_up(second, other)
    for each in (mine, theirs):
        await approve(stage, each)
    swap = await stage.call(
        swap_pb2.ProposeSwapRequest(sign_up_id=mine.id, other_sign_up_id=theirs.id),
        swap_pb2.Swap,
        stage.office.person(one),
    )
    accepted = await stage.call(
        swap_pb2.AcceptSwapRequest(swap_id=swap.id), swap_pb2.Swap, stage.office.person(other)
    )
    swapped = await stage.get_sign_up(su.SignUp(id=accepted.new_sign_up_id))
    assert (swapped.state, swapped.shift_id) == (REQUESTED, second.id)
    assert await places(stage, first) == await places(stage, second) == (1, 0, 1)
    await approve(stage, swapped)
    asked = await stage.call(
        stand_in_pb2.AskForStandInRequest(sign_up_id=swapped.id),
        stand_in_pb2.StandIn,
        stage.office.person(one),
    )
    taken = await stage.call(
        stand_in_pb2.TakeStandInRequest(stand_in_id=asked.id),
        stand_in_pb2.StandIn,
        stage.office.person(taker),
    )
    found = await stage.get_sign_up(su.SignUp(id=taken.taker_sign_up_id))
    assert (found.state, found.person_id) == (REQUESTED, str(taker))
    assert await places(stage, second) == (1, 0, 1)


async def test_of_those_who_decide_at_once_one_does(stage: Stage) -> None:
    shift = await asking(stage, capacity=4)
    for _ in range(4):
        me = uuid7()
        request = await stage.sign_up(shift, me)
        done = await asyncio.gather(
            approve(stage, request),
            decline(stage, request),
            stage.cancel(request, stage.office.person(me)),
            approve(stage, request),
            return_exceptions=True,
        )
        # A place that was approved first can still be given back.
        states = [each.state for each in done if isinstance(each, su.SignUp)]
        found = await stage.get_sign_up(request)
        assert found.state in states
        assert sum(state == CONFIRMED for state in states) <= 1
        assert len(states) == 1 or set(states) == {CONFIRMED, su.SIGN_UP_STATE_CANCELLED}
        holds = found.state == CONFIRMED
        assert await places(stage, shift) == (int(holds), 0, 0)
        if holds:
            await stage.cancel(found)


async def test_many_requests_never_take_more_places_than_there_are(stage: Stage) -> None:
    shift = await asking(stage, capacity=2)
    people: list[UUID] = [uuid7() for _ in range(8)]
    tries = await asyncio.gather(
        *(stage.sign_up(shift, each) for each in people), return_exceptions=True
    )
    taken = [each for each in tries if isinstance(each, su.SignUp)]
    assert [each.state for each in taken] == [REQUESTED, REQUESTED]
    assert await places(stage, shift) == (2, 0, 2)
