"""Events for members: who can take a place, who keeps one, and who sees the event meanwhile."""

from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb
from banyan.organizations.v1 import membership_pb2

from services.kit.errors import PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, mask
from tests.notices import publish
from tests.waiting import eventually

WAITLISTED, OFFERED = pb.SIGN_UP_STATE_WAITLISTED, pb.SIGN_UP_STATE_OFFERED
CONFIRMED, CANCELLED = pb.SIGN_UP_STATE_CONFIRMED, pb.SIGN_UP_STATE_CANCELLED
PUBLIC, MEMBERS = event_pb2.EVENT_VISIBILITY_PUBLIC, event_pb2.EVENT_VISIBILITY_MEMBERS
ACTIVE = membership_pb2.MEMBERSHIP_STATE_ACTIVE
SUSPENDED, ENDED = (
    membership_pb2.MEMBERSHIP_STATE_SUSPENDED,
    membership_pb2.MEMBERSHIP_STATE_ENDED,
)


class Member:
    """A person with a membership that changes.

    Attributes:
        person_id: The person.
    """

    def __init__(self, stage: Stage, organization_id: UUID | None = None) -> None:
        self.person_id = uuid7()
        self._stage = stage
        self._organization_id = organization_id or stage.organization_id
        self._id = uuid7()
        self._version = 0

    async def becomes(self, state: membership_pb2.MembershipState) -> "Member":
        """Announces the state of the membership, and waits until events has handled the notice."""
        self._version += 1
        name = membership_pb2.MembershipState.Name(state).removeprefix("MEMBERSHIP_STATE_")
        membership = membership_pb2.Membership(
            id=str(self._id),
            organization_id=str(self._organization_id),
            person_id=str(self.person_id),
            state=state,
        )
        site = self._stage.platform.site
        await publish(site, "organizations", "membership", membership, self._version)

        async def handled() -> bool:
            query = "SELECT state FROM membership WHERE id = $1"
            rows = await self._stage.sql(query, self._id)
            return bool(rows) and rows[0]["state"] == name

        await eventually(handled)
        return self


async def joined(stage: Stage) -> Member:
    return await Member(stage).becomes(ACTIVE)


async def show(stage: Stage, event_id: str, visibility: event_pb2.EventVisibility) -> None:
    """Changes who may see an event."""
    await stage.call(
        event_pb2.UpdateEventRequest(
            event_id=event_id,
            event=event_pb2.Event(visibility=visibility),
            update_mask=mask("visibility"),
        ),
        event_pb2.Event,
    )


async def one_place(stage: Stage, **values: Any) -> shift_pb2.Shift:
    """Returns a shift with one place, of an event for members."""
    return await stage.shift(await stage.published(visibility=MEMBERS), capacity=1, **values)


async def reason(call: Any) -> str:
    with pytest.raises(Refused) as refused:
        await call
    return refused.value.reason


class TestMembershipThatEnds:
    async def test_leaves_the_waitlist_to_the_members_behind(self, stage: Stage) -> None:
        holder, first, second = [await joined(stage) for _ in range(3)]
        shift = await one_place(stage)
        held = await stage.sign_up(shift, holder.person_id)
        left = await stage.wait_for(shift, first.person_id)
        waiting = await stage.wait_for(shift, second.person_id)
        await first.becomes(ENDED)
        await stage.cancel(held)
        await stage.becomes(waiting, OFFERED)
        found = await stage.get_sign_up(left)
        assert (found.state, bool(found.cancel_reason)) == (CANCELLED, True)
        notices = await stage.notices(until=f"sign_up.{left.id}.cancelled")
        assert f"shift.{shift.id}.waitlist_left" in notices

    async def test_frees_the_place_for_those_who_wait(self, stage: Stage) -> None:
        holder, second = await joined(stage), await joined(stage)
        shift = await one_place(stage)
        held = await stage.sign_up(shift, holder.person_id)
        waiting = await stage.wait_for(shift, second.person_id)
        await holder.becomes(ENDED)
        assert (await stage.get_sign_up(held)).state == CANCELLED
        assert (await stage.accept(await stage.becomes(waiting, OFFERED))).state == CONFIRMED

    async def test_takes_an_offer_back(self, stage: Stage) -> None:
        holder, first, second = [await joined(stage) for _ in range(3)]
        shift = await one_place(stage)
        held = await stage.sign_up(shift, holder.person_id)
        offered = await stage.wait_for(shift, first.person_id)
        waiting = await stage.wait_for(shift, second.person_id)
        await stage.cancel(held)
        await stage.becomes(offered, OFFERED)
        await first.becomes(ENDED)
        await stage.becomes(waiting, OFFERED)
        assert (await stage.get_sign_up(offered)).state == CANCELLED

    async def test_keeps_a_place_that_was_taken_while_the_event_was_public(
        self, stage: Stage
    ) -> None:
        member = await joined(stage)
        event = await stage.published()
        held = await stage.sign_up(await stage.shift(event), member.person_id)
        await show(stage, event.id, MEMBERS)
        await member.becomes(ENDED)
        assert (await stage.get_sign_up(held)).state == CONFIRMED

    async def test_keeps_a_place_while_another_membership_counts(self, stage: Stage) -> None:
        above = uuid7()
        member = await joined(stage)
        await stage.knows_organization(ancestors=(above,), inherit_roles=True)
        await stage.knows_membership(member.person_id, above)
        held = await stage.sign_up(await one_place(stage), member.person_id)
        await member.becomes(ENDED)
        assert (await stage.get_sign_up(held)).state == CONFIRMED

    async def test_counts_below_too(self, stage: Stage) -> None:
        above = uuid7()
        member = await Member(stage, above).becomes(ACTIVE)
        await stage.knows_organization(ancestors=(above,), inherit_roles=True)
        held = await stage.sign_up(await one_place(stage), member.person_id)
        await member.becomes(ENDED)
        assert (await stage.get_sign_up(held)).state == CANCELLED

    async def test_leaves_public_events_and_other_organizations_alone(self, stage: Stage) -> None:
        member, other = await joined(stage), Stage(stage.platform)
        await stage.knows_membership(member.person_id, other.organization_id)
        public = await stage.sign_up(await stage.shift(), member.person_id)
        event = await other.published(
            visibility=MEMBERS, start_time=public.end_time, title="下午茶"
        )
        elsewhere = await other.sign_up(await other.shift(event), member.person_id)
        await member.becomes(ENDED)
        assert (await stage.get_sign_up(public)).state == CONFIRMED
        assert (await other.get_sign_up(elsewhere)).state == CONFIRMED


