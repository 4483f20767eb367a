"""Offers of places that were freed, and their acceptance."""

from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.events.eligibility.rules import Facts, reasons_against
from services.events.waitlist import jobs as waitlist
from services.events.waitlist.jobs import first_in_line
from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied, Violation
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, mask
from tests.events.waitlist.waiting import (
    CONFIRMED,
    OFFERED,
    WAITLISTED,
    full,
    numbers,
    reason,
)

EXPIRED = pb.SIGN_UP_STATE_EXPIRED


async def resize(stage: Stage, shift: shift_pb2.Shift, capacity: int) -> None:
    await stage.call(
        shift_pb2.UpdateShiftRequest(
            shift_id=shift.id,
            shift=shift_pb2.Shift(capacity=capacity),
            update_mask=mask("capacity"),
        ),
        shift_pb2.Shift,
    )


class TestOffers:
    async def test_go_to_whoever_waits_longest(self, stage: Stage) -> None:
        shift, held = await full(stage)
        first, second = await stage.wait_for(shift), await stage.wait_for(shift)
        await stage.cancel(held)
        offered = await stage.becomes(first, OFFERED)
        assert await numbers(stage, shift) == (1, 1, 1)
        assert (await stage.get_sign_up(second)).state == WAITLISTED
        assert offered.HasField("offer_expire_time")

    async def test_one_for_each_place_that_is_added(self, stage: Stage) -> None:
        shift, _ = await full(stage)
        waiting = [await stage.wait_for(shift) for _ in range(4)]
        await resize(stage, shift, 4)
        for each in waiting[:3]:
            await stage.becomes(each, OFFERED)
        assert await numbers(stage, shift) == (4, 3, 1)

    async def test_pass_over_whoever_cannot_take_the_place(self, stage: Stage) -> None:
        shift, held = await full(stage)
        engaged, suspended = uuid7(), uuid7()
        passed = [await stage.wait_for(shift, person) for person in (engaged, suspended)]
        able = await stage.wait_for(shift)
        elsewhere = await stage.sign_up(await stage.shift(), engaged)
        await stage.knows_person(suspended, state="SUSPENDED")
        await stage.cancel(held)
        offered = await stage.becomes(able, OFFERED)
        assert [(await stage.get_sign_up(each)).state for each in passed] == [WAITLISTED] * 2
        # They keep their place in the queue: whoever can again is the first.
        last = await stage.wait_for(shift)
        await stage.cancel(elsewhere)
        await stage.cancel(offered)
        await stage.becomes(passed[0], OFFERED)
        assert (await stage.get_sign_up(last)).state == WAITLISTED

    async def test_pass_over_whoever_has_lost_a_skill(self, stage: Stage) -> None:
        cook, other = uuid7(), uuid7()
        for person in (cook, other):
            await stage.knows_person(person, skills=("做饭",))
        holder = uuid7()
        await stage.knows_person(holder, skills=("做饭",))
        shift = await stage.shift(capacity=1, required_skills=["做饭"])
        held = await stage.sign_up(shift, holder)
        first, second = await stage.wait_for(shift, cook), await stage.wait_for(shift, other)
        await stage.sql("UPDATE person SET skills = '[]' WHERE id = $1", cook)
        await stage.cancel(held)
        await stage.becomes(second, OFFERED)
        assert (await stage.get_sign_up(first)).state == WAITLISTED

    async def test_go_to_whoever_has_the_skill_however_it_is_written(self, stage: Stage) -> None:
        holder, able = uuid7(), uuid7()
        await stage.knows_person(holder, skills=("First aid",))
        await stage.knows_person(able, skills=("Ｆirst  AID", "駕駛"))
        shift = await stage.shift(capacity=1, required_skills=["First aid"])
        held = await stage.sign_up(shift, holder)
        waiting = await stage.wait_for(shift, able)
        await stage.cancel(held)
        await stage.becomes(waiting, OFFERED)

    async def test_read_none_of_those_who_cannot_take_the_place(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Such a queue is looked at every second, for as long as its shift has a free place."""
        (shift, held), others = await full(stage), await stage.shift(capacity=20)
        engaged, suspended, unskilled, able = [uuid7() for _ in range(9)], uuid7(), uuid7(), uuid7()
        people = (*engaged, suspended, unskilled, able)
        waiting = [await stage.wait_for(shift, each) for each in people]
        for each in engaged:
            await stage.sign_up(others, each)
        await stage.knows_person(suspended, state="SUSPENDED", skills=("做饭", "急救"))
        await stage.knows_person(unskilled, skills=("做饭",))
        await stage.call(
            shift_pb2.UpdateShiftRequest(
                shift_id=shift.id,
                shift=shift_pb2.Shift(required_skills=["做饭", "急救"]),
                update_mask=mask("required_skills"),
            ),
            shift_pb2.Shift,
        )
        judged: list[Facts] = []

        def judge(facts: Facts) -> list[Violation]:
            if {*facts.required_skills} == {
                "做饭",
                "急救",
            }:  # services of other tests judge here too
                judged.append(facts)
            return reasons_against(facts)

        monkeypatch.setattr(waitlist, "reasons_against", judge)
        await stage.cancel(held)
        units = stage.platform.services["events"].units
        async with units.writing(Caller("test")) as work:
            assert await first_in_line(UUID(shift.id), work) is None
        assert judged == []
        await stage.knows_person(able, skills=("急救", "做饭"))
        await stage.becomes(waiting[-1], OFFERED)
        assert judged  # the control

    async def test_hold_the_time_of_the_person(self, stage: Stage) -> None:
        (shift, held), me = await full(stage), uuid7()
        waiting = await stage.wait_for(shift, me)
        await stage.cancel(held)
        await stage.becomes(waiting, OFFERED)
        assert await reason(stage.sign_up(await stage.shift(), me)) == "OVERLAPPING_SIGN_UP"

    async def test_hold_the_place_for_as_long_as_the_shift_says(self, timed: Stage) -> None:
        for seconds, held_for in ((0, timedelta(hours=12)), (2, timedelta(seconds=2))):
            shift, held = await full(timed, offer_seconds=seconds)
            waiting = await timed.wait_for(shift)
            await timed.cancel(held)
            offered = await timed.becomes(waiting, OFFERED)
            until = offered.offer_expire_time.ToDatetime(tzinfo=UTC)
            assert until == timed.clock.now() + held_for

    async def test_end_with_the_shift(self, timed: Stage) -> None:
        shift, held = await full(timed, offer_seconds=7 * 24 * 3600)
        waiting = await timed.wait_for(shift)
        await timed.cancel(held)
        offered = await timed.becomes(waiting, OFFERED)
        assert offered.offer_expire_time == shift.end_time

    @pytest.mark.parametrize("seconds", [-1, 7 * 24 * 3600 + 1])
    async def test_are_held_for_seven_days_at_most(self, stage: Stage, seconds: int) -> None:
        with pytest.raises(InvalidArgument) as refused:
            await stage.shift(offer_seconds=seconds)
        assert refused.value.violations[0].field == "shift.offer_seconds"

    async def test_are_announced(self, stage: Stage) -> None:
        shift, held = await full(stage)
        waiting = await stage.wait_for(shift)
        await stage.cancel(held)
        notices = await stage.notices(until=f"sign_up.{waiting.id}.offered")
        told = shift_pb2.Shift.FromString(notices[f"shift.{shift.id}.offered"])
        assert (told.places_taken, told.places_offered, told.waitlist_length) == (1, 1, 0)

    async def test_a_shift_that_fails_holds_up_no_other(self, stage: Stage) -> None:
        broken, sound = await full(stage), await full(stage)
        stuck, waiting = await stage.wait_for(broken[0]), await stage.wait_for(sound[0])
        await stage.script(
            f"""CREATE FUNCTION fail() RETURNS trigger AS $$ BEGIN
                IF NEW.shift_id = '{broken[0].id}' THEN RAISE 'broken'; END IF;
                RETURN NEW; END $$ LANGUAGE plpgsql;
            CREATE TRIGGER fail BEFORE UPDATE ON sign_up FOR EACH ROW
                WHEN (NEW.state = 'OFFERED') EXECUTE FUNCTION fail();"""
        )
        await stage.cancel(broken[1])
        await stage.cancel(sound[1])
        await stage.becomes(waiting, OFFERED)
        assert (await stage.get_sign_up(stuck)).state == WAITLISTED
        await stage.script("DROP TRIGGER fail ON sign_up")
        stage.look()
        await stage.becomes(stuck, OFFERED)


class TestAcceptOffer:
    async def offered(self, stage: Stage, **values: Any) -> tuple[shift_pb2.Shift, pb.SignUp]:
        shift, held = await full(stage, **values)
        waiting = await stage.wait_for(shift)
        await stage.cancel(held)
        return shift, await stage.becomes(waiting, OFFERED)

    async def test_confirms_the_sign_up(self, stage: Stage) -> None:
        shift, offered = await self.offered(stage)
        accepted = await stage.accept(offered)
        assert accepted.state == CONFIRMED
        assert not accepted.HasField("offer_expire_time")
        assert await numbers(stage, shift) == (1, 0, 0)
        notices = await stage.notices(until=f"sign_up.{offered.id}.confirmed")
        assert f"shift.{shift.id}.accepted" in notices

    async def test_is_for_the_person_alone(self, stage: Stage) -> None:
        _, offered = await self.offered(stage)
        request = pb.AcceptOfferRequest(sign_up_id=offered.id)
        for passport in (stage.leader, stage.office.person(), stage.office.person(admin=True)):
            with pytest.raises(PermissionDenied):
                await stage.call(request, pb.SignUp, passport)

    async def test_is_refused_after_its_time_even_before_it_expired(self, timed: Stage) -> None:
        _, offered = await self.offered(timed, offer_seconds=60)
        timed.clock.advance(seconds=60)
        assert await reason(timed.accept(offered)) == "OFFER_EXPIRED"
        await timed.becomes(offered, EXPIRED)
        assert await reason(timed.accept(offered)) == "OFFER_EXPIRED"

    async def test_is_possible_to_the_last_moment(self, timed: Stage) -> None:
        _, offered = await self.offered(timed, offer_seconds=60)
        timed.clock.advance(seconds=59, milliseconds=999)
        assert (await timed.accept(offered)).state == CONFIRMED

    async def test_is_refused_in_every_other_state(self, stage: Stage) -> None:
        shift, held = await full(stage)
        waiting = await stage.wait_for(shift)
        for sign_up in (held, waiting, await stage.cancel(waiting)):
            assert await reason(stage.accept(sign_up)) == "STATE_DOES_NOT_ALLOW"

    async def test_is_refused_to_whoever_was_suspended_meanwhile(self, stage: Stage) -> None:
        shift, offered = await self.offered(stage)
        await stage.knows_person(UUID(offered.person_id), state="SUSPENDED")
        assert await reason(stage.accept(offered)) == "PERSON_SUSPENDED"
        assert await numbers(stage, shift) == (1, 1, 0)


class TestExpiry:
    async def test_gives_the_place_to_the_next(self, timed: Stage) -> None:
        shift, held = await full(timed, offer_seconds=60)
        first, second = await timed.wait_for(shift), await timed.wait_for(shift)
        await timed.cancel(held)
        await timed.becomes(first, OFFERED)
        timed.pass_time(seconds=61)
        expired = await timed.becomes(first, EXPIRED)
        assert not expired.HasField("offer_expire_time")
        await timed.becomes(second, OFFERED)
        assert await numbers(timed, shift) == (1, 1, 0)
        notices = await timed.notices(until=f"sign_up.{second.id}.offered")
        assert f"sign_up.{first.id}.expired" in notices

    async def test_comes_round_by_the_clock_alone(self, timed: Stage) -> None:
        shift, held = await full(timed, offer_seconds=60)
        waiting = await timed.wait_for(shift)
        await timed.cancel(held)
        await timed.becomes(waiting, OFFERED)
        timed.clock.advance(seconds=61)
        await timed.becomes(waiting, EXPIRED)

    async def test_lets_the_person_join_again_at_the_end(self, timed: Stage) -> None:
        shift, held = await full(timed, offer_seconds=60)
        me = uuid7()
        first, second = await timed.wait_for(shift, me), await timed.wait_for(shift)
        await timed.cancel(held)
        await timed.becomes(first, OFFERED)
        timed.pass_time(seconds=61)
        await timed.becomes(second, OFFERED)
        again = await timed.wait_for(shift, me)
        assert again.id != first.id

    async def test_ends_waiting_with_the_shift(self, timed: Stage) -> None:
        shift, held = await full(timed)
        waiting = [await timed.wait_for(shift) for _ in range(3)]
        timed.pass_time(hours=27)
        for each in waiting:
            await timed.becomes(each, EXPIRED)
        assert await numbers(timed, shift) == (1, 0, 0)
        assert (await timed.get_sign_up(held)).state == CONFIRMED
