"""A stage for plans: a season of shifts, its people, and a worker that a test runs when it wants."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, plan_answer_pb2, shift_pb2
from banyan.events.v1 import schedule_plan_pb2 as pb
from google.protobuf.timestamp_pb2 import Timestamp

from services.events.plans.searching import search_once
from services.kit.calls.client import Answer
from services.kit.errors import Refused
from tests.events.stage import Stage, in_hours, mask
from tests.waiting import eventually

DAY = 24


class Planning:
    """What coordinators do with plans on a stage.

    Attributes:
        stage: The stage.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def season(
        self, days: int, *, published: bool = True, **shift: Any
    ) -> list[shift_pb2.Shift]:
        """Creates an event that lasts for days from tomorrow on, with one shift of two hours on each."""
        times = {"start_time": in_hours(DAY), "end_time": in_hours(DAY * (days + 1))}
        make = self.stage.published if published else self.stage.draft
        event = await make(**times)
        return [await self.shift(event, day, **shift) for day in range(days)]

    async def shift(self, event: event_pb2.Event, day: int, **values: Any) -> shift_pb2.Shift:
        """Creates a shift of two hours on a day of an event."""
        start = event.start_time.seconds + day * DAY * 3600
        times = {
            "start_time": Timestamp(seconds=start),
            "end_time": Timestamp(seconds=start + 7200),
        }
        return await self.stage.shift(event, **({"capacity": 1, **times} | values))

    def plan(self, **values: Any) -> pb.SchedulePlan:
        """Returns a plan for the next month, not created yet."""
        defaults: dict[str, Any] = {
            "organization_id": str(self.stage.organization_id),
            "title": "春季排班 Spring",
            "start_time": in_hours(0),
            "end_time": in_hours(30 * DAY),
            "time_zone": "Asia/Shanghai",
        }
        return pb.SchedulePlan(**(defaults | values))

    async def create(self, passport: str | None = None, **values: Any) -> pb.SchedulePlan:
        """Creates a plan."""
        request = pb.CreateSchedulePlanRequest(schedule_plan=self.plan(**values))
        return await self.stage.call(request, pb.SchedulePlan, passport)

    async def get(self, plan: pb.SchedulePlan) -> pb.SchedulePlan:
        """Returns a plan as it is now."""
        request = pb.GetSchedulePlanRequest(schedule_plan_id=plan.id)
        return await self.stage.call(request, pb.SchedulePlan)

    async def decide(self, plan: pb.SchedulePlan, *decisions: pb.PlanDecision) -> pb.SchedulePlan:
        """Replaces what is decided."""
        request = pb.UpdateSchedulePlanRequest(
            schedule_plan_id=plan.id,
            schedule_plan=pb.SchedulePlan(decisions=decisions),
            update_mask=mask("decisions"),
        )
        return await self.stage.call(request, pb.SchedulePlan)

    async def solve(self, plan: pb.SchedulePlan) -> pb.SchedulePlan:
        """Asks for a search."""
        request = pb.SolveSchedulePlanRequest(schedule_plan_id=plan.id)
        return await self.stage.call(request, pb.SchedulePlan)

    async def stop(self, plan: pb.SchedulePlan) -> pb.SchedulePlan:
        """Ends a search."""
        request = pb.StopSchedulePlanRequest(schedule_plan_id=plan.id)
        return await self.stage.call(request, pb.SchedulePlan)

    async def search(self) -> bool:
        """Lets a worker take one plan, and returns whether there was one."""
        return await search_once(self.stage.platform.services["events"].units)

    async def solved(self, plan: pb.SchedulePlan | None = None, **values: Any) -> pb.SchedulePlan:
        """Lets a worker solve a plan, a new one unless given."""
        plan = plan or await self.create(**values)
        assert (await self.solve(plan)).state == pb.SCHEDULE_PLAN_STATE_SOLVING
        assert await self.search()
        return await self.get(plan)

    async def publish(
        self, plan: pb.SchedulePlan, until: datetime | None = None
    ) -> pb.SchedulePlan:
        """Publishes a plan, and waits until nobody is left to sign up, or to ask for an answer until a time."""
        request = pb.PublishSchedulePlanRequest(schedule_plan_id=plan.id)
        if until is not None:
            request.answer_by_time.FromDatetime(until)
        published = await self.stage.call(request, pb.SchedulePlan)
        assert published.state == pb.SCHEDULE_PLAN_STATE_PUBLISHED

        async def all_done() -> pb.SchedulePlan | None:
            now = await self.get(plan)
            return None if now.sign_ups_to_make else now

        done = await eventually(all_done)
        assert done is not None
        return done

    async def assignments(self, plan: pb.SchedulePlan) -> list[plan_answer_pb2.PlanAssignment]:
        """Returns who takes which shift."""
        request = pb.ListPlanAssignmentsRequest(schedule_plan_id=plan.id, page_size=100)
        return list((await self._list(request, pb.ListPlanAssignmentsResponse)).plan_assignments)

    async def gaps(self, plan: pb.SchedulePlan) -> list[plan_answer_pb2.PlanGap]:
        """Returns which places stay empty."""
        request = pb.ListPlanGapsRequest(schedule_plan_id=plan.id, page_size=100)
        return list((await self._list(request, pb.ListPlanGapsResponse)).plan_gaps)

    async def shares(self, plan: pb.SchedulePlan) -> dict[UUID, plan_answer_pb2.PlanShare]:
        """Returns how much each person has."""
        request = pb.ListPlanSharesRequest(schedule_plan_id=plan.id, page_size=100)
        found = await self._list(request, pb.ListPlanSharesResponse)
        return {UUID(each.person_id): each for each in found.plan_shares}

    async def _list(self, request: Any, answer_type: type[Answer]) -> Answer:
        return await self.stage.call(request, answer_type)


async def refusal(call: Any) -> str:
    """Returns why something is refused, which it must be."""
    with pytest.raises(Refused) as refused:
        await call
    return refused.value.reason