class TestSuspendedMembership:
    async def test_is_passed_over_and_keeps_what_is_confirmed(self, stage: Stage) -> None:
        holder, first, second = [await joined(stage) for _ in range(3)]
        shift = await one_place(stage)
        held = await stage.sign_up(shift, holder.person_id)
        passed = await stage.wait_for(shift, first.person_id)
        waiting = await stage.wait_for(shift, second.person_id)
        await holder.becomes(SUSPENDED)
        await first.becomes(SUSPENDED)
        assert (await stage.get_sign_up(held)).state == CONFIRMED
        await stage.cancel(held)
        offered = await stage.becomes(waiting, OFFERED)
        assert (await stage.get_sign_up(passed)).state == WAITLISTED
        await first.becomes(ACTIVE)
        await stage.cancel(offered)
        await stage.becomes(passed, OFFERED)


class TestLateNotice:
    """The evaluator looks again, whatever has been cancelled until then."""

    async def test_an_offer_is_refused_to_a_person_who_is_no_member(self, stage: Stage) -> None:
        holder, waiter = await joined(stage), await joined(stage)
        shift = await one_place(stage)
        held = await stage.sign_up(shift, holder.person_id)
        waiting = await stage.wait_for(shift, waiter.person_id)
        await stage.cancel(held)
        offered = await stage.becomes(waiting, OFFERED)
        await stage.sql("DELETE FROM membership WHERE person_id = $1", waiter.person_id)
        assert await reason(stage.accept(offered)) == "MEMBERS_ONLY"

    async def test_a_membership_above_another_organization_counts_only_there(
        self, stage: Stage
    ) -> None:
        above, other, person = uuid7(), Stage(stage.platform), uuid7()
        await stage.knows_organization()
        await other.knows_organization(ancestors=(above,), inherit_roles=True)
        await other.published(visibility=MEMBERS)
        await stage.knows_membership(person, above)
        event = await stage.published()
        shift = await stage.shift(event, capacity=1)
        held, waiting = await stage.sign_up(shift), await stage.wait_for(shift, person)
        await stage.cancel(held)
        offered = await stage.becomes(waiting, OFFERED)
        await show(stage, event.id, MEMBERS)
        assert await reason(stage.accept(offered)) == "MEMBERS_ONLY"

    async def test_an_event_that_turns_to_members_passes_others_over(self, stage: Stage) -> None:
        event = await stage.published()
        shift = await stage.shift(event, capacity=1)
        held, passed = await stage.sign_up(shift), await stage.wait_for(shift)
        waiting = await stage.wait_for(shift, (await joined(stage)).person_id)
        await show(stage, event.id, MEMBERS)
        await stage.cancel(held)
        await stage.becomes(waiting, OFFERED)
        assert (await stage.get_sign_up(passed)).state == WAITLISTED


class TestSight:
    async def test_a_place_shows_its_event_and_shift(self, stage: Stage) -> None:
        event = await stage.published()
        shift = await stage.shift(event, capacity=1)
        held = await stage.sign_up(shift)
        waiting = await stage.wait_for(shift)
        await show(stage, event.id, MEMBERS)
        for sign_up in (held, waiting):
            assert await sees(stage, sign_up)
        assert not await sees(stage, pb.SignUp(event_id=event.id, person_id=str(uuid7())))

    async def test_outlasts_the_place(self, stage: Stage) -> None:
        """What people gave up, or lost, stays in their history with its event and shift."""
        event = await stage.published()
        shift = await stage.shift(event, capacity=1)
        held, waiting = await stage.sign_up(shift), await stage.wait_for(shift)
        given_up = await stage.cancel(await stage.wait_for(shift))
        await show(stage, event.id, MEMBERS)
        for sign_up in (given_up, held, waiting):
            assert await sees(stage, sign_up)
        lost = await stage.cancel(held, stage.leader)
        assert await sees(stage, lost)

    async def test_is_of_no_other_event(self, stage: Stage) -> None:
        mine = await stage.cancel(await stage.sign_up(await stage.shift()))
        other = await stage.shift(await stage.published(visibility=MEMBERS))
        event_id, shift_id = other.event_id, other.id
        theirs = pb.SignUp(event_id=event_id, shift_id=shift_id, person_id=mine.person_id)
        assert await sees(stage, mine)
        assert not await sees(stage, theirs)


async def sees(stage: Stage, sign_up: pb.SignUp) -> bool:
    """Returns whether the person of a sign-up sees its event and, if it has one, its shift."""
    passport = stage.office.person(UUID(sign_up.person_id))
    try:
        await stage.call(
            event_pb2.GetEventRequest(event_id=sign_up.event_id), event_pb2.Event, passport
        )
        await stage.call(
            shift_pb2.GetShiftRequest(shift_id=sign_up.shift_id), shift_pb2.Shift, passport
        )
    except PermissionDenied:
        return False
    return True
