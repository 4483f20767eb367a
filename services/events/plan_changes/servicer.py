"""PlanChangeService: plans that are mended, checked, compared and changed by hand."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from banyan.events.v1 import plan_change_pb2 as pb
from banyan.events.v1 import schedule_plan_pb2

from services.events.organizations.queries import check_organization
from services.events.plan_changes.changing import change
from services.events.plan_changes.proposing import changed, compared, mended
from services.events.plan_changes.questions import Question, ask, edited, pairs, planned_by
from services.events.plans.models import SchedulePlan
from services.kit.errors import InvalidArgument
from services.kit.service.steps import Preparation
from services.kit.work.mapping import to_proto
from services.kit.work.work import Work

MANAGE = "manage_schedule_plans"


class Proposed(NamedTuple):
    """A proposal, and the organization whose plan it is about."""

    organization_id: UUID
    proposal: pb.PlanProposal


class PlanChangeServicer:
    """Changes plans by hand."""

    service = pb.DESCRIPTOR.services_by_name["PlanChangeService"]

    async def prepare_ProposePlanRepair(
        self, request: pb.ProposePlanRepairRequest, preparation: Preparation
    ) -> Proposed:
        """Looks for the least disturbing change."""
        plan, question = await _asked(request.schedule_plan_id, preparation)
        shifts = [str(UUID(each)) for each in request.shift_ids]
        person = str(UUID(request.person_id)) if request.HasField("person_id") else ""
        return await _apart(plan, lambda: mended(question, person, shifts))

    async def ProposePlanRepair(
        self, request: pb.ProposePlanRepairRequest, work: Work
    ) -> pb.PlanProposal:
        """Proposes what fills the places of those who drop out."""
        return await _proposed(work)

    async def prepare_CheckPlanChange(
        self, request: pb.CheckPlanChangeRequest, preparation: Preparation
    ) -> Proposed:
        """Looks what a change means."""
        plan, question = await _asked(request.schedule_plan_id, preparation)
        after = edited(question, request.added, request.removed)
        return await _apart(plan, lambda: changed(question, after))

    async def CheckPlanChange(
        self, request: pb.CheckPlanChangeRequest, work: Work
    ) -> pb.PlanProposal:
        """Checks a change by hand."""
        return await _proposed(work)

    async def prepare_ComparePlans(
        self, request: pb.ComparePlansRequest, preparation: Preparation
    ) -> Proposed:
        """Looks how two plans differ."""
        async with preparation.reading() as work:
            plan = await _find(request.schedule_plan_id, work)
            other = await _find(request.other_schedule_plan_id, work)
            if plan.organization_id != other.organization_id:
                raise InvalidArgument.of(
                    "other_schedule_plan_id",
                    "is a plan of another organization. Choose one of the same",
                    "ANOTHER_ORGANIZATION",
                )
            for each in (plan, other):
                each.check_changeable()
            question = await ask(plan, work, other)
            theirs = await planned_by(other, work)
        return await _apart(plan, lambda: compared(question, theirs))

    async def ComparePlans(self, request: pb.ComparePlansRequest, work: Work) -> pb.PlanProposal:
        """Compares two plans."""
        return await _proposed(work)

    async def ChangeSchedulePlan(
        self, request: pb.ChangeSchedulePlanRequest, work: Work
    ) -> schedule_plan_pb2.SchedulePlan:
        """Changes a plan by hand."""
        plan = await work.lock(SchedulePlan, request.schedule_plan_id)
        await work.require(MANAGE, plan.organization_id)
        await check_organization(plan.organization_id, work)
        plan.check_changeable()
        question = await ask(plan, work)
        edited(question, request.added, request.removed)
        added, removed = list(pairs(request.added)), list(pairs(request.removed))
        await change(plan, added, removed, request.reason, work)
        await work.announce(plan, "changed")
        return to_proto(plan, schedule_plan_pb2.SchedulePlan)


async def _find(plan_id: str, work: Work) -> SchedulePlan:
    """Returns a plan that the caller manages."""
    plan = await work.get(SchedulePlan, plan_id)
    await work.require(MANAGE, plan.organization_id)
    return plan


async def _asked(plan_id: str, preparation: Preparation) -> tuple[SchedulePlan, Question]:
    """Returns a plan that the caller may change, and what is known of it."""
    async with preparation.reading() as work:
        plan = await _find(plan_id, work)
        plan.check_changeable()
        return plan, await ask(plan, work)


async def _apart(plan: SchedulePlan, propose: Callable[[], pb.PlanProposal]) -> Proposed:
    """Returns a proposal, made in a thread while the service goes on."""
    return Proposed(plan.organization_id, await asyncio.to_thread(propose))


async def _proposed(work: Work) -> pb.PlanProposal:
    found: Proposed = work.prepared
    await work.require(MANAGE, found.organization_id)
    return found.proposal
