"""Goals in the community of the access tables: one of the group. The station cultivates it, so only administrators may decide."""

from banyan.organizations.v1 import enrolment_goal_pb2 as pb

from tests.access.resource import Resource
from tests.world import World


def _goal() -> pb.EnrolmentGoal:
    return pb.EnrolmentGoal(text="请两位邻居来帮忙", due_date="2026-12-31")


async def add_enrolment_goal(world: World) -> str:
    """Writes down a goal of the group, and returns its ID."""
    request = pb.CreateEnrolmentGoalRequest(
        enrolment_id=world.ids["enrolment"], enrolment_goal=_goal()
    )
    return (await world.call("administrator", request, pb.EnrolmentGoal)).id


RESOURCE = Resource(
    "EnrolmentGoal",
    "EnrolmentGoals",
    add_enrolment_goal,
    requests={
        "CreateEnrolmentGoal": lambda request, _: request.enrolment_goal.CopyFrom(_goal()),
        "DecideEnrolmentGoal": lambda request, _: setattr(request, "is_reached", True),
    },
    arguments={"enrolmentGoal": 'id: "<enrolment_goal>"'},
)
