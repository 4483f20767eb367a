"""Assessments in the community of the access tables: that of the mentor in the review that is decided."""

from typing import Any

from banyan.organizations.v1 import assessment_pb2 as pb

from tests.access.resource import Resource
from tests.world import World


def ratings() -> list[pb.AssessmentRating]:
    """Returns a rating of each dimension."""
    return [
        pb.AssessmentRating(dimension=name, score=3, text="大家很努力 they try hard")
        for name in pb.AssessmentDimension.keys()[1:]
    ]


async def add_assessment(world: World) -> str:
    """Returns the ID of the assessment that was given before the review was decided."""
    return world.ids["given_assessment"]


def _give(request: Any, world: World) -> None:
    request.review_id = world.ids["open_review"]
    request.kind = pb.ASSESSMENT_KIND_SELF
    request.ratings.extend(ratings())


RESOURCE = Resource(
    "Assessment",
    "Assessments",
    add_assessment,
    requests={"GiveAssessment": _give},
    arguments={"assessment": 'id: "<assessment>"'},
    parts={"AssessmentRating": "ratings { FIELDS }"},
)
