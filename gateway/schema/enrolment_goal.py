"""Goals: what a group and those who help it have agreed on for a stage."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import enrolment_goal_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(enrolment_goal_pb2.EnrolmentGoal)
class EnrolmentGoal(Node):
    """A goal of a group."""

    stage_key: auto
    text: auto
    due_date: auto
    state: auto
    decide_time: auto
    create_time: datetime
    update_time: datetime

    enrolment = reference("enrolment_id")
    organization = reference("organization_id")
    cultivator = reference("cultivator_id")
    author = reference("author_id")
    decider = reference("decider_id")


@strawberry.type
class Queries:
    """Queries for goals."""

    enrolment_goal = get(enrolment_goal_pb2.GetEnrolmentGoalRequest)


@strawberry.type
class Mutations:
    """Mutations of goals."""

    create_enrolment_goal = mutation(enrolment_goal_pb2.CreateEnrolmentGoalRequest)
    decide_enrolment_goal = mutation(enrolment_goal_pb2.DecideEnrolmentGoalRequest)
