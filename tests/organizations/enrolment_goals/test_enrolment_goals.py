"""EnrolmentGoalService: what was agreed on for a stage, by whom, and whether it was reached."""

import pytest
from banyan.organizations.v1 import enrolment_goal_pb2 as pb
from banyan.organizations.v1 import enrolment_pb2

from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden

OPEN, REACHED, MISSED = (
    pb.ENROLMENT_GOAL_STATE_OPEN,
    pb.ENROLMENT_GOAL_STATE_REACHED,
    pb.ENROLMENT_GOAL_STATE_MISSED,
)


async def agree(
    garden: Garden, enrolment: enrolment_pb2.Enrolment, passport: str | None = None
) -> pb.EnrolmentGoal:
    request = pb.CreateEnrolmentGoalRequest(
        enrolment_id=enrolment.id,
        enrolment_goal=pb.EnrolmentGoal(text="请两位邻居来帮忙", due_date="2026-12-31"),
    )
    return await garden.community.call(request, pb.EnrolmentGoal, passport or garden.owner)


async def decide(
    garden: Garden, goal: pb.EnrolmentGoal, passport: str | None = None, *, is_reached: bool = True
) -> pb.EnrolmentGoal:
    request = pb.DecideEnrolmentGoalRequest(enrolment_goal_id=goal.id, is_reached=is_reached)
    return await garden.community.call(request, pb.EnrolmentGoal, passport or garden.owner)


async def listed(
    garden: Garden,
    enrolment: enrolment_pb2.Enrolment,
    passport: str,
    *states: pb.EnrolmentGoalState,
) -> list[str]:
    request = pb.ListEnrolmentGoalsRequest(enrolment_id=enrolment.id, states=states)
    answer = await garden.community.call(request, pb.ListEnrolmentGoalsResponse, passport)
    return [each.id for each in answer.enrolment_goals]


async def test_a_goal_belongs_to_the_stage_and_is_reached_or_not(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    first, second = await agree(garden, enrolment), await agree(garden, enrolment)
    assert (first.stage_key, first.due_date, first.state) == ("seed", "2026-12-31", OPEN)
    assert not first.HasField("decider_id")
    reached = await decide(garden, first)
    assert reached.state == REACHED
    assert reached.HasField("decide_time")
    assert reached.decider_id == reached.author_id
    missed = await decide(garden, second, is_reached=False)
    assert missed.state == MISSED
    assert await listed(garden, enrolment, garden.leader) == [second.id, first.id]
    assert await listed(garden, enrolment, garden.leader, REACHED) == [first.id]


async def test_the_mentor_guides_while_they_are_the_mentor(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment, mentor = await garden.enrolled(), uuid7()
    passport = await community.holding(mentor, garden.station, "MEMBER")
    with pytest.raises(PermissionDenied):
        await agree(garden, enrolment, passport)
    await garden.mentor(enrolment, garden.station.id, str(mentor))
    goal = await agree(garden, enrolment, passport)
    assert goal.author_id == str(mentor)
    await garden.mentor(enrolment, garden.station.id)
    with pytest.raises(PermissionDenied):
        await decide(garden, goal, passport)


async def test_the_group_reads_and_members_and_strangers_do_not(community: Community) -> None:
    garden = await Garden.plant(community)
    enrolment = await garden.enrolled()
    goal = await agree(garden, enrolment)
    with pytest.raises(PermissionDenied):
        await agree(garden, enrolment, garden.leader)
    member = await community.holding(None, garden.group, "MEMBER")
    stranger = community.passport()
    assert await listed(garden, enrolment, garden.leader) == [goal.id]
    assert await listed(garden, enrolment, member) == []
    assert await listed(garden, enrolment, stranger) == []
