"""EnrolmentGoalService: what groups and those who help them have agreed on."""

from banyan.organizations.v1 import enrolment_goal_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.mapping import create, to_proto
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.enrolment_goals.models import EnrolmentGoal, EnrolmentGoalState
from services.organizations.enrolments.queries import lock_guided

GOALS = Resources[pb.EnrolmentGoal](EnrolmentGoal, "view_enrolment_goal")
_CREATION = (col(EnrolmentGoal.id),)  # IDs increase with time
LATEST_FIRST = GOALS.listing(
    *_CREATION,
    where=[col(EnrolmentGoal.enrolment_id) == given("enrolment_id")],
    filters={"states": col(EnrolmentGoal.state) == any_(given("states", TEXTS))},
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
MOST_OPEN = 20


class EnrolmentGoalServicer:
    """Manages goals. Locks come in this order: organization, enrolment, goal."""

    service = pb.DESCRIPTOR.services_by_name["EnrolmentGoalService"]

    async def CreateEnrolmentGoal(
        self, request: pb.CreateEnrolmentGoalRequest, work: Work
    ) -> pb.EnrolmentGoal:
        """Writes down a goal."""
        enrolment = await lock_guided(request.enrolment_id, work)
        enrolment.refuse_unless_at_a_stage()
        open_ = await work.count(
            col(EnrolmentGoal.enrolment_id) == enrolment.id,
            col(EnrolmentGoal.state) == EnrolmentGoalState.OPEN,
        )
        if open_ >= MOST_OPEN:
            raise Refused(
                "A group can have {most} open goals. Say of one whether it was reached.",
                reason="TOO_MANY_GOALS",
                params={"most": MOST_OPEN},
            )
        goal: EnrolmentGoal = create(
            EnrolmentGoal,
            request.enrolment_goal,
            "enrolment_goal",
            enrolment_id=enrolment.id,
            organization_id=enrolment.organization_id,
            cultivator_id=enrolment.cultivator_id,
            stage_key=enrolment.stage_key,
            author_id=work.person_id,
        )
        work.follows(goal, because="who guides a group writes down what was agreed on")
        await work.add(goal)
        await work.announce(goal, "created")
        return to_proto(goal, pb.EnrolmentGoal)

    async def DecideEnrolmentGoal(
        self, request: pb.DecideEnrolmentGoalRequest, work: Work
    ) -> pb.EnrolmentGoal:
        """Says whether a goal was reached."""
        known = await work.get(EnrolmentGoal, request.enrolment_goal_id)
        await lock_guided(known.enrolment_id, work)
        await work.require("decide_enrolment_goal", known)
        goal = await work.lock(EnrolmentGoal, known.id)
        goal.decide(is_reached=request.is_reached, by=work.person_id, at=work.now)
        await work.announce(goal, goal.state.lower())
        return to_proto(goal, pb.EnrolmentGoal)

    async def GetEnrolmentGoal(
        self, request: pb.GetEnrolmentGoalRequest, work: Work
    ) -> pb.EnrolmentGoal:
        """Gets a goal."""
        return await GOALS.get(request.enrolment_goal_id, work)

    async def BatchGetEnrolmentGoals(
        self, request: pb.BatchGetEnrolmentGoalsRequest, work: Work
    ) -> pb.BatchGetEnrolmentGoalsResponse:
        """Gets several goals."""
        found = await GOALS.get_all(request.ids, work)
        return pb.BatchGetEnrolmentGoalsResponse(enrolment_goals=found)

    async def ListEnrolmentGoals(
        self, request: pb.ListEnrolmentGoalsRequest, work: Work
    ) -> pb.ListEnrolmentGoalsResponse:
        """Lists the goals in an enrolment, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListEnrolmentGoalsResponse)
