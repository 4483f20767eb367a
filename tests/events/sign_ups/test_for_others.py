"""CreateSignUp for somebody else: by whom, for whom, and what a reason on record outweighs."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours

CONFIRMED, WAITLISTED = pb.SIGN_UP_STATE_CONFIRMED, pb.SIGN_UP_STATE_WAITLISTED
MEMBERS = event_pb2.EVENT_VISIBILITY_MEMBERS
WHY = "带了证件 showed me her passport"


async def reasons(stage: Stage, *arguments: object, **options: object) -> list[str]:
    """Returns what stands against signing somebody up, which must be refused."""
    with pytest.raises(Refused) as refused:
        await stage.sign_up_for(*arguments, **options)  # type: ignore[arg-type] # as they came
    return [violation.reason for violation in refused.value.violations]


class TestByWhom:
    @pytest.mark.parametrize("role", ["OWNER", "LEADER", "COORDINATOR"])
    async def test_those_who_manage_the_event(self, stage: Stage, role: str) -> None:
        shift, person_id, me = await stage.shift(), await stage.somebody(), uuid7()
        passport = stage.holding(role, person_id=me)
        sign_up = await stage.sign_up_for(shift, person_id, passport)
        assert (sign_up.person_id, sign_up.creator_id) == (str(person_id), str(me))
        assert sign_up.state == CONFIRMED
        assert (await stage.get_shift(shift)).places_taken == 1
        seen = await stage.call(
            pb.GetSignUpRequest(sign_up_id=sign_up.id), pb.SignUp, stage.office.person(person_id)
        )
        assert seen == sign_up
        notices = await stage.notices(until=f"sign_up.{sign_up.id}.confirmed")
        assert pb.SignUp.FromString(notices[f"sign_up.{sign_up.id}.confirmed"]) == sign_up

    async def test_administrators_for_everyone_who_has_registered(self, stage: Stage) -> None:
        shift, person_id = await stage.shift(), uuid7()
        admin = stage.office.person(admin=True)
        assert await reasons(stage, shift, person_id, admin) == ["PERSON_UNKNOWN"]
        await stage.knows_person(person_id)
        assert (await stage.sign_up_for(shift, person_id, admin)).state == CONFIRMED

    async def test_nobody_else(self, stage: Stage) -> None:
        shift, person_id = await stage.shift(), await stage.somebody()
        others = [
            stage.office.person(),
            await stage.member(),
            stage.holding("SUPERVISOR"),
            Stage(stage.platform).leader,
        ]
        for passport in others:
            with pytest.raises(PermissionDenied):
                await stage.sign_up_for(shift, person_id, passport)
        assert (await stage.get_shift(shift)).places_taken == 0

    async def test_a_repeated_request_signs_up_once(self, stage: Stage) -> None:
        shift, person_id = await stage.shift(), await stage.somebody()
        request = pb.CreateSignUpRequest(
            shift_id=shift.id, person_id=str(person_id), request_id=str(uuid4())
        )
        first = await stage.call(request, pb.SignUp)
        assert await stage.call(request, pb.SignUp) == first

    async def test_who_names_themselves_signs_up_as_ever(self, stage: Stage) -> None:
        me, shift = uuid7(), await stage.shift()
        sign_up = await stage.sign_up_for(shift, me, stage.office.person(me))
        assert (sign_up.person_id, sign_up.creator_id) == (str(me), "")


class TestForWhom:
    @pytest.mark.parametrize("state", ["ACTIVE", "APPLIED", "SUSPENDED"])
    async def test_for_those_who_belong_or_apply(self, stage: Stage, state: str) -> None:
        shift, person_id = await stage.shift(), uuid7()
        await stage.knows_person(person_id)
        await stage.knows_membership(person_id, state=state)
        assert (await stage.sign_up_for(shift, person_id)).state == CONFIRMED

    async def test_for_nobody_whom_the_caller_does_not_oversee(self, stage: Stage) -> None:
        shift, other = await stage.shift(), Stage(stage.platform)
        registered, former, elsewhere, unheard = (uuid7() for _ in range(4))
        for person_id in (registered, former, elsewhere):
            await stage.knows_person(person_id)
        await stage.knows_membership(former, state="ENDED")
        await stage.knows_membership(elsewhere, other.organization_id)
        await stage.knows_membership(unheard)  # of whom volunteers has told nothing
        for person_id in (registered, former, elsewhere, unheard, uuid7()):
            assert await reasons(stage, shift, person_id, why=WHY) == ["PERSON_UNKNOWN"]

    async def test_says_nothing_else_of_a_stranger(self, stage: Stage) -> None:
        event = await stage.published(visibility=MEMBERS)
        shift = await stage.shift(event, capacity=1, minimum_age=18, required_skills=["急救"])
        suspended = uuid7()
        await stage.knows_person(suspended, state="SUSPENDED")
        assert await reasons(stage, shift, suspended) == ["PERSON_UNKNOWN"]

    async def test_for_members_above_only_by_those_who_oversee_them(self, stage: Stage) -> None:
        station, person_id = uuid7(), uuid7()
        await stage.knows_organization(ancestors=(station,), inherit_roles=True)
        await stage.knows_person(person_id)
        await stage.knows_membership(person_id, station)
        shift = await stage.shift()
        assert await reasons(stage, shift, person_id) == ["PERSON_UNKNOWN"]
        above = stage.office.person(roles={station: ["LEADER"]})
        assert (await stage.sign_up_for(shift, person_id, above)).state == CONFIRMED


class TestOverriding:
    async def test_keeps_what_was_overridden_and_why(self, stage: Stage) -> None:
        event = await stage.published(visibility=MEMBERS)
        shift = await stage.shift(event, minimum_age=18, required_skills=["急救", "驾驶"])
        person_id = uuid7()
        await stage.knows_person(person_id)
        await stage.knows_membership(person_id, state="APPLIED")
        expected = ["AGE_UNKNOWN", "SKILL_MISSING", "SKILL_MISSING", "MEMBERS_ONLY"]
        assert await reasons(stage, shift, person_id) == expected
        sign_up = await stage.sign_up_for(shift, person_id, why=WHY)
        assert (sign_up.state, sign_up.override_reason) == (CONFIRMED, WHY)
        assert sign_up.overridden_reasons == ["AGE_UNKNOWN", "MEMBERS_ONLY", "SKILL_MISSING"]
        (audited,) = await stage.sql(
            "SELECT changes::text AS text FROM audit WHERE resource_ids ? $1", sign_up.id
        )
        assert WHY in audited["text"]
        # Their application may be declined: the place does not rest on it.
        (kept,) = await stage.sql("SELECT as_member FROM sign_up WHERE id = $1", UUID(sign_up.id))
        assert kept["as_member"] is False

    async def test_keeps_no_reason_that_nothing_needed(self, stage: Stage) -> None:
        shift, person_id = await stage.shift(required_skills=["急救"]), await stage.somebody("急救")
        sign_up = await stage.sign_up_for(shift, person_id, why=WHY)
        assert (sign_up.override_reason, list(sign_up.overridden_reasons)) == ("", [])

    async def test_does_not_outweigh_what_protects_people_and_places(self, stage: Stage) -> None:
        shift, person_id = await stage.shift(capacity=1), await stage.somebody()
        held = await stage.sign_up_for(shift, person_id)
        other = await stage.shift()
        for wanted, expected in (
            (shift, ["ALREADY_SIGNED_UP", "SHIFT_FULL"]),
            (other, ["OVERLAPPING_SIGN_UP"]),
        ):
            assert await reasons(stage, wanted, person_id, why=WHY) == expected
        assert await reasons(stage, shift, await stage.somebody(), why=WHY) == ["SHIFT_FULL"]
        await stage.cancel(held)
        await stage.sql("UPDATE person SET state = 'SUSPENDED' WHERE id = $1", person_id)
        assert await reasons(stage, other, person_id, why=WHY) == ["PERSON_SUSPENDED"]

    async def test_does_not_open_what_is_closed(self, stage: Stage) -> None:
        person_id = await stage.somebody()
        draft = await stage.shift(await stage.draft())
        assert await reasons(stage, draft, person_id, why=WHY) == ["EVENT_NOT_PUBLISHED"]
        ended = await stage.published(start_time=in_hours(-5), end_time=in_hours(5))
        over = await stage.shift(ended)
        assert await reasons(stage, over, person_id, why=WHY) == ["SHIFT_ENDED"]
        cancelled = await stage.shift()
        cancel = event_pb2.CancelEventRequest(event_id=cancelled.event_id)
        await stage.call(cancel, event_pb2.Event)
        assert await reasons(stage, cancelled, person_id, why=WHY) == ["EVENT_NOT_PUBLISHED"]
        open_ = await stage.shift()
        await stage.knows_organization(state="CLOSED")
        assert await reasons(stage, open_, person_id, why=WHY) == ["ORGANIZATION_CLOSED"]

    async def test_is_for_other_people(self, stage: Stage) -> None:
        shift, me = await stage.shift(required_skills=["急救"]), uuid7()
        await stage.knows_person(me)
        passport = stage.holding("LEADER", person_id=me)
        with pytest.raises(Refused) as refused:
            await stage.sign_up_for(shift, me, passport, why=WHY)
        assert refused.value.reason == "OWN_OVERRIDE"

    async def test_takes_a_place_and_no_turn(self, stage: Stage) -> None:
        shift, person_id = await stage.shift(capacity=1), await stage.somebody()
        with pytest.raises(InvalidArgument):
            await stage.sign_up_for(shift, person_id, why=WHY, join_waitlist=True)
        await stage.sign_up(shift)
        waiting = await stage.sign_up_for(shift, person_id, join_waitlist=True)
        assert waiting.state == WAITLISTED


class TestWalkIns:
    """Somebody turns up who has not signed up: one action signs them up and checks them in."""

    async def soon(self, stage: Stage) -> shift_pb2.Shift:
        event = await stage.published(start_time=in_hours(-0.5), end_time=in_hours(1))
        return await stage.shift(event, end_time=event.end_time, capacity=1)

    def request(self, shift: shift_pb2.Shift, person_id: UUID | None, **more: Any) -> Any:
        return pb.CreateSignUpRequest(
            shift_id=shift.id,
            person_id=str(person_id) if person_id else None,
            check_in=True,
            **more,
        )

    async def test_they_take_a_place_and_are_checked_in(self, stage: Stage) -> None:
        shift, person_id = await self.soon(stage), await stage.somebody()
        sign_up = await stage.call(self.request(shift, person_id), pb.SignUp)
        assert sign_up.state == pb.SIGN_UP_STATE_CHECKED_IN
        assert sign_up.HasField("check_in_time")
        assert (await stage.get_shift(shift)).places_free == 0
        notices = await stage.notices(until=f"sign_up.{sign_up.id}.checked_in")
        assert f"shift.{shift.id}.filled" in notices
        # A place is needed all the same.
        with pytest.raises(Refused) as refused:
            await stage.call(self.request(shift, await stage.somebody()), pb.SignUp)
        assert refused.value.reason == "SHIFT_FULL"

    async def test_the_rules_of_checking_in_hold(self, stage: Stage) -> None:
        later = await stage.shift()
        with pytest.raises(Refused) as refused:
            await stage.call(self.request(later, await stage.somebody()), pb.SignUp)
        assert refused.value.reason == "TOO_EARLY"
        assert (await stage.get_shift(later)).places_taken == 0
        shift = await self.soon(stage)
        with pytest.raises(Refused) as refused:
            await stage.call(self.request(shift, None), pb.SignUp)
        assert refused.value.reason == "OWN_ATTENDANCE"
        with pytest.raises(InvalidArgument):
            await stage.call(
                self.request(shift, await stage.somebody(), join_waitlist=True), pb.SignUp
            )
        with pytest.raises(PermissionDenied):
            await stage.call(
                self.request(shift, await stage.somebody()),
                pb.SignUp,
                stage.office.person(),
            )
