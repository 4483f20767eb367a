"""SwapService, called over gRPC: two places change hands together or not at all."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, shift_pb2, sign_up_pb2, stand_in_pb2
from banyan.events.v1 import swap_pb2 as pb

from services.events.swaps.jobs import SETTLE
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours
from tests.events.stand_ins.test_stand_ins import refused
from tests.waiting import eventually

CANCELLED, CONFIRMED = (
    sign_up_pb2.SIGN_UP_STATE_CANCELLED,
    sign_up_pb2.SIGN_UP_STATE_CONFIRMED,
)


class Swapping:
    """Two full shifts, one after the other, whose people agree to swap.

    Attributes:
        stage: The stage.
        people: Who proposes, and to whom.
        shifts: Their shifts.
        sign_ups: Their sign-ups.
        swap: The swap.
    """

    stage: Stage
    people: tuple[UUID, UUID]
    shifts: list[shift_pb2.Shift]
    sign_ups: list[sign_up_pb2.SignUp]
    swap: pb.Swap

    @classmethod
    async def begin(cls, stage: Stage, *, proposed: bool = True) -> "Swapping":
        """Lets two members take the only place of a shift each, and one propose."""
        self = cls()
        self.stage = stage
        self.people = await stage.somebody(), await stage.somebody()
        self.shifts = [await self.shift_at(hours) for hours in (30, 40)]
        pairs = zip(self.shifts, self.people, strict=True)
        self.sign_ups = [await stage.sign_up(*each) for each in pairs]
        if proposed:
            self.swap = await self.propose()
        return self

    async def shift_at(self, hours: float, **values: Any) -> shift_pb2.Shift:
        span = {"start_time": in_hours(hours), "end_time": in_hours(hours + 2)}
        event = await self.stage.published(**span)
        return await self.stage.shift(event, capacity=1, **span, **values)

    async def propose(self, person: int = 0) -> pb.Swap:
        """Proposes, from one side or the other."""
        request = pb.ProposeSwapRequest(
            sign_up_id=self.sign_ups[person].id,
            other_sign_up_id=self.sign_ups[1 - person].id,
            note="换个班? swap?",
        )
        return await self.stage.call(
            request, pb.Swap, self.stage.office.person(self.people[person])
        )

    async def answer(self, kind: type[Any] = pb.AcceptSwapRequest, person: int = 1) -> pb.Swap:
        """Accepts, or answers otherwise."""
        passport = self.stage.office.person(self.people[person])
        return await self.stage.call(kind(swap_id=self.swap.id), pb.Swap, passport)

    async def held(self) -> list[str]:
        """Returns who holds the place of each shift."""
        rows = [
            await self.stage.sql(
                "SELECT person_id FROM sign_up WHERE shift_id = $1 AND state = 'CONFIRMED'",
                UUID(each.id),
            )
            for each in self.shifts
        ]
        for each in self.shifts:
            assert (await self.stage.get_shift(each)).places_taken == 1
        return [str(row["person_id"]) for (row,) in rows]

    async def becomes(self, state: pb.SwapState) -> None:
        """Waits until the swap has come to a state."""

        async def has_come() -> bool:
            self.stage.platform.services["events"].units.bell(SETTLE).set()
            passport = self.stage.office.person(self.people[0])
            request = pb.GetSwapRequest(swap_id=self.swap.id)
            return (await self.stage.call(request, pb.Swap, passport)).state == state

        await eventually(has_come)


async def test_both_places_change_hands(stage: Stage) -> None:
    swapping = await Swapping.begin(stage)
    waiting = await stage.wait_for(swapping.shifts[0])
    assert swapping.swap.start_time == swapping.shifts[0].start_time
    accepted = await swapping.answer()
    assert (accepted.state, accepted.note) == (pb.SWAP_STATE_ACCEPTED, "")
    one, other = map(str, swapping.people)
    assert await swapping.held() == [other, one]
    for old in swapping.sign_ups:
        assert (await stage.get_sign_up(old)).state == CANCELLED
    new = await stage.get_sign_up(sign_up_pb2.SignUp(id=accepted.new_sign_up_id))
    assert (new.person_id, new.shift_id) == (one, swapping.shifts[1].id)
    assert (new.state, new.end_time) == (CONFIRMED, swapping.shifts[1].end_time)
    stage.look()
    assert (await stage.get_sign_up(waiting)).state == sign_up_pb2.SIGN_UP_STATE_WAITLISTED
    notices = await stage.notices(until=f"swap.{accepted.id}.accepted")
    assert pb.Swap.FromString(notices[f"swap.{accepted.id}.accepted"]) == accepted
    assert await refused(swapping.answer()) == ["SWAP_CLOSED"]


async def test_declined_withdrawn_and_proposed_again(stage: Stage) -> None:
    swapping = await Swapping.begin(stage)
    assert await refused(swapping.propose()) == ["SWAP_OPEN"]
    for person, kind in ((0, pb.AcceptSwapRequest), (0, pb.DeclineSwapRequest)):
        with pytest.raises(PermissionDenied):
            await swapping.answer(kind, person)
    with pytest.raises(PermissionDenied):
        await swapping.answer(pb.WithdrawSwapRequest)
    declined = await swapping.answer(pb.DeclineSwapRequest)
    assert declined.state == pb.SWAP_STATE_DECLINED
    swapping.swap = await swapping.propose()
    withdrawn = await swapping.answer(pb.WithdrawSwapRequest, 0)
    assert withdrawn.state == pb.SWAP_STATE_WITHDRAWN
    assert await refused(swapping.answer()) == ["SWAP_CLOSED"]
    assert await swapping.held() == list(map(str, swapping.people))


async def test_the_evaluator_decides_about_both(stage: Stage) -> None:
    swapping = await Swapping.begin(stage, proposed=False)
    own, other = (UUID(each.id) for each in swapping.shifts)
    demand = "UPDATE shift SET required_skills = $2 WHERE id = $1"
    await stage.sql(demand, other, ["急救"])
    assert await refused(swapping.propose()) == ["SKILL_MISSING"]
    await stage.sql(demand, other, [])
    swapping.swap = await swapping.propose()
    await stage.sql(demand, own, ["急救"])
    assert await refused(swapping.answer()) == ["SKILL_MISSING"]
    await stage.sql(demand, own, [])
    await stage.sql(demand, other, ["急救"])
    assert await refused(swapping.answer()) == ["SWAP_IMPOSSIBLE"]
    await stage.sql(demand, other, [])
    suspend = "UPDATE person SET state = $2 WHERE id = $1"
    await stage.sql(suspend, swapping.people[0], "SUSPENDED")
    assert await refused(swapping.answer()) == ["SWAP_IMPOSSIBLE"]
    await stage.sql(suspend, swapping.people[0], "ACTIVE")
    await stage.sql("UPDATE shift SET minimum_age = 60 WHERE id = $1", other)
    assert await refused(swapping.answer()) == ["SWAP_IMPOSSIBLE"]
    await stage.sql("UPDATE shift SET minimum_age = 0 WHERE id = $1", other)
    assert await swapping.held() == list(map(str, swapping.people))
    await swapping.answer()


async def test_shifts_that_overlap_can_be_swapped(stage: Stage) -> None:
    """What one gives away does not stand in the way of what one gets; a third place does."""
    swapping = await Swapping.begin(stage, proposed=False)
    one, other = swapping.people
    first, second = [await swapping.shift_at(hours) for hours in (50, 51)]
    swapping.shifts = [first, second]
    swapping.sign_ups = [await stage.sign_up(first, one), await stage.sign_up(second, other)]
    swapping.swap = await swapping.propose()
    third = await swapping.shift_at(52)
    engaged = await stage.sign_up(third, one)
    assert await refused(swapping.answer()) == ["SWAP_IMPOSSIBLE"]
    await stage.cancel(engaged)
    await swapping.answer()
    assert await swapping.held() == [str(other), str(one)]


async def test_swaps_race_with_what_else_happens(stage: Stage) -> None:
    """Both propose and accept, one leaves, somebody stands in: each shift has one person in the end."""
    for number in range(6):
        swapping = await Swapping.begin(stage)
        back = await swapping.propose(1)
        own = [stage.office.person(each) for each in swapping.people]
        ask = stand_in_pb2.AskForStandInRequest(sign_up_id=swapping.sign_ups[0].id)
        stand_in = await stage.call(ask, stand_in_pb2.StandIn, own[0])
        take = stand_in_pb2.TakeStandInRequest(stand_in_id=stand_in.id)
        calls = [
            swapping.answer(),
            stage.call(pb.AcceptSwapRequest(swap_id=back.id), pb.Swap, own[0]),
            stage.call(take, stand_in_pb2.StandIn, stage.office.person()),
            swapping.answer(pb.WithdrawSwapRequest, 0),
        ]
        done = await asyncio.gather(
            *calls[number % 4 :], *calls[: number % 4], return_exceptions=True
        )
        accepted = [
            each
            for each in done
            if isinstance(each, pb.Swap) and each.state == pb.SWAP_STATE_ACCEPTED
        ]
        taken = [each for each in done if isinstance(each, stand_in_pb2.StandIn)]
        assert len(accepted) + len(taken) <= 1
        holders = await swapping.held()
        if accepted:
            assert holders == list(map(str, reversed(swapping.people)))
        elif taken:
            assert holders[0] not in map(str, swapping.people)


async def test_lapses_with_its_places(stage: Stage) -> None:
    swapping = await Swapping.begin(stage)
    await stage.cancel(swapping.sign_ups[1])
    assert await refused(swapping.answer()) == ["SWAP_CLOSED"]
    await swapping.becomes(pb.SWAP_STATE_LAPSED)


async def test_lapses_when_a_shift_moves(stage: Stage) -> None:
    swapping = await Swapping.begin(stage)
    move = event_pb2.MoveEventRequest(event_id=swapping.shifts[1].event_id, by_minutes=60)
    await stage.call(move, event_pb2.Event)
    await swapping.becomes(pb.SWAP_STATE_LAPSED)


async def test_only_the_two_see_it(stage: Stage) -> None:
    swapping = await Swapping.begin(stage)
    one, other = map(str, swapping.people)

    async def listed(passport: str, **values: Any) -> list[str]:
        request = pb.ListSwapsRequest(**values)
        page = await stage.call(request, pb.ListSwapsResponse, passport)
        return [each.id for each in page.swaps]

    own = [stage.office.person(each) for each in swapping.people]
    assert await listed(own[0], person_id=one) == [swapping.swap.id]
    assert await listed(own[0], other_person_id=one) == []
    assert await listed(own[1], other_person_id=other) == [swapping.swap.id]
    accepted = [pb.SWAP_STATE_ACCEPTED]
    assert await listed(own[1], other_person_id=other, states=accepted) == []
    assert await listed(stage.leader, person_id=one) == []
    with pytest.raises(PermissionDenied):
        await stage.call(pb.GetSwapRequest(swap_id=swapping.swap.id), pb.Swap)


async def test_refuses_what_is_no_swap(stage: Stage) -> None:
    swapping = await Swapping.begin(stage, proposed=False)
    second = await stage.sign_up(await swapping.shift_at(60), swapping.people[0])
    kept = swapping.sign_ups
    swapping.sign_ups = [kept[0], second]
    assert await refused(swapping.propose()) == ["NOTHING_TO_SWAP"]
    swapping.sign_ups = [kept[1], kept[0]]
    with pytest.raises(PermissionDenied):  # the first is not theirs
        await swapping.propose()
    swapping.sign_ups = [kept[0], sign_up_pb2.SignUp(id=str(uuid7()))]
    with pytest.raises(PermissionDenied):
        await swapping.propose()
    swapping.sign_ups = [kept[0], await stage.wait_for(swapping.shifts[1])]
    assert await refused(swapping.propose()) == ["NOT_CONFIRMED"]
