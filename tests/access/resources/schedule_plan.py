"""Schedule plans in the community of the access tables: one that is ready, one that is being solved, and requests."""

from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1 import plan_change_pb2 as changes
from banyan.events.v1 import schedule_plan_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.events.plans.searching import search_once
from tests.access.resource import Resource
from tests.world import World, in_hours

# Long after everything else in the community.
START, END = 1000, 1040


def new_plan(world: World) -> pb.SchedulePlan:
    """Returns a plan of the group, not created yet."""
    return pb.SchedulePlan(
        organization_id=world.ids["group"],
        title="槐柏树街 Cypress Street",
        start_time=in_hours(START),
        end_time=in_hours(END),
        time_zone="Asia/Shanghai",
        limits=pb.PlanLimits(minutes_a_day=600),
        decisions=[
            pb.PlanDecision(
                shift_id=world.ids["shift"],
                person_id=world.people["subject"],
                kind=pb.PLAN_DECISION_KIND_EXCLUDED,
            )
        ],
        aims=pb.PlanAims(
            places=pb.HOW_MUCH_MUCH, fairness=pb.HOW_MUCH_SOME, few_changes=pb.HOW_MUCH_SOME
        ),
    )


async def add_plans(world: World) -> str:
    """Creates two plans, solves one of them, and returns its ID. "solving_plan" is the other."""
    await _add_shifts(world)
    ready = await _solving(world)
    assert await search_once(world.platform.services["events"].units)
    world.ids["solving_plan"] = await _solving(world)
    return ready


async def _add_shifts(world: World) -> None:
    """Creates a shift that somebody can take, and one that nobody can."""
    event = world.event()
    event.start_time.CopyFrom(in_hours(START))
    event.end_time.CopyFrom(in_hours(END))
    draft = await world.call(
        "coordinator", event_pb2.CreateEventRequest(event=event), event_pb2.Event
    )
    for start, skills in ((START, []), (START + 5, ["潜水 diving"])):
        shift = world.shift(draft.id)
        shift.start_time.CopyFrom(in_hours(start))
        shift.end_time.CopyFrom(in_hours(start + 2))
        shift.required_skills[:] = skills
        shift.capacity = 1
        if skills:  # also an open place and a role
            shift.capacity = 2
            shift.roles.add(title="潜水员", places=1)
        request = shift_pb2.CreateShiftRequest(shift=shift)
        # The last one is that which nobody can take.
        world.ids["diving"] = (await world.call("coordinator", request, shift_pb2.Shift)).id


async def _solving(world: World) -> str:
    request = pb.CreateSchedulePlanRequest(schedule_plan=new_plan(world))
    plan = await world.call("leader", request, pb.SchedulePlan)
    solve = pb.SolveSchedulePlanRequest(schedule_plan_id=plan.id)
    return (await world.call("leader", solve, pb.SchedulePlan)).id


def _without_filters(request: pb.ListPlanAssignmentsRequest, _: World) -> None:
    """Leaves out the person and the shift, who are not in the plan."""
    request.ClearField("person_id")
    request.ClearField("shift_id")


def _with_itself(request: changes.ComparePlansRequest, world: World) -> None:
    """Compares a plan with itself."""
    request.other_schedule_plan_id = world.ids["schedule_plan"]


CHECK = 'check(added: [{shiftId: "<diving>", personId: "<person>"}])'
RENAMED = pb.UpdateSchedulePlanRequest(
    schedule_plan=pb.SchedulePlan(title="新名字"), update_mask=FieldMask(paths=["title"])
)
RESOURCE = Resource(
    "SchedulePlan",
    "SchedulePlans",
    add_plans,
    requests={
        "CreateSchedulePlan": lambda request, world: request.schedule_plan.CopyFrom(
            new_plan(world)
        ),
        "UpdateSchedulePlan": lambda request, _: request.MergeFrom(RENAMED),
        "ListPlanAssignments": _without_filters,
        "ComparePlans": _with_itself,
        "StopSchedulePlan": lambda request, world: setattr(
            request, "schedule_plan_id", world.ids["solving_plan"]
        ),
    },
    arguments={
        "Query.schedulePlan": 'id: "<schedule_plan>"',
        "SchedulePlan.comparison": 'otherSchedulePlanId: "<schedule_plan>"',
        "Subscription.schedulePlanProgress": 'schedulePlanId: "<schedule_plan>"',
    },
    parts={
        "PlanLimits": "limits { FIELDS }",
        "PlanAims": "aims { FIELDS }",
        "PlanDecision": "decisions { FIELDS }",
        "PlanProgress": "progress { FIELDS }",
        "PlanAssignment": "assignments { nodes { FIELDS } }",
        "PlanGap": "gaps { nodes { FIELDS } }",
        "PlanReasonCount": "gaps { nodes { reasons { FIELDS } } }",
        "PlanRemedy": "gaps { nodes { remedy { FIELDS } } }",
        "PlanRoleGap": "gaps { nodes { roles { FIELDS } } }",
        "PlanProposal": f"{CHECK} {{ FIELDS }}",
        "PlanPair": f"{CHECK} {{ added {{ FIELDS }} }}",
        "PlanCost": f"{CHECK} {{ costs {{ FIELDS }} }}",
        "PlanFault": f"{CHECK} {{ broken {{ FIELDS }} }}",
        "PlanShare": "shares { nodes { FIELDS } }",
        "PlanShiftReason": "shares { nodes { reasons { FIELDS } } }",
    },
)
