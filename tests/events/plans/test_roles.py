"""Plans of shifts with roles: who cooks and who drives, from the search to a repair."""

from collections import Counter
from uuid import UUID

from banyan.events.v1 import plan_change_pb2, shift_pb2, sign_up_pb2
from banyan.events.v1 import schedule_plan_pb2 as pb

from tests.events.plans.planning import Planning, refusal

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
    assert planned.pop(both) in ("厨师", "司机")
    assert Counter(planned.values()) == {"厨师": 1, "": 1}
    assert set(planned) - {cook} < set(others)
    (gap,) = await planning.gaps(plan)
    assert gap.missing == 1
    await planning.publish(plan)
    found = await roles_of(planning, shift)
    assert {
        each.person_id: titles.get(each.role_id, "") for each in await planning.assignments(plan)
    } == found
    taken = (await stage.get_shift(shift)).role_places
    assert sum(each.places_taken for each in taken) == 2


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
