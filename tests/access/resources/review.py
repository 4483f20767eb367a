"""Reviews in the community of the access tables: one of the group that is decided, and one that is open."""

from typing import Any

from banyan.organizations.v1 import assessment_pb2
from banyan.organizations.v1 import review_pb2 as pb

from tests.access.resource import Resource
from tests.access.resources.review_assessment import ratings
from tests.world import World


async def add_review(world: World) -> str:
    """Decides a review of the group, and returns its ID. Adds "open_review", and "given_assessment" of the mentor."""
    opening = pb.OpenReviewRequest(enrolment_id=world.ids["enrolment"])
    review = await world.call("administrator", opening, pb.Review)
    assessing = assessment_pb2.GiveAssessmentRequest(
        review_id=review.id, kind=assessment_pb2.ASSESSMENT_KIND_MENTOR, ratings=ratings()
    )
    given = await world.call("coordinator", assessing, assessment_pb2.Assessment)
    world.ids["given_assessment"] = given.id
    request = pb.DecideReviewRequest(
        review_id=review.id, outcome="REVIEW_OUTCOME_HOLD", reason="再等等 not yet"
    )
    await world.call("administrator", request, pb.Review)
    world.ids["open_review"] = (await world.call("administrator", opening, pb.Review)).id
    return review.id


def _open(**values: Any) -> Any:
    def fill(request: Any, world: World) -> None:
        request.review_id = world.ids["open_review"]
        for name, value in values.items():
            setattr(request, name, value)

    return fill


RESOURCE = Resource(
    "Review",
    "Reviews",
    add_review,
    requests={
        "OpenReview": lambda request, world: setattr(
            request, "enrolment_id", world.ids["unreviewed"]
        ),
        "DecideReview": _open(outcome=pb.REVIEW_OUTCOME_HOLD),
        "ProposeOverride": _open(outcome=pb.REVIEW_OUTCOME_ADVANCE, reason="大家都很努力"),
        "ConfirmOverride": _open(),
        "ReplyToReview": lambda request, _: setattr(request, "reply", "谢谢 thank you"),
    },
    arguments={"review": 'id: "<review>"'},
)
