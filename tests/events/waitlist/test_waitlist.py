"""Waitlists: who waits, who is offered a place, and until when it is held."""

from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours, mask
from tests.events.waitlist.waiting import (
    CANCELLED,
    CONFIRMED,
    OFFERED,
    WAITLISTED,
    full,
    numbers,
    reason,
)


class TestJoining:
    async def test_waits_where_every_place_is_taken(self, stage: Stage) -> None:
        shift, _ = await full(stage)
        waiting = await stage.wait_for(shift)
        assert not waiting.HasField("offer_expire_time")
        assert await numbers(stage, shift) == (1, 0, 1)

    async def test_takes_a_place_where_one_is_free(self, stage: Stage) -> None:
        sign_up = await stage.sign_up(await stage.shift(), join_waitlist=True)
        assert sign_up.state == CONFIRMED

    async def test_is_told_of_where_it_was_not_asked_for(self, stage: Stage) -> None:
        shift, _ = await full(stage)
        with pytest.raises(Refused) as refused:
            await stage.sign_up(shift)
        assert refused.value.reason == "SHIFT_FULL"
        assert "waitlist" in refused.value.message

    async def test_once_for_each_person(self, stage: Stage) -> None:
        (shift, held), me = await full(stage), uuid7()
        await stage.wait_for(shift, me)
        again = stage.sign_up(shift, me, join_waitlist=True)
        assert await reason(again) == "ALREADY_SIGNED_UP"
        holder = UUID(held.person_id)
        again = stage.sign_up(shift, holder, join_waitlist=True)
        assert await reason(again) == "ALREADY_SIGNED_UP"
        assert await numbers(stage, shift) == (1, 0, 1)

    async def test_holds_no_time(self, stage: Stage) -> None:
        shift, _ = await full(stage)
        me = uuid7()
        await stage.wait_for(shift, me)
        assert (await stage.sign_up(await stage.shift(), me)).state == CONFIRMED

    async def test_is_refused_for_what_would_refuse_the_place(self, stage: Stage) -> None:
        shift, _ = await full(stage)
        engaged, suspended, unskilled = uuid7(), uuid7(), uuid7()
        await stage.sign_up(await stage.shift(), engaged)
        await stage.knows_person(suspended, state="SUSPENDED")
        await stage.knows_person(unskilled)
        for person, why in ((engaged, "OVERLAPPING_SIGN_UP"), (suspended, "PERSON_SUSPENDED")):
            assert await reason(stage.sign_up(shift, person, join_waitlist=True)) == why
        cook = await stage.shift(capacity=1, required_skills=["做饭"])
        assert await reason(stage.sign_up(cook, unskilled, join_waitlist=True)) == "SKILL_MISSING"
        assert await numbers(stage, shift) == (1, 0, 0)

    async def test_announces_the_sign_up_and_the_shift(self, stage: Stage) -> None:
        shift, _ = await full(stage)
        waiting = await stage.wait_for(shift)
        notices = await stage.notices(until=f"sign_up.{waiting.id}.waitlisted")
        told = shift_pb2.Shift.FromString(notices[f"shift.{shift.id}.waitlist_joined"])
        assert told.waitlist_length == 1

    async def test_a_freed_place_is_never_snatched_past_the_queue(self, stage: Stage) -> None:
        shift, held = await full(stage)
        blocked = uuid7()
        await stage.wait_for(shift, blocked)
        await stage.sign_up(await stage.shift(), blocked)  # so that the free place stays free
        await stage.cancel(held)
        assert await reason(stage.sign_up(shift)) == "SHIFT_FULL"
        waiting = await stage.sign_up(shift, join_waitlist=True)
        assert waiting.state == WAITLISTED
        await stage.becomes(waiting, OFFERED)

    async def test_the_waitlist_is_listed_in_order(self, stage: Stage) -> None:
        shift, _ = await full(stage)
        waiting = [await stage.wait_for(shift) for _ in range(5)]
        found = await stage.call(
            pb.ListSignUpsRequest(shift_id=shift.id, states=[WAITLISTED], page_size=3),
            pb.ListSignUpsResponse,
        )
        rest = await stage.call(
            pb.ListSignUpsRequest(
                shift_id=shift.id, states=[WAITLISTED], page_token=found.next_page_token
            ),
            pb.ListSignUpsResponse,
        )
        assert [*found.sign_ups, *rest.sign_ups] == waiting


class TestLeaving:
    async def test_the_waitlist(self, stage: Stage) -> None:
        shift, _ = await full(stage)
        waiting = await stage.wait_for(shift)
        assert (await stage.cancel(waiting)).state == CANCELLED
        assert await numbers(stage, shift) == (1, 0, 0)
        notices = await stage.notices(until=f"sign_up.{waiting.id}.cancelled")
        assert f"shift.{shift.id}.waitlist_left" in notices

    async def test_an_offer_passes_it_on(self, stage: Stage) -> None:
        shift, held = await full(stage)
        first, second = await stage.wait_for(shift), await stage.wait_for(shift)
        await stage.cancel(held)
        declined = await stage.cancel(await stage.becomes(first, OFFERED))
        assert declined.state == CANCELLED
        assert not declined.HasField("offer_expire_time")
        await stage.becomes(second, OFFERED)
        assert await numbers(stage, shift) == (1, 1, 0)


class TestEventsAndShifts:
    async def test_the_times_do_not_change_while_somebody_waits(self, stage: Stage) -> None:
        shift, held = await full(stage)
        blocked = uuid7()
        await stage.wait_for(shift, blocked)
        await stage.sign_up(await stage.shift(), blocked)
        await stage.cancel(held)
        assert await numbers(stage, shift) == (0, 0, 1)
        move = shift_pb2.UpdateShiftRequest(
            shift_id=shift.id,
            shift=shift_pb2.Shift(end_time=in_hours(30)),
            update_mask=mask("end_time"),
        )
        assert await reason(stage.call(move, shift_pb2.Shift)) == "SIGN_UPS_STAND"

    async def test_the_waitlist_does_not_spoil_an_edit(self, stage: Stage) -> None:
        shift, _ = await full(stage)
        await stage.wait_for(shift)
        assert (await stage.get_shift(shift)).etag == shift.etag

    async def test_cancelling_the_event_cancels_who_waits_and_who_was_offered_a_place(
        self, stage: Stage
    ) -> None:
        shift, held = await full(stage, capacity=2)
        first = await stage.sign_up(shift)
        waiting = [await stage.wait_for(shift) for _ in range(3)]
        await stage.cancel(first)
        await stage.becomes(waiting[0], OFFERED)
        await stage.call(event_pb2.CancelEventRequest(event_id=shift.event_id), event_pb2.Event)
        for each in (held, *waiting):
            found = await stage.get_sign_up(each)
            assert found.state == CANCELLED
            assert not found.HasField("offer_expire_time")
        assert await numbers(stage, shift) == (0, 0, 0)
