"""SignUpService."""

import asyncio
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.kit.errors import InvalidArgument, PermissionDenied, Refused, Unauthenticated
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours

CONFIRMED, CANCELLED = pb.SIGN_UP_STATE_CONFIRMED, pb.SIGN_UP_STATE_CANCELLED


async def reasons(stage: Stage, shift: shift_pb2.Shift, person_id: UUID | None = None) -> list[str]:
    """Returns what stands against a sign-up, which must be refused."""
    with pytest.raises(Refused) as refused:
        await stage.sign_up(shift, person_id)
    found = [violation.reason for violation in refused.value.violations]
    assert refused.value.reason == found[0]
    return found


async def end(stage: Stage, shift: shift_pb2.Shift) -> None:
    """Lets the shift have ended an hour ago."""
    for table, column in (("shift", "id"), ("sign_up", "shift_id")):
        await stage.sql(
            f"UPDATE {table} SET start_time = now() - interval '3 hours',"
            f" end_time = now() - interval '1 hour' WHERE {column} = $1",
            UUID(shift.id),
        )


class TestCreateSignUp:
    async def test_takes_a_place(self, stage: Stage) -> None:
        shift, me = await stage.shift(), uuid7()
        sign_up = await stage.sign_up(shift, me)
        assert sign_up.state == CONFIRMED
        assert (sign_up.shift_id, sign_up.event_id) == (shift.id, shift.event_id)
        assert (sign_up.person_id, sign_up.organization_id) == (str(me), shift.organization_id)
        assert (sign_up.start_time, sign_up.end_time) == (shift.start_time, shift.end_time)
        assert (await stage.get_shift(shift)).places_taken == 1

    async def test_announces_the_sign_up_and_the_shift(self, stage: Stage) -> None:
        shift = await stage.shift()
        await stage.sign_up(shift)
        last = await stage.sign_up(shift)
        notices = await stage.notices(until=f"sign_up.{last.id}.confirmed")
        assert pb.SignUp.FromString(notices[f"sign_up.{last.id}.confirmed"]) == last
        places = {
            verb: shift_pb2.Shift.FromString(notices[f"shift.{shift.id}.{verb}"]).places_taken
            for verb in ("created", "taken", "filled")
        }
        assert places == {"created": 0, "taken": 1, "filled": 2}

    async def test_needs_no_notice_of_the_person(self, stage: Stage) -> None:
        assert (await stage.sign_up(await stage.shift(), uuid7())).state == CONFIRMED

    async def test_refuses_anonymous_callers(self, stage: Stage) -> None:
        shift = await stage.shift()
        with pytest.raises(Unauthenticated):
            await stage.call(
                pb.CreateSignUpRequest(shift_id=shift.id), pb.SignUp, stage.office.anonymous()
            )

    async def test_says_the_same_of_a_hidden_and_of_a_missing_shift(self, stage: Stage) -> None:
        hidden = await stage.shift(
            await stage.published(visibility=event_pb2.EVENT_VISIBILITY_MEMBERS), minimum_age=18
        )
        messages = set()
        for shift in (hidden, shift_pb2.Shift(id=str(uuid7()))):
            with pytest.raises(PermissionDenied) as refused:
                await stage.sign_up(shift)
            messages.add((refused.value.message, refused.value.reason))
        assert len(messages) == 1

    async def test_refuses_a_draft_even_to_those_who_see_it(self, stage: Stage) -> None:
        shift = await stage.shift(await stage.draft())
        with pytest.raises(Refused) as refused:
            await stage.call(pb.CreateSignUpRequest(shift_id=shift.id), pb.SignUp)
        assert refused.value.reason == "EVENT_NOT_PUBLISHED"

    async def test_refuses_a_cancelled_event(self, stage: Stage) -> None:
        shift = await stage.shift()
        await stage.call(event_pb2.CancelEventRequest(event_id=shift.event_id), event_pb2.Event)
        assert await reasons(stage, shift) == ["EVENT_NOT_PUBLISHED"]

    async def test_refuses_a_completed_event(self, stage: Stage) -> None:
        event = await stage.published(start_time=in_hours(-5), end_time=in_hours(-1))
        shift = await stage.shift(event)
        await stage.call(event_pb2.CompleteEventRequest(event_id=event.id), event_pb2.Event)
        assert await reasons(stage, shift) == ["EVENT_NOT_PUBLISHED", "SHIFT_ENDED"]

    async def test_refuses_a_shift_that_has_ended_but_not_one_that_runs(self, stage: Stage) -> None:
        event = await stage.published(start_time=in_hours(-5), end_time=in_hours(5))
        ended = await stage.shift(event)
        running = await stage.shift(event, end_time=in_hours(1))
        assert await reasons(stage, ended) == ["SHIFT_ENDED"]
        assert (await stage.sign_up(running)).state == CONFIRMED

    async def test_refuses_a_full_shift(self, stage: Stage) -> None:
        shift = await stage.shift(capacity=1)
        await stage.sign_up(shift)
        assert await reasons(stage, shift) == ["SHIFT_FULL"]
        assert (await stage.get_shift(shift)).places_taken == 1

    async def test_refuses_a_second_sign_up_for_the_same_shift(self, stage: Stage) -> None:
        shift, me = await stage.shift(), uuid7()
        await stage.sign_up(shift, me)
        assert await reasons(stage, shift, me) == ["ALREADY_SIGNED_UP"]
        assert (await stage.get_shift(shift)).places_taken == 1

    async def test_refuses_a_second_place_at_the_same_time(self, stage: Stage) -> None:
        event, me = await stage.published(), uuid7()
        first, second = await stage.shift(event), await stage.shift(await stage.published())
        after = await stage.shift(event, start_time=first.end_time, end_time=in_hours(30))
        await stage.sign_up(first, me)
        assert await reasons(stage, second, me) == ["OVERLAPPING_SIGN_UP"]
        assert (await stage.get_shift(second)).places_taken == 0
        # One that begins when the other ends is at another time.
        assert (await stage.sign_up(after, me)).state == CONFIRMED

    async def test_takes_another_once_the_first_is_cancelled(self, stage: Stage) -> None:
        first, second, me = await stage.shift(), await stage.shift(), uuid7()
        before = await stage.sign_up(first, me)
        await stage.cancel(before, stage.office.person(me))
        await stage.sign_up(second, me)
        assert await reasons(stage, first, me) == ["OVERLAPPING_SIGN_UP"]

    async def test_signing_up_again_is_a_new_one(self, stage: Stage) -> None:
        shift, me = await stage.shift(), uuid7()
        first = await stage.sign_up(shift, me)
        await stage.cancel(first, stage.office.person(me))
        assert (await stage.sign_up(shift, me)).id != first.id

    async def test_refuses_a_suspended_person(self, stage: Stage) -> None:
        me = uuid7()
        await stage.knows_person(me, state="SUSPENDED")
        assert await reasons(stage, await stage.shift(), me) == ["PERSON_SUSPENDED"]

    @pytest.mark.parametrize(
        "skill",
        ["first aid", "First  aid", "Ｆirst　aid", "FIRST AID", "First\u00a0aid"],
        ids=ascii,
    )
    async def test_knows_a_skill_however_it_is_written(self, stage: Stage, skill: str) -> None:
        shift, me = await stage.shift(required_skills=["First aid"]), uuid7()
        await stage.knows_person(me, skills=(skill,))
        assert (await stage.sign_up(shift, me)).state == CONFIRMED

    async def test_asks_for_every_skill(self, stage: Stage) -> None:
        shift, me = await stage.shift(required_skills=["急救", "驾驶", "cooking"]), uuid7()
        assert await reasons(stage, shift, me) == ["SKILLS_UNKNOWN"]
        await stage.knows_person(me, skills=("驾驶", "Cook"))
        assert await reasons(stage, shift, me) == ["SKILL_MISSING"] * 2
        able = uuid7()
        await stage.knows_person(able, skills=("驾驶", "cooking", "急救"))
        assert (await stage.sign_up(shift, able)).state == CONFIRMED

    async def test_tells_every_reason_at_once(self, stage: Stage) -> None:
        elsewhere, me = await stage.shift(), uuid7()
        await stage.sign_up(elsewhere, me)
        await stage.knows_person(me, state="SUSPENDED")
        shift = await stage.shift(capacity=1, required_skills=["急救"])
        taker = uuid7()
        await stage.knows_person(taker, skills=("急救",))
        await stage.sign_up(shift, taker)
        assert sorted(await reasons(stage, shift, me)) == [
            "OVERLAPPING_SIGN_UP",
            "PERSON_SUSPENDED",
            "SHIFT_FULL",
            "SKILL_MISSING",
        ]

    async def test_has_one_effect_and_one_answer_for_a_request_id(self, stage: Stage) -> None:
        shift, passport = await stage.shift(capacity=10), stage.office.person()
        request = pb.CreateSignUpRequest(shift_id=shift.id, request_id=str(uuid7()))
        answers = await asyncio.gather(
            *(stage.call(request, pb.SignUp, passport) for _ in range(10))
        )
        assert len({answer.SerializeToString() for answer in answers}) == 1
        assert (await stage.get_shift(shift)).places_taken == 1

    async def test_loses_no_race_against_the_cancelling_of_the_event(self, stage: Stage) -> None:
        shift = await stage.shift(capacity=100)
        await asyncio.gather(
            *(stage.sign_up(shift) for _ in range(4)),
            stage.call(event_pb2.CancelEventRequest(event_id=shift.event_id), event_pb2.Event),
            *(stage.sign_up(shift) for _ in range(4)),
            return_exceptions=True,
        )
        assert await stage.sql("SELECT 1 FROM sign_up WHERE state = 'CONFIRMED'") == []
        assert (await stage.get_shift(shift)).places_taken == 0


