"""StandInService, called over gRPC: the place passes from one person to exactly one other."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, shift_pb2, sign_up_pb2
from banyan.events.v1 import stand_in_pb2 as pb

from services.events.stand_ins.jobs import SETTLE
from services.kit.errors import DomainError, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours
from tests.waiting import eventually

NOTE = "奶奶住院了 my grandmother is ill"


class Asking:
    """A full shift whose only person asks for a stand-in.

    Attributes:
        stage: The stage.
        shift: The shift.
        person_id: Who asks.
        sign_up: Their sign-up.
        stand_in: The request.
    """

    stage: Stage
    shift: shift_pb2.Shift
    person_id: UUID
    sign_up: sign_up_pb2.SignUp
    stand_in: pb.StandIn

    @classmethod
    async def begin(cls, stage: Stage, **values: Any) -> "Asking":
        """Lets somebody take the only place of a new shift, and ask."""
        self = cls()
        self.stage, self.person_id = stage, uuid7()
        self.shift = await stage.shift(capacity=1, **values)
        self.sign_up = await stage.sign_up(self.shift, self.person_id)
        self.stand_in = await self.ask(self.sign_up)
        return self

    async def ask(self, sign_up: sign_up_pb2.SignUp, passport: str | None = None) -> pb.StandIn:
        """Asks, as the person unless told otherwise."""
        own = self.stage.office.person(UUID(sign_up.person_id))
        request = pb.AskForStandInRequest(sign_up_id=sign_up.id, note=NOTE)
        return await self.stage.call(request, pb.StandIn, passport or own)

    async def take(self, person_id: UUID | None = None) -> pb.StandIn:
        """Answers, as somebody new unless told otherwise."""
        passport = self.stage.office.person(person_id)
        request = pb.TakeStandInRequest(stand_in_id=self.stand_in.id)
        return await self.stage.call(request, pb.StandIn, passport)

    async def withdraw(self, passport: str | None = None) -> pb.StandIn:
        """Withdraws the request, as the person unless told otherwise."""
        request = pb.WithdrawStandInRequest(stand_in_id=self.stand_in.id)
        own = self.stage.office.person(self.person_id)
        return await self.stage.call(request, pb.StandIn, passport or own)

    async def found_by(self, person_id: UUID) -> list[str]:
        """Returns the IDs of the requests that somebody can answer."""
        passport = self.stage.office.person(person_id)
        found = await self.stage.call(pb.FindStandInsRequest(), pb.WantedStandIns, passport)
        return [each.id for each in found.stand_ins]

    async def becomes(self, state: pb.StandInState) -> pb.StandIn:
        """Waits until the request has come to a state, and returns it."""

        async def has_come() -> pb.StandIn:
            request = pb.GetStandInRequest(stand_in_id=self.stand_in.id)
            found = await self.stage.call(request, pb.StandIn)
            self.stage.platform.services["events"].units.bell(SETTLE).set()
            assert found.state == state, pb.StandInState.Name(found.state)
            return found

        return await eventually(has_come)


async def refused(call: object) -> list[str]:
    """Returns the reasons of a refusal."""
    with pytest.raises(Refused) as error:
        await call  # type: ignore[misc] # a coroutine
    return [each.reason for each in error.value.violations] or [error.value.reason]


async def test_asking_frees_nothing(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    assert asking.stand_in.state == pb.STAND_IN_STATE_OPEN
    assert asking.stand_in.note == NOTE
    assert asking.stand_in.start_time == asking.shift.start_time
    assert (await stage.get_sign_up(asking.sign_up)) == asking.sign_up
    assert (await stage.get_shift(asking.shift)).places_free == 0
    assert await refused(stage.sign_up(asking.shift)) == ["SHIFT_FULL"]


async def test_a_taker_releases_the_first_and_the_waitlist_stays(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    waiting = await stage.wait_for(asking.shift)
    taker_id = uuid7()
    taken = await asking.take(taker_id)
    assert taken.state == pb.STAND_IN_STATE_TAKEN
    assert not taken.note
    released = await stage.get_sign_up(asking.sign_up)
    assert released.state == sign_up_pb2.SIGN_UP_STATE_CANCELLED
    assert released.cancel_reason
    request = sign_up_pb2.GetSignUpRequest(sign_up_id=taken.taker_sign_up_id)
    found = await stage.call(request, sign_up_pb2.SignUp, stage.office.person(taker_id))
    assert (found.person_id, found.state) == (
        str(taker_id),
        sign_up_pb2.SIGN_UP_STATE_CONFIRMED,
    )
    assert found.end_time == asking.shift.end_time
    shift = await stage.get_shift(asking.shift)
    assert (shift.places_taken, shift.waitlist_length) == (1, 1)
    stage.look()
    assert (await stage.get_sign_up(waiting)).state == sign_up_pb2.SIGN_UP_STATE_WAITLISTED
    notices = await stage.notices(until=f"stand_in.{taken.id}.taken")
    assert pb.StandIn.FromString(notices[f"stand_in.{taken.id}.taken"]) == taken
    assert f"sign_up.{taken.taker_sign_up_id}.confirmed" in notices


async def test_of_many_takers_exactly_one_succeeds(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    outcomes = await asyncio.gather(*(asking.take() for _ in range(24)), return_exceptions=True)
    taken = [each for each in outcomes if isinstance(each, pb.StandIn)]
    assert len(taken) == 1
    others = {each.reason for each in outcomes if isinstance(each, DomainError)}
    assert others == {"STAND_IN_CLOSED"}
    rows = await stage.sql("SELECT state, count(*) FROM sign_up GROUP BY state ORDER BY state")
    assert [tuple(row) for row in rows] == [("CANCELLED", 1), ("CONFIRMED", 1)]
    assert (await stage.get_shift(asking.shift)).places_taken == 1


async def test_taking_races_with_cancelling(stage: Stage) -> None:
    for _ in range(6):
        asking = await Asking.begin(stage)
        own = stage.office.person(asking.person_id)
        await asyncio.gather(
            asking.take(), stage.cancel(asking.sign_up, own), return_exceptions=True
        )
        states = await stage.sql(
            "SELECT state FROM sign_up WHERE shift_id = $1", UUID(asking.shift.id)
        )
        holding = [state for (state,) in states if state == "CONFIRMED"]
        assert (await stage.get_shift(asking.shift)).places_taken == len(holding)


async def test_a_retry_gets_the_same_answer(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    passport, request_id = stage.office.person(), str(uuid7())
    request = pb.TakeStandInRequest(stand_in_id=asking.stand_in.id, request_id=request_id)
    first = await stage.call(request, pb.StandIn, passport)
    assert await stage.call(request, pb.StandIn, passport) == first


async def test_finds_only_what_the_evaluator_lets_one_take(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    able = await stage.somebody()
    assert await asking.found_by(able) == [asking.stand_in.id]
    assert await asking.found_by(asking.person_id) == []
    suspended = await stage.somebody(state="SUSPENDED")
    assert await asking.found_by(suspended) == []
    engaged = uuid7()
    await stage.sign_up(await stage.shift(), engaged)
    assert await asking.found_by(engaged) == []
    await stage.sql(
        "UPDATE shift SET required_skills = '{急救}' WHERE id = $1", UUID(asking.shift.id)
    )
    assert await asking.found_by(able) == []
    assert await asking.found_by(await stage.somebody("急救")) == [asking.stand_in.id]
    assert await refused(asking.take(able)) == ["SKILL_MISSING"]
    await asking.withdraw()
    assert await asking.found_by(await stage.somebody("急救")) == []


async def test_the_deadline_for_signing_up_does_not_matter(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    await stage.sql("UPDATE event SET sign_up_deadline = now() - interval '1 hour'")
    taker_id = await stage.somebody()
    assert await asking.found_by(taker_id) == [asking.stand_in.id]
    assert (await asking.take(taker_id)).state == pb.STAND_IN_STATE_TAKEN


async def test_hides_requests_for_events_that_one_may_not_see(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    await stage.sql("UPDATE event SET visibility = 'MEMBERS'")
    stranger = uuid7()
    assert await asking.found_by(stranger) == []
    with pytest.raises(PermissionDenied):
        await asking.take(stranger)
    assert await asking.found_by(await stage.somebody()) == [asking.stand_in.id]


async def test_one_request_at_a_time_and_only_by_the_person(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    assert await refused(asking.ask(asking.sign_up)) == ["STAND_IN_OPEN"]
    with pytest.raises(PermissionDenied):
        await asking.ask(asking.sign_up, stage.leader)
    waiting = await stage.wait_for(asking.shift)
    assert await refused(asking.ask(waiting)) == ["NOT_CONFIRMED"]
    with pytest.raises(PermissionDenied):
        await asking.withdraw(stage.office.person())
    withdrawn = await asking.withdraw()
    assert (withdrawn.state, withdrawn.note) == (pb.STAND_IN_STATE_WITHDRAWN, "")
    assert await refused(asking.withdraw()) == ["STAND_IN_CLOSED"]
    assert await refused(asking.take()) == ["STAND_IN_CLOSED"]
    assert await asking.ask(asking.sign_up)


async def test_an_organizer_withdraws_a_request(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    assert (await asking.withdraw(stage.leader)).state == pb.STAND_IN_STATE_WITHDRAWN


async def test_lapses_when_the_shift_starts(timed: Stage) -> None:
    asking = await Asking.begin(timed)
    timed.clock.advance(hours=24)
    assert await refused(asking.take()) == ["SHIFT_STARTED"]
    await asking.becomes(pb.STAND_IN_STATE_LAPSED)


async def test_lapses_with_its_sign_up(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    await stage.cancel(asking.sign_up)
    assert await refused(asking.take()) == ["STAND_IN_CLOSED"]
    await asking.becomes(pb.STAND_IN_STATE_LAPSED)


async def test_moves_with_its_sign_up(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    move = event_pb2.MoveEventRequest(event_id=asking.shift.event_id, by_minutes=60)
    await stage.call(move, event_pb2.Event)

    async def has_moved() -> bool:
        stage.platform.services["events"].units.bell(SETTLE).set()
        request = pb.GetStandInRequest(stand_in_id=asking.stand_in.id)
        found = await stage.call(request, pb.StandIn)
        assert found.state == pb.STAND_IN_STATE_OPEN
        return found.start_time == in_hours(25)

    await eventually(has_moved)


async def test_lists_by_start_and_state(stage: Stage) -> None:
    asking = await Asking.begin(stage)
    later = await Asking.begin(stage, start_time=in_hours(30), end_time=in_hours(31))
    await later.withdraw()
    organization = str(stage.organization_id)

    async def listed(**values: Any) -> list[str]:
        request = pb.ListStandInsRequest(**values)
        page = await stage.call(request, pb.ListStandInsResponse)
        return [each.id for each in page.stand_ins]

    assert await listed(organization_id=organization) == [asking.stand_in.id, later.stand_in.id]
    assert await listed(shift_id=later.shift.id) == [later.stand_in.id]
    states = [pb.STAND_IN_STATE_OPEN]
    assert await listed(organization_id=organization, states=states) == [asking.stand_in.id]
