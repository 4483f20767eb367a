"""Roles of a shift: who gets which place, under races too, and who is offered one."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from banyan.events.v1 import eligibility_pb2, event_pb2, shift_pb2, stand_in_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.events.shifts.invariants import INVARIANTS
from services.events.shifts.models import Shift
from services.events.shifts.roles import can_take, places_of, sorts_of
from services.events.sign_ups.states import SignUpState
from services.kit.errors import DomainError, InvalidArgument, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours, mask

WAITLISTED, OFFERED = pb.SIGN_UP_STATE_WAITLISTED, pb.SIGN_UP_STATE_OFFERED
CONFIRMED = pb.SIGN_UP_STATE_CONFIRMED
COOK = shift_pb2.ShiftRole(title="厨师", places=2, required_skills=["做饭"])
NOW = datetime(2026, 10, 18, 9, tzinfo=UTC)
DRIVER = shift_pb2.ShiftRole(title="司机", places=1)


async def kitchen(stage: Stage, **values: Any) -> shift_pb2.Shift:
    """Creates a shift with four places: for two cooks, a driver, and somebody else."""
    given: dict[str, Any] = {"capacity": 4, "roles": [COOK, DRIVER]}
    return await stage.shift(**(given | values))


async def cook(stage: Stage) -> UUID:
    """Returns somebody who can cook."""
    return await stage.somebody("做饭")


async def take(
    stage: Stage,
    shift: shift_pb2.Shift,
    role: int | None = None,
    person_id: UUID | None = None,
    **values: Any,
) -> pb.SignUp:
    """Signs somebody up for a role, by its number, or for any place."""
    role_id = None if role is None else shift.roles[role].role_id
    request = pb.CreateSignUpRequest(shift_id=shift.id, role_id=role_id, **values)
    return await stage.call(request, pb.SignUp, stage.office.person(person_id or uuid7()))


async def places(stage: Stage, shift: shift_pb2.Shift) -> list[tuple[int, int]]:
    """Returns how many places of each role are taken, and how many people wait for it."""
    found = await stage.get_shift(shift)
    assert [each.role_id for each in found.role_places] == [each.role_id for each in found.roles]
    return [(each.places_taken, each.waitlist_length) for each in found.role_places]


def reasons_of(error: Refused) -> list[str]:
    return [each.reason or "" for each in error.violations]


async def test_a_role_takes_people_who_can_do_it_until_it_is_full(stage: Stage) -> None:
    shift = await kitchen(stage)
    with pytest.raises(Refused) as refused:
        await take(stage, shift, 0, await stage.somebody())
    assert reasons_of(refused.value) == ["SKILL_MISSING"]
    for _ in range(2):
        found = await take(stage, shift, 0, await cook(stage))
        assert (found.state, found.role_id) == (CONFIRMED, shift.roles[0].role_id)
    with pytest.raises(Refused) as refused:
        await take(stage, shift, 0, await cook(stage))
    assert reasons_of(refused.value) == ["SHIFT_FULL"]
    with pytest.raises(InvalidArgument) as wrong:
        await stage.call(
            pb.CreateSignUpRequest(shift_id=shift.id, role_id=str(uuid4())),
            pb.SignUp,
            stage.office.person(),
        )
    assert wrong.value.violations[0].reason == "UNKNOWN_ROLE"
    assert await places(stage, shift) == [(2, 0), (0, 0)]


async def test_any_place_is_an_open_one_first_then_one_that_they_can_have(stage: Stage) -> None:
    shift = await kitchen(stage)
    cooks = [await cook(stage) for _ in range(3)]
    found = [await take(stage, shift, person_id=each) for each in cooks]
    assert [each.role_id for each in found] == ["", shift.roles[0].role_id, shift.roles[0].role_id]
    other = await take(stage, shift, person_id=await stage.somebody())
    assert other.role_id == shift.roles[1].role_id
    assert (await stage.get_shift(shift)).places_free == 0


async def test_who_cannot_have_the_last_place_hears_why(stage: Stage) -> None:
    shift = await kitchen(stage, roles=[COOK], capacity=2)
    with pytest.raises(Refused) as refused:
        await take(stage, shift, person_id=await stage.somebody())
    assert "SHIFT_FULL" in reasons_of(refused.value)
    waits = await take(stage, shift, person_id=await stage.somebody(), join_waitlist=True)
    assert (waits.state, waits.role_id) == (WAITLISTED, "")


async def test_a_race_for_roles_and_open_places(stage: Stage) -> None:
    """Each sort of place goes to as many as there are, whoever comes first, and the numbers are those of the sign-ups."""
    shift = await kitchen(
        stage, roles=[shift_pb2.ShiftRole(title="厨师", places=2), DRIVER], capacity=5
    )
    wanted = [0] * 8 + [1] * 5 + [None] * 4
    random.Random(7).shuffle(wanted)  # noqa: S311 # the same each time
    results = await asyncio.gather(
        *(take(stage, shift, role) for role in wanted), return_exceptions=True
    )
    taken = [each for each in results if isinstance(each, pb.SignUp)]
    assert all(isinstance(each, pb.SignUp | DomainError) for each in results)
    by_role = {role.role_id: 0 for role in shift.roles} | {"": 0}
    for each in taken:
        by_role[each.role_id] += 1
    assert by_role[shift.roles[0].role_id] <= 2
    assert by_role[shift.roles[1].role_id] <= 1
    assert by_role[""] <= 2
    for role in (
        0,
        1,
    ):  # what nobody got because everybody came at once can be taken now, and nothing more
        for _ in range(shift.roles[role].places - by_role[shift.roles[role].role_id]):
            await take(stage, shift, role)
        with pytest.raises(Refused) as refused:
            await take(stage, shift, role)
        assert reasons_of(refused.value) == ["SHIFT_FULL"]
    assert await places(stage, shift) == [(2, 0), (1, 0)]
    await holds(stage)


async def holds(stage: Stage) -> None:
    """Checks what must hold between shifts and sign-ups."""
    units = stage.platform.services["events"].units
    async with units.reading() as session:
        for each in INVARIANTS:
            assert not (await session.execute(each.broken)).all(), each.name


async def test_the_database_keeps_the_quotas(stage: Stage) -> None:
    """The control: without the rules of the service, it refuses all the same."""
    shift = await kitchen(stage)
    for change in (
        """role_places = jsonb_set(role_places, '{0,places_taken}', '3')""",
        "places_taken = 2",  # of which one would have to be that of a role
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            await stage.sql(f"UPDATE shift SET {change} WHERE id = $1", UUID(shift.id))
    await stage.sql("UPDATE shift SET places_taken = 1 WHERE id = $1", UUID(shift.id))


async def test_a_freed_place_goes_to_who_waits_for_it_and_can_have_it(stage: Stage) -> None:
    shift = await kitchen(stage, roles=[COOK], capacity=3)
    held = [await take(stage, shift, 0, await cook(stage)) for _ in range(2)]
    opened = await take(stage, shift, person_id=await stage.somebody())
    unable = await take(stage, shift, person_id=await stage.somebody(), join_waitlist=True)
    for_role = await take(stage, shift, 0, await cook(stage), join_waitlist=True)
    for_any = await take(stage, shift, person_id=await cook(stage), join_waitlist=True)
    assert await places(stage, shift) == [(2, 1)]
    await stage.cancel(held[0])
    found = await stage.becomes(for_role, OFFERED)
    assert found.role_id == shift.roles[0].role_id
    await stage.cancel(held[1])  # who waits for any place and can cook is next
    found = await stage.becomes(for_any, OFFERED)
    assert found.role_id == shift.roles[0].role_id
    assert (await stage.get_sign_up(unable)).state == WAITLISTED
    await stage.cancel(opened)
    assert (await stage.becomes(unable, OFFERED)).role_id == ""
    assert (await stage.accept(found)).state == CONFIRMED
    assert await places(stage, shift) == [(2, 0)]
    await holds(stage)


async def test_nobody_goes_before_those_who_wait(stage: Stage) -> None:
    shift = await kitchen(stage, roles=[DRIVER], capacity=2)
    await take(stage, shift, 0)
    await take(stage, shift, 0, join_waitlist=True)
    # Who waits for a role keeps nobody from an open place.
    assert (await take(stage, shift)).role_id == ""
    with pytest.raises(Refused) as refused:
        await take(stage, shift)
    assert reasons_of(refused.value) == ["SHIFT_FULL"]


async def test_a_stand_in_takes_the_role(stage: Stage) -> None:
    shift = await kitchen(stage)
    me = await cook(stage)
    place = await take(stage, shift, 0, me)
    ask = stand_in_pb2.AskForStandInRequest(sign_up_id=place.id)
    asked = await stage.call(ask, stand_in_pb2.StandIn, stage.office.person(me))
    request = stand_in_pb2.TakeStandInRequest(stand_in_id=asked.id)
    with pytest.raises(Refused) as refused:
        await stage.call(request, stand_in_pb2.StandIn, stage.office.person(await stage.somebody()))
    assert reasons_of(refused.value) == ["SKILL_MISSING"]
    taker = stage.office.person(await cook(stage))
    taken = await stage.call(request, stand_in_pb2.StandIn, taker)
    get = pb.GetSignUpRequest(sign_up_id=taken.taker_sign_up_id)
    assert (await stage.call(get, pb.SignUp)).role_id == shift.roles[0].role_id
    assert await places(stage, shift) == [(1, 0), (0, 0)]
    await holds(stage)


async def test_what_each_role_asks_for(stage: Stage) -> None:
    shift = await kitchen(stage)
    await take(stage, shift)
    await take(stage, shift, 1)
    request = eligibility_pb2.BatchGetEligibilitiesRequest(ids=[shift.id])
    answer_type = eligibility_pb2.BatchGetEligibilitiesResponse
    for person_id, can, reasons in (
        (await cook(stage), True, [[], ["SHIFT_FULL"]]),
        (await stage.somebody(), False, [["SKILL_MISSING"], ["SHIFT_FULL"]]),
    ):
        answer = await stage.call(request, answer_type, stage.office.person(person_id))
        (found,) = answer.eligibilities
        assert (found.can_sign_up, found.can_join_waitlist) == (can, not can)
        assert [[each.reason for each in role.reasons] for role in found.roles] == reasons
        assert [role.role_id for role in found.roles] == [role.role_id for role in shift.roles]


async def test_what_people_have_stays_theirs(stage: Stage) -> None:
    shift = await kitchen(stage)
    await take(stage, shift, 1)

    async def change(**values: Any) -> shift_pb2.Shift:
        request = shift_pb2.UpdateShiftRequest(
            shift_id=shift.id, shift=shift_pb2.Shift(**values), update_mask=mask(*values)
        )
        return await stage.call(request, shift_pb2.Shift)

    first, driver = shift.roles
    for values, reason in (
        ({"roles": [first]}, "ROLE_TAKEN"),
        ({"roles": [first, DRIVER]}, "ROLE_TAKEN"),  # another one of that name
        ({"capacity": 2}, "ROLES_OVER_CAPACITY"),
        (
            {"roles": [driver, shift_pb2.ShiftRole(role_id=str(uuid4()), title="x", places=1)]},
            "UNKNOWN_ROLE",
        ),
        ({"roles": [driver, shift_pb2.ShiftRole(title="x", places=4)]}, "ROLES_OVER_CAPACITY"),
    ):
        with pytest.raises((Refused, InvalidArgument)) as refused:
            await change(**values)
        assert [each.reason for each in refused.value.violations] == [reason], values
    changed = await change(roles=[driver, shift_pb2.ShiftRole(title="洗碗", places=3)])
    assert [(each.places, each.places_taken) for each in changed.role_places] == [(1, 1), (3, 0)]


async def test_copies_have_the_roles_and_nobody_in_them(stage: Stage) -> None:
    shift = await kitchen(stage)
    await take(stage, shift, 1)
    request = event_pb2.DuplicateEventRequest(event_id=shift.event_id, start_time=in_hours(24 * 30))
    copy = await stage.call(request, event_pb2.Event)
    listed = shift_pb2.ListShiftsRequest(event_id=copy.id)
    (found,) = (await stage.call(listed, shift_pb2.ListShiftsResponse)).shifts
    assert [each.title for each in found.roles] == ["厨师", "司机"]
    assert [(each.places, each.places_taken) for each in found.role_places] == [(2, 0), (1, 0)]


@pytest.mark.parametrize("seed", range(40))
def test_the_numbers_are_those_of_a_small_model(seed: int) -> None:
    """Whatever is taken, waited for, offered and released: a model that counts sign-ups agrees."""
    choice = random.Random(seed)  # noqa: S311 # the same each time
    roles: list[dict[str, Any]] = [
        {"title": "r", "places": choice.randint(1, 3)} for _ in range(choice.randint(0, 3))
    ]
    capacity = sum(each["places"] for each in roles) + choice.randint(1, 3)
    shift = Shift(
        event_id=uuid7(),
        organization_id=uuid7(),
        title="x",
        capacity=capacity,
        roles=roles,
        start_time=NOW,
        end_time=NOW + timedelta(hours=1),
    )
    shift.settle_roles()
    sorts = sorts_of(shift)
    held: list[tuple[SignUpState, UUID | None]] = []
    for _ in range(60):
        sort = choice.choice(sorts)
        waiting = [each for each in held if each[0] == SignUpState.WAITLISTED]
        blocked = any(each[1] in (sort, None) for each in waiting)
        taken = [each for each in held if each[0] != SignUpState.WAITLISTED and each[1] == sort]
        limit = capacity - sum(r["places"] for r in roles)
        if sort is not None:
            limit = next(r["places"] for r in shift.roles if r["role_id"] == str(sort))
        assert places_of(shift, sort).free == limit - len(taken)
        assert can_take(shift, sort) == (len(taken) < limit and not blocked)
        able = [each for each in waiting if each[1] in (sort, None)]
        if held and choice.random() < 0.3:
            gone = held.pop(choice.randrange(len(held)))
            shift.release(*gone)
        elif able and len(taken) < limit:
            offered = choice.choice(able)
            held.remove(offered)
            shift.offer_place(sort, offered[1])
            held.append((SignUpState.OFFERED, sort))
        elif can_take(shift, sort):
            shift.take_place(sort)
            held.append((SignUpState.CONFIRMED, sort))
        else:
            shift.join_waitlist(sort)
            held.append((SignUpState.WAITLISTED, sort))
        assert shift.places_taken == sum(s != SignUpState.WAITLISTED for s, _ in held)
        assert shift.waitlist_length == sum(s == SignUpState.WAITLISTED for s, _ in held)
        assert shift.places_offered == sum(s == SignUpState.OFFERED for s, _ in held)
