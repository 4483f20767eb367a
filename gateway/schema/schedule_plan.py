"""Schedule plans: who takes which shift of a season, found by optimization."""

from datetime import datetime

import strawberry
from banyan.events.v1 import plan_answer_pb2, plan_change_pb2, schedule_plan_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import answer, get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import live


@shows(schedule_plan_pb2.SchedulePlan)
class SchedulePlan(Node):
    """A plan of who takes which shift: its question, and how far the answer is."""

    title: auto
    start_time: auto
    end_time: auto
    time_zone: auto
    limits: auto
    aims: auto
    decisions: auto
    time_limit_seconds: auto
    state: auto
    progress: auto
    is_optimal: auto
    places: auto
    places_filled: auto
    people_count: auto
    failure: auto
    sign_ups_to_make: auto
    sign_ups_refused: auto
    answer_by_time: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    assignments = connection(
        schedule_plan_pb2.ListPlanAssignmentsRequest,
        schedule_plan_id="id",
        description="Who takes which shift, ordered by the start of the shift.",
    )
    gaps = connection(
        schedule_plan_pb2.ListPlanGapsRequest,
        schedule_plan_id="id",
        description="The shifts with places that stay empty, and why, ordered by the start of the shift.",
    )
    shares = connection(
        schedule_plan_pb2.ListPlanSharesRequest,
        schedule_plan_id="id",
        description="How much each person has, and why, the most first.",
    )
    repair = answer(
        plan_change_pb2.ProposePlanRepairRequest,
        schedule_plan_id="id",
        description="What fills the places of people who drop out of the plan, with as few other changes as"
        " possible: of all who have cancelled, unless a person is named. Send it to `changeSchedulePlan`.",
    )
    check = answer(
        plan_change_pb2.CheckPlanChangeRequest,
        schedule_plan_id="id",
        description="What a change by hand costs, and which rules it would break.",
    )
    comparison = answer(
        plan_change_pb2.ComparePlansRequest,
        schedule_plan_id="id",
        description="What leads from this plan to another of the organization, and what each costs.",
    )


@shows(schedule_plan_pb2.PlanLimits)
class PlanLimits:
    """What nobody may be asked to exceed by a plan."""

    minutes_a_day: auto
    minutes_a_week: auto
    minutes: auto
    shifts_a_day: auto
    days_in_a_row: auto
    weekends: auto
    rest_minutes: auto


@shows(schedule_plan_pb2.PlanAims)
class PlanAims:
    """How much each aim of a plan matters."""

    places: auto
    fairness: auto
    few_changes: auto


@shows(schedule_plan_pb2.PlanDecision)
class PlanDecision:
    """What the coordinator has decided about a person and a shift."""

    kind: auto
    role_id: auto

    shift = reference("shift_id")
    person = reference("person_id")


@shows(schedule_plan_pb2.PlanProgress)
class PlanProgress:
    """How far the search for a plan is."""

    seconds: auto
    cost: auto
    bound: auto


@shows(plan_answer_pb2.PlanAssignment)
class PlanAssignment:
    """Somebody in a shift by a plan."""

    role_id: auto
    start_time: auto
    state: auto
    grounds: auto
    able_count: auto
    free_count: auto
    refused_reasons: auto
    answer_by_time: auto

    shift = reference("shift_id")
    person = reference("person_id")


@shows(plan_answer_pb2.PlanGap)
class PlanGap:
    """Places of a shift that stay empty by a plan."""

    start_time: auto
    missing: auto
    reasons: auto
    remedy: auto
    roles: auto

    shift = reference("shift_id")


@shows(plan_answer_pb2.PlanRoleGap)
class PlanRoleGap:
    """Places of one sort in a shift with roles that stay empty by a plan."""

    role_id: auto
    missing: auto
    reasons: auto
    remedy: auto


@shows(plan_answer_pb2.PlanReasonCount)
class PlanReasonCount:
    """How many people a reason keeps from a shift."""

    reason: auto
    people_count: auto


@shows(plan_answer_pb2.PlanRemedy)
class PlanRemedy:
    """What would fill a place with the least effort."""

    reasons: auto
    people_count: auto


@shows(plan_answer_pb2.PlanShare)
class PlanShare:
    """How much somebody has by a plan, and why."""

    minutes: auto
    size: auto
    possible_count: auto
    had_more_before: auto
    reasons: auto

    person = reference("person_id")


@shows(plan_answer_pb2.PlanShiftReason)
class PlanShiftReason:
    """From how many shifts a reason keeps somebody."""

    reason: auto
    shift_count: auto


@shows(plan_change_pb2.PlanProposal)
class PlanProposal:
    """A change of a plan, and what it would mean."""

    added: auto
    removed: auto
    unfilled: auto
    people_to_tell: auto
    costs: auto
    broken: auto
    mended: auto


@shows(plan_change_pb2.PlanPair)
class PlanPair:
    """A person in a shift."""

    role_id: auto

    shift = reference("shift_id")
    person = reference("person_id")


@shows(plan_change_pb2.PlanCost)
class PlanCost:
    """What an aim costs before and after a change."""

    aim: auto
    before: auto
    after: auto


@shows(plan_change_pb2.PlanFault)
class PlanFault:
    """A rule that a plan breaks."""

    reason: auto

    person = reference("person_id")
    shift = reference("shift_id")


@strawberry.type
class Queries:
    """Queries for schedule plans."""

    schedule_plan = get(schedule_plan_pb2.GetSchedulePlanRequest)


@strawberry.type
class Mutations:
    """Mutations of schedule plans."""

    create_schedule_plan = mutation(schedule_plan_pb2.CreateSchedulePlanRequest)
    update_schedule_plan = mutation(schedule_plan_pb2.UpdateSchedulePlanRequest)
    solve_schedule_plan = mutation(schedule_plan_pb2.SolveSchedulePlanRequest)
    stop_schedule_plan = mutation(schedule_plan_pb2.StopSchedulePlanRequest)
    publish_schedule_plan = mutation(schedule_plan_pb2.PublishSchedulePlanRequest)
    change_schedule_plan = mutation(plan_change_pb2.ChangeSchedulePlanRequest)
    discard_schedule_plan = mutation(schedule_plan_pb2.DiscardSchedulePlanRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to schedule plans."""

    schedule_plan_progress = live(
        schedule_plan_pb2.GetSchedulePlanRequest,
        description="Sends a plan first as it is now, and again with each step of its search and of its"
        " publication.",
        uniform=True,
    )
