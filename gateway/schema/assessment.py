"""Assessments: what the officers of a group and its mentor think of it in a review."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import assessment_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(assessment_pb2.Assessment)
class Assessment(Node):
    """What somebody thinks of a group in a review."""

    kind: auto
    ratings: auto
    create_time: datetime
    update_time: datetime

    review = reference("review_id")
    organization = reference("organization_id")
    person = reference("person_id")


@shows(assessment_pb2.AssessmentRating)
class AssessmentRating:
    """How strong a group is in a dimension."""

    dimension: auto
    score: auto
    text: auto


@strawberry.type
class Queries:
    """Queries for assessments."""

    assessment = get(assessment_pb2.GetAssessmentRequest)


@strawberry.type
class Mutations:
    """Mutations of assessments."""

    give_assessment = mutation(assessment_pb2.GiveAssessmentRequest)
