"""SchedulePlanService: questions of who takes which shift, and what their answers say."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from banyan.events.v1 import plan_answer_pb2
from banyan.events.v1 import schedule_plan_pb2 as pb
from sqlalchemy import any_, select
from sqlmodel import col

from services.events.organizations.queries import check_organization
from services.events.plans.jobs import PUBLISH
from services.events.plans.models import (
    PlanAssignment,
    PlanAssignmentState,
    PlanGap,
    PlanShare,
    SchedulePlan,
    SchedulePlanState,
)
from services.events.plans.queries import WITHDRAW, forget_answer, is_asking
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import known_moment
from services.kit.errors import Exhausted, Refused, Violation
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.paging import Listing
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

LONGEST = timedelta(days=200)
LONGEST_ANSWER = timedelta(days=60)
MOST_KEPT = 200
MOST_AT_ONCE = 10

SCHEDULE_PLANS = Resources[pb.SchedulePlan](SchedulePlan, "view_schedule_plan")
_CREATION = (col(SchedulePlan.create_time), col(SchedulePlan.id))
NEWEST_FIRST = SCHEDULE_PLANS.listing(
    *_CREATION,
    where=[col(SchedulePlan.organization_id) == given("organization_id")],
    filters={"states": col(SchedulePlan.state) == any_(given("states", TEXTS))},
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)


def _answers(
    message_type: type[Any],
    row_type: Any,
    order: str,
    keys: Sequence[Any],
    *names: str,
    descending: bool = False,
    **filters: Any,
) -> Listing[Any]:
    """Returns the list of one kind of what the answer of a plan says."""
    shown = Shown[Any](message_type, row_type)
    return Listing(
        lambda viewer: select(*shown.columns(viewer)).where(
            row_type.schedule_plan_id == given("schedule_plan_id")
        ),
        shown,
        keys,
        filters={name: getattr(row_type, name) == given(name) for name in names} | filters,
        descending=descending,
        orders={order: keys},
    )


ASSIGNMENTS = _answers(
    plan_answer_pb2.PlanAssignment,
    PlanAssignment,
    "START_TIME",
    [col(PlanAssignment.start_time), col(PlanAssignment.shift_id), col(PlanAssignment.person_id)],
    "person_id",
    "shift_id",
    states=col(PlanAssignment.state) == any_(given("states", TEXTS)),
)
GAPS = _answers(
    plan_answer_pb2.PlanGap, PlanGap, "START_TIME", [col(PlanGap.start_time), col(PlanGap.shift_id)]
)
SHARES = _answers(
    plan_answer_pb2.PlanShare,
    PlanShare,
    "MINUTES",
    [col(PlanShare.minutes), col(PlanShare.person_id)],
    descending=True,
)


class SchedulePlanServicer:
    """Manages schedule plans."""

    service = pb.DESCRIPTOR.services_by_name["SchedulePlanService"]

    async def CreateSchedulePlan(
        self, request: pb.CreateSchedulePlanRequest, work: Work
    ) -> pb.SchedulePlan:
        """Creates a draft."""
        refuse_violations(list(await self.rules_CreateSchedulePlan(request, work)))
        await _refuse_more(UUID(request.schedule_plan.organization_id), work)
        plan = create(SchedulePlan, request.schedule_plan, "schedule_plan")
        await work.add(plan)
        await work.announce(plan, "created")
        return to_proto(plan, pb.SchedulePlan)

    async def rules_CreateSchedulePlan(
        self, request: pb.CreateSchedulePlanRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the times."""
        organization_id = UUID(request.schedule_plan.organization_id)
        await work.require("manage_schedule_plans", organization_id)
        await check_organization(organization_id, work)
        return _broken(request.schedule_plan)

    async def GetSchedulePlan(
        self, request: pb.GetSchedulePlanRequest, work: Work
    ) -> pb.SchedulePlan:
        """Gets a plan."""
        return await SCHEDULE_PLANS.get(request.schedule_plan_id, work)

    async def BatchGetSchedulePlans(
        self, request: pb.BatchGetSchedulePlansRequest, work: Work
    ) -> pb.BatchGetSchedulePlansResponse:
        """Gets several plans."""
        found = await SCHEDULE_PLANS.get_all(request.ids, work)
        return pb.BatchGetSchedulePlansResponse(schedule_plans=found)

    async def ListSchedulePlans(
        self, request: pb.ListSchedulePlansRequest, work: Work
    ) -> pb.ListSchedulePlansResponse:
        """Lists the plans of an organization, newest first."""
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListSchedulePlansResponse)

    async def UpdateSchedulePlan(
        self, request: pb.UpdateSchedulePlanRequest, work: Work
    ) -> pb.SchedulePlan:
        """Updates the masked fields of a plan."""
        plan = await _lock(request.schedule_plan_id, work)
        plan.check_at_rest()
        update(plan, request.schedule_plan, request.update_mask, "schedule_plan", rules=_broken)
        if set(request.update_mask.paths) - {"title"}:
            plan.reopen()
        await work.announce(plan, "updated")
        return to_proto(plan, pb.SchedulePlan)

    async def SolveSchedulePlan(
        self, request: pb.SolveSchedulePlanRequest, work: Work
    ) -> pb.SchedulePlan:
        """Asks for a search, which a worker of its own does."""
        plan = await _lock(request.schedule_plan_id, work)
        await check_organization(plan.organization_id, work)
        plan.solve(at=work.now)
        await _refuse_more_at_once(plan, work)
        await work.announce(plan, "solving")
        return to_proto(plan, pb.SchedulePlan)

    async def StopSchedulePlan(
        self, request: pb.StopSchedulePlanRequest, work: Work
    ) -> pb.SchedulePlan:
        """Ends the search."""
        plan = await _lock(request.schedule_plan_id, work)
        plan.stop(at=work.now)
        await work.announce(plan, "stopped")
        return to_proto(plan, pb.SchedulePlan)

    async def PublishSchedulePlan(
        self, request: pb.PublishSchedulePlanRequest, work: Work
    ) -> pb.SchedulePlan:
        """Begins to sign people up as planned, or to ask them."""
        plan = await _lock(request.schedule_plan_id, work)
        await check_organization(plan.organization_id, work)
        planned = await work.count(
            col(PlanAssignment.schedule_plan_id) == plan.id,
            col(PlanAssignment.state) == PlanAssignmentState.PLANNED,
        )
        until = known_moment(request, "answer_by_time")
        plan.publish(planned, by=work.person_id, at=work.now, until=until)
        refuse_violations(list(_broken_answer(until, at=work.now)))
        await work.announce(plan, "published")
        work.trigger(PUBLISH)
        return to_proto(plan, pb.SchedulePlan)

    async def DiscardSchedulePlan(
        self, request: pb.DiscardSchedulePlanRequest, work: Work
    ) -> pb.SchedulePlan:
        """Gives a plan up, and forgets what it says."""
        plan = await _lock(request.schedule_plan_id, work)
        was_published = plan.is_published
        plan.discard(is_asking=was_published and await is_asking(plan, work))
        if was_published:
            work.trigger(WITHDRAW)
        else:
            await forget_answer(plan, work)
        await work.announce(plan, "discarded")
        return to_proto(plan, pb.SchedulePlan)

    async def ListPlanAssignments(
        self, request: pb.ListPlanAssignmentsRequest, work: Work
    ) -> pb.ListPlanAssignmentsResponse:
        """Lists who takes which shift by a plan."""
        await SCHEDULE_PLANS.get(request.schedule_plan_id, work)
        return (await ASSIGNMENTS.page(request, work)).answer(pb.ListPlanAssignmentsResponse)

    async def ListPlanGaps(
        self, request: pb.ListPlanGapsRequest, work: Work
    ) -> pb.ListPlanGapsResponse:
        """Lists the places that stay empty by a plan."""
        await SCHEDULE_PLANS.get(request.schedule_plan_id, work)
        return (await GAPS.page(request, work)).answer(pb.ListPlanGapsResponse)

    async def ListPlanShares(
        self, request: pb.ListPlanSharesRequest, work: Work
    ) -> pb.ListPlanSharesResponse:
        """Lists how much each person has by a plan."""
        await SCHEDULE_PLANS.get(request.schedule_plan_id, work)
        return (await SHARES.page(request, work)).answer(pb.ListPlanSharesResponse)


