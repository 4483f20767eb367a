"""Reserved places: for the members of a group until they lapse, and for everybody from then on."""

import asyncio
from datetime import UTC
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import eligibility_pb2, shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.events.shifts.jobs import LAPSE
from services.kit.errors import DomainError, InvalidArgument, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, mask

CONFIRMED, OFFERED = pb.SIGN_UP_STATE_CONFIRMED, pb.SIGN_UP_STATE_OFFERED


class Reserving:
    """A shift that reserves places for a group.

    Attributes:
        stage: The stage.
        group_id: The group, which is another organization than the one that holds the event.
        shift: The shift.
    """

    def __init__(self, stage: Stage, group_id: UUID, shift: shift_pb2.Shift) -> None:
        self.stage, self.group_id, self.shift = stage, group_id, shift

    @classmethod
    async def begin(cls, stage: Stage, capacity: int, places: int, **values: Any) -> "Reserving":
        """Creates a shift whose reserved places lapse two hours before it starts."""
        group_id = uuid7()
        await stage.knows_organization(group_id)
        reservation = shift_pb2.ShiftReservation(
            organization_id=str(group_id), places=places, lapse_minutes=120
        )
        shift = await stage.shift(capacity=capacity, reservation=reservation, **values)
        return cls(stage, group_id, shift)

    async def member(self) -> UUID:
        """Returns a member of the group."""
        person_id = uuid7()
        await self.stage.knows_membership(person_id, self.group_id)
        return person_id

    async def numbers(self) -> tuple[int, int, int]:
        """Returns how many places are taken, reserved, and free for everybody."""
        shift = await self.stage.get_shift(self.shift)
        return shift.places_taken, shift.places_reserved, shift.places_free

    async def free_for(self, person_id: UUID) -> tuple[int, bool]:
        """Returns how many places are free for somebody, and whether they can take one."""
        request = eligibility_pb2.BatchGetEligibilitiesRequest(ids=[self.shift.id])
        found = await self.stage.call(
            request,
            eligibility_pb2.BatchGetEligibilitiesResponse,
            self.stage.office.person(person_id),
        )
        (one,) = found.eligibilities
        return one.places_free, one.can_sign_up


async def test_members_take_reserved_places_and_others_the_rest(stage: Stage) -> None:
    reserving = await Reserving.begin(stage, capacity=3, places=2)
    member, other = await reserving.member(), uuid7()
    assert await reserving.numbers() == (0, 2, 1)
    assert [await reserving.free_for(each) for each in (member, other)] == [(3, True), (1, True)]
    await stage.sign_up(reserving.shift)
    assert [await reserving.free_for(each) for each in (member, other)] == [(2, True), (0, False)]
    with pytest.raises(Refused) as refused:
        await stage.sign_up(reserving.shift, other)
    assert refused.value.reason == "SHIFT_FULL"

    waiting = await stage.wait_for(reserving.shift, other)
    taken = await stage.sign_up(reserving.shift, member)  # although somebody waits
    assert taken.state == CONFIRMED
    assert await reserving.numbers() == (2, 1, 0)
    # What a member gives back is reserved again, and no offer for others.
    await stage.cancel(taken, stage.office.person(member))
    assert await reserving.numbers() == (1, 2, 0)
    last = [await stage.sign_up(reserving.shift, await reserving.member()) for _ in range(2)]
    queued = await stage.wait_for(reserving.shift, await reserving.member())
    assert await reserving.numbers() == (3, 0, 0)
    await stage.cancel(last[0])
    await stage.becomes(queued, OFFERED)  # a member, who has waited less
    assert (await stage.get_sign_up(waiting)).state == pb.SIGN_UP_STATE_WAITLISTED


async def test_they_lapse_and_those_who_wait_move_up(timed: Stage) -> None:
    reserving = await Reserving.begin(timed, capacity=2, places=2)
    taken = await timed.sign_up(reserving.shift, await reserving.member())
    waiting = [await timed.wait_for(reserving.shift) for _ in range(2)]
    start = reserving.shift.start_time.ToDatetime(UTC)
    ahead = (start - timed.clock.now()).total_seconds() - 120 * 60
    timed.pass_time(seconds=ahead - 60)
    assert await reserving.numbers() == (1, 1, 0)
    timed.pass_time(seconds=61)
    timed.platform.services["events"].units.bell(LAPSE).set()
    await timed.becomes(waiting[0], OFFERED)
    assert await reserving.numbers() == (2, 0, 0)
    await timed.cancel(taken)  # lapsed for good
    await timed.becomes(waiting[1], OFFERED)


async def test_a_change_counts_the_members_who_have_places(stage: Stage) -> None:
    reserving = await Reserving.begin(stage, capacity=4, places=1)
    for person in (await reserving.member(), await reserving.member(), uuid7()):
        await stage.sign_up(reserving.shift, person)
    assert await reserving.numbers() == (3, 0, 1)

    async def change(*paths: str, **values: Any) -> shift_pb2.Shift:
        request = shift_pb2.UpdateShiftRequest(
            shift_id=reserving.shift.id,
            shift=shift_pb2.Shift(**values),
            update_mask=mask(*paths),
        )
        return await stage.call(request, shift_pb2.Shift)

    more = shift_pb2.ShiftReservation(organization_id=str(reserving.group_id), places=3)
    assert (await change("reservation", reservation=more)).places_reserved == 1
    assert await reserving.numbers() == (3, 1, 0)
    with pytest.raises(InvalidArgument) as refused:
        await change("capacity", capacity=2)
    assert "RESERVED_OVER_CAPACITY" in [each.reason for each in refused.value.violations]
    more.organization_id = str(uuid7())
    with pytest.raises(InvalidArgument) as refused:
        await change("reservation", reservation=more)
    assert refused.value.violations[0].reason == "UNKNOWN_ORGANIZATION"
    assert not (await change("reservation")).HasField("reservation")
    assert await reserving.numbers() == (3, 0, 1)


async def test_a_rush_of_members_and_others_keeps_to_them(stage: Stage) -> None:
    """However they arrive: others have at most what is reserved for nobody, and no place is there twice."""
    reserving = await Reserving.begin(stage, capacity=6, places=4)
    members = [await reserving.member() for _ in range(5)]
    others = [uuid7() for _ in range(5)]
    people = [each for pair in zip(others, members, strict=True) for each in pair]

    async def try_it(person_id: UUID) -> bool:
        try:
            return (await stage.sign_up(reserving.shift, person_id)).state == CONFIRMED
        except DomainError:
            return False

    got = dict(zip(people, await asyncio.gather(*map(try_it, people)), strict=True))
    assert sum(got.values()) == 6
    assert sum(got[each] for each in members) >= 4
    taken, reserved, free = await reserving.numbers()
    assert (taken, reserved, free) == (6, 0, 0)
