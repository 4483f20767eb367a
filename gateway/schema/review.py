"""Reviews: looking at a group at its stage, and deciding how it goes on."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import assessment_pb2, review_pb2, second_look_pb2
from strawberry import auto

from gateway.binding.connections import connection
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
    assessments_count: auto
    assessments_show_time: auto
    reply: auto
    reply_time: auto
    create_time: datetime
    update_time: datetime

    enrolment = reference("enrolment_id")
    organization = reference("organization_id")
    cultivator = reference("cultivator_id")
    proposer = reference("proposer_id")
    decider = reference("decider_id")
    assessments = connection(
        assessment_pb2.ListAssessmentsRequest,
        review_id="id",
        description="What the officers of the group and its mentor think of it, as far as the viewer may see it, first come"
        " first. Until all have given theirs or the review is decided, everybody sees their own.",
    )
    second_looks = connection(
        second_look_pb2.ListSecondLooksRequest,
        review_id="id",
        description="The second look that the group asked for, as far as the viewer may see it: one at most.",
    )


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
    reply_to_review = mutation(review_pb2.ReplyToReviewRequest)