class TestGetSignUp:
    async def test_shows_it_to_its_person_and_the_overseers(self, stage: Stage) -> None:
        me = uuid7()
        sign_up = await stage.sign_up(await stage.shift(), me)
        roles = ("OWNER", "LEADER", "COORDINATOR", "SUPERVISOR")
        for passport in (
            stage.office.person(me),
            stage.office.person(admin=True),
            *(stage.holding(role) for role in roles),
        ):
            request = pb.GetSignUpRequest(sign_up_id=sign_up.id)
            assert await stage.call(request, pb.SignUp, passport) == sign_up

    async def test_says_the_same_to_others_whether_or_not_it_exists(self, stage: Stage) -> None:
        sign_up = await stage.sign_up(await stage.shift())
        messages = set()
        for sign_up_id in (sign_up.id, str(uuid7())):
            for passport in (stage.office.person(), await stage.member()):
                with pytest.raises(PermissionDenied) as refused:
                    await stage.call(
                        pb.GetSignUpRequest(sign_up_id=sign_up_id), pb.SignUp, passport
                    )
                messages.add((refused.value.message, refused.value.reason))
        assert len(messages) == 1

    async def test_counts_roles_held_above_where_they_are_inherited(self, stage: Stage) -> None:
        above = uuid7()
        await stage.knows_organization(ancestors=(above,), inherit_roles=True)
        sign_up = await stage.sign_up(await stage.shift())
        supervisor = stage.office.person(roles={above: ["SUPERVISOR"]})
        request = pb.GetSignUpRequest(sign_up_id=sign_up.id)
        assert await stage.call(request, pb.SignUp, supervisor) == sign_up


