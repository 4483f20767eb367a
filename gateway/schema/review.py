"""Reviews: looking at a group at its stage, and deciding how it goes on."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import review_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(review_pb2.Review)
class Review(Node):
    """A review of a group at its stage, and what was decided."""

    state: auto
    stage_key: auto
    next_stage_key: auto
    outcome: auto
    reason: auto
    is_override: auto
    decide_time: auto
    standing: auto
    create_time: datetime
    update_time: datetime

    enrolment = reference("enrolment_id")
    organization = reference("organization_id")
    cultivator = reference("cultivator_id")
    proposer = reference("proposer_id")
    decider = reference("decider_id")


@strawberry.type
class Queries:
    """Queries for reviews."""

    review = get(review_pb2.GetReviewRequest)


@strawberry.type
class Mutations:
    """Mutations of reviews."""

    open_review = mutation(review_pb2.OpenReviewRequest)
    decide_review = mutation(review_pb2.DecideReviewRequest)
    propose_override = mutation(review_pb2.ProposeOverrideRequest)
    confirm_override = mutation(review_pb2.ConfirmOverrideRequest)
