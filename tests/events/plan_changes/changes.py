"""What coordinators do to mend, check, compare and change plans, in tests."""

from collections.abc import Iterable
from uuid import UUID

from banyan.events.v1 import plan_change_pb2 as pb
from banyan.events.v1 import schedule_plan_pb2, shift_pb2, sign_up_pb2

from tests.events.plans.planning import Planning

Pair = tuple[str, str]


def pair(shift: shift_pb2.Shift, person_id: UUID) -> pb.PlanPair:
    """Returns somebody in a shift."""
    return pb.PlanPair(shift_id=shift.id, person_id=str(person_id))


def shown(pairs: Iterable[pb.PlanPair]) -> set[Pair]:
    """Returns who is in which shift, to compare."""
    return {(each.shift_id, each.person_id) for each in pairs}


async def repaired(
    planning: Planning,
    plan: schedule_plan_pb2.SchedulePlan,
    person_id: UUID | None = None,
    *shifts: shift_pb2.Shift,
) -> pb.PlanProposal:
    """Returns what mends a plan."""
    request = pb.ProposePlanRepairRequest(
        schedule_plan_id=plan.id,
        person_id=None if person_id is None else str(person_id),
        shift_ids=[each.id for each in shifts],
    )
    return await planning.stage.call(request, pb.PlanProposal)


async def checked(
    planning: Planning,
    plan: schedule_plan_pb2.SchedulePlan,
    added: Iterable[pb.PlanPair] = (),
    removed: Iterable[pb.PlanPair] = (),
) -> pb.PlanProposal:
    """Returns what a change by hand means."""
    request = pb.CheckPlanChangeRequest(schedule_plan_id=plan.id, added=added, removed=removed)
    return await planning.stage.call(request, pb.PlanProposal)


async def compared(
    planning: Planning,
    plan: schedule_plan_pb2.SchedulePlan,
    other: schedule_plan_pb2.SchedulePlan,
) -> pb.PlanProposal:
    """Returns how two plans differ."""
    request = pb.ComparePlansRequest(schedule_plan_id=plan.id, other_schedule_plan_id=other.id)
    return await planning.stage.call(request, pb.PlanProposal)


async def change(
    planning: Planning,
    plan: schedule_plan_pb2.SchedulePlan,
    added: Iterable[pb.PlanPair] = (),
    removed: Iterable[pb.PlanPair] = (),
    reason: str = "",
) -> schedule_plan_pb2.SchedulePlan:
    """Changes a plan by hand."""
    request = pb.ChangeSchedulePlanRequest(
        schedule_plan_id=plan.id, added=added, removed=removed, reason=reason
    )
    return await planning.stage.call(request, schedule_plan_pb2.SchedulePlan)


async def rota(planning: Planning, *people: UUID) -> set[Pair]:
    """Returns which shifts people are signed up for."""
    found = set()
    for person_id in people:
        answer = await planning.stage.call(
            sign_up_pb2.ListSignUpsRequest(person_id=str(person_id), only_standing=True),
            sign_up_pb2.ListSignUpsResponse,
            planning.stage.office.person(person_id),
        )
        found |= {(each.shift_id, each.person_id) for each in answer.sign_ups}
    return found
