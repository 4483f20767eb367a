"""Second looks: what a group can ask for if it does not agree with the decision of a review."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import second_look_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(second_look_pb2.SecondLook)
class SecondLook(Node):
    """A second look at the decision of a review."""

    state: auto
    request: auto
    opinion: auto
    opinion_time: auto
    reason: auto
    create_time: datetime
    update_time: datetime

    review = reference("review_id")
    enrolment = reference("enrolment_id")
    organization = reference("organization_id")
    cultivator = reference("cultivator_id")
    requester = reference("requester_id")
    reviewer_organization = reference("reviewer_organization_id")
    reviewer = reference("reviewer_id")
    new_review = reference("new_review_id")


@strawberry.type
class Queries:
    """Queries for second looks."""

    second_look = get(second_look_pb2.GetSecondLookRequest)


@strawberry.type
class Mutations:
    """Mutations of second looks."""

    request_second_look = mutation(second_look_pb2.RequestSecondLookRequest)
    assign_second_look = mutation(second_look_pb2.AssignSecondLookRequest)
    give_second_opinion = mutation(second_look_pb2.GiveSecondOpinionRequest)
    take_back_decision = mutation(second_look_pb2.TakeBackDecisionRequest)
    decline_second_look = mutation(second_look_pb2.DeclineSecondLookRequest)
