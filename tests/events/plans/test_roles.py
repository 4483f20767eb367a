"""Plans of shifts with roles: who cooks and who drives, from the search to a repair."""

from collections import Counter
from uuid import UUID

from banyan.events.v1 import plan_answer_pb2, plan_change_pb2, shift_pb2, sign_up_pb2
from banyan.events.v1 import schedule_plan_pb2 as pb

from services.kit.process.ids import uuid7
from tests.events.plans.planning import Planning, refusal
from tests.events.stage import in_hours

COOK = shift_pb2.ShiftRole(title="厨师", places=2, required_skills=["做饭"])
DRIVER = shift_pb2.ShiftRole(title="司机", places=1, required_skills=["开车"])


async def kitchen(planning: Planning) -> shift_pb2.Shift:
    """Creates a shift for two cooks, a driver, and somebody else."""
    (shift,) = await planning.season(1, capacity=4, roles=[COOK, DRIVER])
    return shift


async def roles_of(planning: Planning, shift: shift_pb2.Shift) -> dict[str, str]:
    """Returns the title of the role of each person who is signed up; empty for an open place."""
    titles = {each.role_id: each.title for each in shift.roles}
    request = sign_up_pb2.ListSignUpsRequest(shift_id=shift.id, only_standing=True)
    found = await planning.stage.call(request, sign_up_pb2.ListSignUpsResponse)
    return {each.person_id: titles.get(each.role_id, "") for each in found.sign_ups}


async def test_quotas_are_kept_by_those_who_can_fill_them(planning: Planning) -> None:
    """Only one drives, only two cook, and who can do both goes where nobody else can."""
    stage = planning.stage
    shift = await kitchen(planning)
    cook, both = await stage.somebody("做饭"), await stage.somebody("做饭", "开车")
    others = [await stage.somebody() for _ in range(3)]
    plan = await planning.solved()
    assert (plan.places, plan.places_filled) == (4, 3)
    titles = {each.role_id: each.title for each in shift.roles}
    planned = {
        UUID(each.person_id): titles.get(each.role_id, "")
        for each in await planning.assignments(plan)
    }
    assert planned[cook] == "厨师"
    role_of_both = planned.pop(both)
    assert role_of_both in ("厨师", "司机")
    assert Counter(planned.values()) == {"厨师": 1, "": 1}
    assert set(planned) - {cook} < set(others)
    (gap,) = await planning.gaps(plan)
    assert gap.missing == 1
    (empty,) = gap.roles
    assert titles[empty.role_id] == ({"厨师": "司机", "司机": "厨师"}[role_of_both])
    assert empty.missing == 1
    assert {each.reason for each in empty.reasons} == {each.reason for each in gap.reasons}
    await planning.publish(plan)
    found = await roles_of(planning, shift)
    assert {
        each.person_id: titles.get(each.role_id, "") for each in await planning.assignments(plan)
    } == found
    taken = (await stage.get_shift(shift)).role_places
    assert sum(each.places_taken for each in taken) == 2


async def test_several_roles_of_a_shift_can_stay_empty(planning: Planning) -> None:
    """Each is told by itself, and the shift as a whole once."""
    shift = await kitchen(planning)
    for _ in range(2):
        await planning.stage.somebody()
    plan = await planning.solved()
    assert (plan.state, plan.places_filled) == (pb.SCHEDULE_PLAN_STATE_READY, 1)
    (gap,) = await planning.gaps(plan)
    titles = {each.role_id: each.title for each in shift.roles}
    assert gap.missing == 3
    missing = {titles[each.role_id]: each.missing for each in gap.roles}
    assert missing == {"厨师": 2, "司机": 1}
    unable = plan_answer_pb2.PLAN_REASON_NOT_ABLE
    assert all(unable in [one.reason for one in each.reasons] for each in gap.roles)
    assert unable in [each.reason for each in gap.reasons]
    person = (await planning.assignments(plan))[0].person_id
    change = plan_change_pb2.ChangeSchedulePlanRequest(schedule_plan_id=plan.id)
    change.removed.add(shift_id=shift.id, person_id=person)
    await planning.stage.call(change, pb.SchedulePlan)
    (gap,) = await planning.gaps(plan)
    assert gap.missing == 4
    assert {titles.get(each.role_id, ""): each.missing for each in gap.roles} == missing | {"": 1}


async def test_plain_shifts_have_no_gaps_of_roles(planning: Planning) -> None:
    await planning.season(1)
    await planning.stage.somebody()
    await planning.season(1, required_skills=["潜水"])
    (gap,) = await planning.gaps(await planning.solved())
    assert (gap.missing, len(gap.roles)) == (1, 0)


async def test_members_fill_the_places_that_are_reserved_for_them(planning: Planning) -> None:
    stage = planning.stage
    await stage.knows_organization()
    own = shift_pb2.ShiftReservation(organization_id=str(stage.organization_id), places=2)
    other_group = uuid7()
    await stage.knows_organization(other_group)
    others = shift_pb2.ShiftReservation(organization_id=str(other_group), places=2)
    (kept,) = await planning.season(1, capacity=3, reservation=own)
    event = await stage.published(start_time=in_hours(96), end_time=in_hours(120))
    strange = await planning.shift(event, 0, capacity=3, reservation=others)
    for _ in range(3):
        await stage.somebody()
    plan = await planning.solved()
    assert (
        plan.places == 4
    )  # three of their own shift, and one of the other that is reserved for nobody
    await planning.publish(plan)
    found = [await stage.get_shift(each) for each in (kept, strange)]
    assert [(each.places_taken, each.places_reserved) for each in found] == [(3, 0), (1, 2)]
    rows = await stage.sql(
        "SELECT has_reserved_place FROM sign_up WHERE shift_id = $1", UUID(kept.id)
    )
    assert sorted(row["has_reserved_place"] for row in rows) == [False, True, True]


async def test_who_drops_out_of_a_role_is_replaced_by_one_who_can_do_it(planning: Planning) -> None:
    stage = planning.stage
    (shift,) = await planning.season(1, capacity=2, roles=[DRIVER])
    drivers = [await stage.somebody("开车") for _ in range(2)]
    other = await stage.somebody()
    role = shift.roles[0].role_id
    decisions = [
        pb.PlanDecision(
            shift_id=shift.id,
            person_id=str(person),
            role_id=role_id,
            kind=pb.PLAN_DECISION_KIND_FIXED,
        )
        for person, role_id in ((drivers[0], role), (other, None))
    ]
    plan = await planning.publish(
        await planning.solved(await planning.decide(await planning.create(), *decisions))
    )
    assert await roles_of(planning, shift) == {str(drivers[0]): "司机", str(other): ""}
    ask = plan_change_pb2.ProposePlanRepairRequest(
        schedule_plan_id=plan.id, person_id=str(drivers[0])
    )
    proposal = await stage.call(ask, plan_change_pb2.PlanProposal)
    assert [(each.person_id, each.role_id) for each in proposal.added] == [(str(drivers[1]), role)]
    change = plan_change_pb2.ChangeSchedulePlanRequest(
        schedule_plan_id=plan.id, added=proposal.added, removed=proposal.removed
    )
    await stage.call(change, pb.SchedulePlan)
    assert await roles_of(planning, shift) == {str(drivers[1]): "司机", str(other): ""}
    # The control: somebody who cannot drive is not let in by hand either.
    change.added[0].person_id, change.removed[0].person_id = str(other), str(drivers[1])
    change.removed.add(shift_id=shift.id, person_id=str(other))
    assert await refusal(stage.call(change, pb.SchedulePlan))
