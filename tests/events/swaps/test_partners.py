"""FindSwapPartners, called over gRPC: who could swap, both ways, and nothing about those who offer nothing."""

from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import sign_up_pb2, stand_in_pb2
from banyan.events.v1 import swap_pb2 as pb

from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.events.stage import Stage
from tests.events.stand_ins.test_stand_ins import refused
from tests.events.swaps.test_swaps import Swapping


async def ask(swapping: Swapping, sign_up: sign_up_pb2.SignUp) -> stand_in_pb2.StandIn:
    """Offers a place, as its person."""
    request = stand_in_pb2.AskForStandInRequest(sign_up_id=sign_up.id)
    passport = swapping.stage.office.person(UUID(sign_up.person_id))
    return await swapping.stage.call(request, stand_in_pb2.StandIn, passport)


async def find(swapping: Swapping, passport: str | None = None, **values: Any) -> pb.SwapPartners:
    """Looks for partners, as the first person unless told otherwise."""
    own = swapping.stage.office.person(swapping.people[0])
    request = pb.FindSwapPartnersRequest(sign_up_id=swapping.sign_ups[0].id, **values)
    return await swapping.stage.call(request, pb.SwapPartners, passport or own)


async def found(swapping: Swapping) -> list[str]:
    return [each.sign_up_id for each in (await find(swapping)).partners]


async def test_finds_what_others_offer_and_tells_nothing_else(stage: Stage) -> None:
    swapping = await Swapping.begin(stage, proposed=False)
    assert await found(swapping) == []  # they offer nothing
    other = swapping.sign_ups[1]
    stand_in = await ask(swapping, other)
    answer = await find(swapping)
    shown = pb.SwapPartner(
        sign_up_id=other.id, shift_id=swapping.shifts[1].id, stand_in_id=stand_in.id
    )
    assert (list(answer.partners), answer.is_complete) == ([shown], True)
    await swapping.propose()
    assert await found(swapping) == []  # it is proposed already


async def test_both_ways_by_the_evaluator(stage: Stage) -> None:
    swapping = await Swapping.begin(stage, proposed=False)
    await ask(swapping, swapping.sign_ups[1])
    own, other = (UUID(each.id) for each in swapping.shifts)
    expected = [swapping.sign_ups[1].id]
    demand = "UPDATE shift SET required_skills = $2 WHERE id = $1"
    for shift in (own, other):
        await stage.sql(demand, shift, ["急救"])
        assert await found(swapping) == []
        await stage.sql(demand, shift, [])
        assert await found(swapping) == expected
    kind = await stage.knows_kind()
    qualified = "UPDATE shift SET required_qualification_kind_ids = $2 WHERE id = $1"
    await stage.sql(qualified, own, [UUID(kind)])
    assert await found(swapping) == []
    await stage.knows_qualification(swapping.people[0], kind)  # not theirs who would come
    assert await found(swapping) == []
    await stage.knows_qualification(swapping.people[1], kind)
    assert await found(swapping) == expected
    await stage.sql("UPDATE person SET state = 'SUSPENDED' WHERE id = $1", swapping.people[1])
    assert await found(swapping) == []


async def test_what_each_gives_away_does_not_stand_in_the_way(stage: Stage) -> None:
    swapping = await Swapping.begin(stage, proposed=False)
    one, other = swapping.people
    first, second = [await swapping.shift_at(hours) for hours in (50, 51)]
    swapping.shifts = [first, second]
    swapping.sign_ups = [await stage.sign_up(first, one), await stage.sign_up(second, other)]
    await ask(swapping, swapping.sign_ups[1])
    assert await found(swapping) == [swapping.sign_ups[1].id]
    # Their third place overlaps the caller's, and not their own.
    await stage.sign_up(await swapping.shift_at(48.5), other)
    assert await found(swapping) == []


async def test_events_that_one_may_not_see_are_not_found(stage: Stage) -> None:
    swapping = await Swapping.begin(stage, proposed=False)
    stranger, hidden = uuid7(), UUID(swapping.shifts[1].event_id)
    swapping.people = (stranger, swapping.people[1])
    swapping.sign_ups[0] = await stage.sign_up(await swapping.shift_at(60), stranger)
    await ask(swapping, swapping.sign_ups[1])
    assert await found(swapping) == [swapping.sign_ups[1].id]
    await stage.sql("UPDATE event SET visibility = 'MEMBERS' WHERE id = $1", hidden)
    assert await found(swapping) == []


async def test_those_who_see_sign_ups_find_them_without_an_offer(stage: Stage) -> None:
    leader = uuid7()
    swapping = await Swapping.begin(stage, proposed=False)
    swapping.sign_ups[0] = await stage.sign_up(await swapping.shift_at(60), leader)
    passport = stage.holding("LEADER", person_id=leader)
    partners = (await find(swapping, passport)).partners
    assert swapping.sign_ups[1].id in [each.sign_up_id for each in partners]
    assert not any(each.HasField("stand_in_id") for each in partners)
    plain = await find(swapping, stage.office.person(leader))  # the same person without the role
    assert not plain.partners


async def test_only_for_a_place_of_ones_own(stage: Stage) -> None:
    swapping = await Swapping.begin(stage, proposed=False)
    for passport in (stage.leader, stage.office.person(swapping.people[1])):
        with pytest.raises(PermissionDenied):
            await find(swapping, passport)
    await stage.cancel(swapping.sign_ups[0])
    assert await refused(find(swapping)) == ["NOT_CONFIRMED"]
    swapping.sign_ups[0] = sign_up_pb2.SignUp(id=str(uuid7()))
    with pytest.raises(PermissionDenied):
        await find(swapping)