async def _lock(plan_id: str, work: Work) -> SchedulePlan:
    """Returns a plan that the caller manages, locked."""
    plan = await work.lock(SchedulePlan, plan_id)
    await work.require("manage_schedule_plans", plan.organization_id)
    return plan


def _broken(plan: Any) -> Iterator[Violation]:
    """Yields what is wrong with the times of a plan."""
    start, end = known_moment(plan, "start_time"), known_moment(plan, "end_time")
    if start is not None and end is not None:
        yield from _broken_times(start, end)


def _broken_times(start: datetime, end: datetime) -> Iterator[Violation]:
    if end <= start:
        yield Violation(
            "schedule_plan.end_time", "must be after the start time", "END_NOT_AFTER_START"
        )
    elif end - start > LONGEST:
        yield Violation(
            "schedule_plan.end_time",
            "must be at most {max} days after the start time; plan the rest by another plan",
            "PLAN_TOO_LONG",
            params={"max": LONGEST.days, "unit": "days"},
        )


def _broken_answer(until: datetime | None, *, at: datetime) -> Iterator[Violation]:
    """Yields what is wrong with the time until which people are to answer."""
    if until is not None and not at < until <= at + LONGEST_ANSWER:
        yield Violation(
            "answer_by_time",
            "must be in the future, at most {max} days from now",
            "ANSWER_TIME_OUT_OF_RANGE",
            params={"max": LONGEST_ANSWER.days, "unit": "days"},
        )


def _counted(organization_id: UUID) -> str:
    """Returns the name of the lock under which the plans of an organization are counted."""
    return f"schedule_plan:{organization_id}"


async def _refuse_more(organization_id: UUID, work: Work) -> None:
    """Refuses more plans than an organization can look at.

    Raises:
        Refused: It has as many as it may.
    """
    await work.lock_name(_counted(organization_id))
    kept = await work.count(
        col(SchedulePlan.organization_id) == organization_id,
        col(SchedulePlan.state) != SchedulePlanState.DISCARDED,
    )
    if kept >= MOST_KEPT:
        raise Refused(
            "This organization has {max} plans, and more are not possible. Discard old ones first.",
            reason="TOO_MANY_PLANS",
            params={"max": MOST_KEPT},
        )


async def _refuse_more_at_once(plan: SchedulePlan, work: Work) -> None:
    """Refuses to let one organization keep all workers busy.

    Raises:
        Exhausted: As many of its plans as may be are being solved.
    """
    await work.lock_name(_counted(plan.organization_id))
    others = await work.count(
        col(SchedulePlan.organization_id) == plan.organization_id,
        col(SchedulePlan.state) == SchedulePlanState.SOLVING,
        col(SchedulePlan.id) != plan.id,
    )
    if others >= MOST_AT_ONCE:
        raise Exhausted(
            "{max} plans of this organization are being solved. Wait for one of them, or stop it.",
            reason="TOO_MANY_SEARCHES",
            params={"max": MOST_AT_ONCE},
        )