class TestBatchGetSignUps:
    async def test_leaves_out_those_that_may_not_be_seen(self, stage: Stage) -> None:
        shift, me = await stage.shift(), uuid7()
        mine, other = await stage.sign_up(shift, me), await stage.sign_up(shift)
        request = pb.BatchGetSignUpsRequest(ids=[other.id, str(uuid7()), mine.id])
        for passport, expected in (
            (stage.office.person(me), [mine.id]),
            (stage.leader, [other.id, mine.id]),
            (stage.office.anonymous(), []),
        ):
            answer = await stage.call(request, pb.BatchGetSignUpsResponse, passport)
            assert [sign_up.id for sign_up in answer.sign_ups] == expected


class TestListSignUps:
    async def listed(
        self, stage: Stage, request: pb.ListSignUpsRequest, passport: str | None = None
    ) -> list[str]:
        answer = await stage.call(request, pb.ListSignUpsResponse, passport)
        return [sign_up.id for sign_up in answer.sign_ups]

    async def test_lists_by_shift_by_person_and_by_both(self, stage: Stage) -> None:
        first, second, me = await stage.shift(), await stage.shift(), uuid7()
        mine = await stage.sign_up(first, me)
        other = await stage.sign_up(first)
        await stage.cancel(mine)
        again = await stage.sign_up(second, me)
        for request, expected in (
            (pb.ListSignUpsRequest(shift_id=first.id), [mine, other]),
            (pb.ListSignUpsRequest(person_id=str(me)), [mine, again]),
            (pb.ListSignUpsRequest(person_id=str(me), shift_id=first.id), [mine]),
            (pb.ListSignUpsRequest(person_id=str(me), states=[CONFIRMED]), [again]),
            (pb.ListSignUpsRequest(shift_id=first.id, states=[CANCELLED]), [mine]),
        ):
            found = await self.listed(stage, request)
            assert found == [sign_up.id for sign_up in expected], request

    async def test_pages_oldest_first_without_gaps_or_repeats(self, stage: Stage) -> None:
        shift = await stage.shift(capacity=5)
        expected = [(await stage.sign_up(shift)).id for _ in range(5)]
        found: list[str] = []
        token = ""
        while True:
            page = await stage.call(
                pb.ListSignUpsRequest(shift_id=shift.id, page_size=2, page_token=token),
                pb.ListSignUpsResponse,
            )
            found += [sign_up.id for sign_up in page.sign_ups]
            token = page.next_page_token
            if not token:
                break
        assert found == expected

    async def test_shows_each_caller_what_they_may_see(self, stage: Stage) -> None:
        shift, me = await stage.shift(), uuid7()
        mine = await stage.sign_up(shift, me)
        await stage.sign_up(shift)
        by_shift = pb.ListSignUpsRequest(shift_id=shift.id)
        assert await self.listed(stage, by_shift, stage.office.person(me)) == [mine.id]
        assert await self.listed(stage, by_shift, stage.office.person()) == []
        by_person = pb.ListSignUpsRequest(person_id=str(me))
        assert await self.listed(stage, by_person, stage.office.person()) == []

    async def test_asks_for_a_shift_or_a_person(self, stage: Stage) -> None:
        with pytest.raises(InvalidArgument):
            await self.listed(stage, pb.ListSignUpsRequest(states=[CONFIRMED]))


class TestCancelSignUp:
    async def test_lets_the_person_and_frees_the_place(self, stage: Stage) -> None:
        shift, me = await stage.shift(), uuid7()
        sign_up = await stage.sign_up(shift, me)
        after = await stage.call(
            pb.CancelSignUpRequest(sign_up_id=sign_up.id, reason="感冒了"),
            pb.SignUp,
            stage.office.person(me),
        )
        assert (after.state, after.cancel_reason) == (CANCELLED, "感冒了")
        assert (await stage.get_shift(shift)).places_taken == 0

    @pytest.mark.parametrize("role", ["OWNER", "LEADER", "COORDINATOR"])
    async def test_lets_those_who_manage_the_event(self, stage: Stage, role: str) -> None:
        sign_up = await stage.sign_up(await stage.shift())
        assert (await stage.cancel(sign_up, stage.holding(role))).state == CANCELLED

    async def test_refuses_everyone_else(self, stage: Stage) -> None:
        shift = await stage.shift()
        sign_up = await stage.sign_up(shift)
        for passport in (
            stage.office.person(),
            await stage.member(),
            stage.holding("SUPERVISOR"),
        ):
            with pytest.raises(PermissionDenied):
                await stage.cancel(sign_up, passport)
        with pytest.raises(PermissionDenied):
            await stage.cancel(pb.SignUp(id=str(uuid7())), stage.office.person())
        assert (await stage.get_shift(shift)).places_taken == 1

    async def test_announces_the_sign_up_and_the_shift(self, stage: Stage) -> None:
        shift = await stage.shift(capacity=1)
        sign_up = await stage.sign_up(shift)
        after = await stage.cancel(sign_up)
        notices = await stage.notices(until=f"sign_up.{sign_up.id}.cancelled")
        assert pb.SignUp.FromString(notices[f"sign_up.{sign_up.id}.cancelled"]) == after
        freed = shift_pb2.Shift.FromString(notices[f"shift.{shift.id}.freed"])
        assert freed.places_taken == 0

    async def test_refuses_a_second_time(self, stage: Stage) -> None:
        shift = await stage.shift()
        sign_up = await stage.sign_up(shift)
        await stage.sign_up(shift)
        await stage.cancel(sign_up)
        with pytest.raises(Refused) as refused:
            await stage.cancel(sign_up)
        assert refused.value.reason == "ALREADY_CANCELLED"
        assert (await stage.get_shift(shift)).places_taken == 1

    async def test_refuses_once_the_shift_has_ended(self, stage: Stage) -> None:
        shift = await stage.shift()
        sign_up = await stage.sign_up(shift)
        await end(stage, shift)
        with pytest.raises(Refused) as refused:
            await stage.cancel(sign_up)
        assert refused.value.reason == "SHIFT_ENDED"

    async def test_lets_the_next_one_have_the_place(self, stage: Stage) -> None:
        shift = await stage.shift(capacity=1)
        sign_up = await stage.sign_up(shift)
        await stage.cancel(sign_up)
        assert (await stage.sign_up(shift)).state == CONFIRMED
