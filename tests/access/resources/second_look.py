"""Second looks in the community of the access tables: one against which somebody spoke, and one that waits for that.

The stranger was named for both.
"""

from typing import Any
from uuid import UUID

from banyan.organizations.v1 import review_pb2
from banyan.organizations.v1 import second_look_pb2 as pb

from tests.access.resource import Resource
from tests.world import World

# Nobody belongs to the station, so nobody there could be named.
_NAMED = """
    UPDATE second_look SET state = $2, reviewer_id = $3, reviewer_organization_id = $4,
        opinion = '我看过了', opinion_time = now() WHERE id = $1
"""


async def _named(world: World, state: str) -> str:
    """Has the group ask for a second look, names the stranger, and returns its ID."""
    opening = review_pb2.OpenReviewRequest(enrolment_id=world.ids["unreviewed"])
    review = await world.call("administrator", opening, review_pb2.Review)
    deciding = review_pb2.DecideReviewRequest(
        review_id=review.id, outcome=review_pb2.REVIEW_OUTCOME_HOLD
    )
    await world.call("administrator", deciding, review_pb2.Review)
    asking = pb.RequestSecondLookRequest(review_id=review.id, request="我们够了")
    look = await world.call("leader", asking, pb.SecondLook)
    ids = (world.people["stranger"], world.ids["station"])
    await world.platform.site.sql("organizations", _NAMED, UUID(look.id), state, *map(UUID, ids))
    return look.id


async def add_second_look(world: World) -> str:
    """Has the group ask for second looks, and returns the ID of one. Adds "awaited_look"."""
    world.ids["awaited_look"] = await _named(world, "ASSIGNED")
    return await _named(world, "ADVISED")


def _assign(request: Any, world: World) -> None:
    request.second_look_id = world.ids["awaited_look"]
    request.reviewer_organization_id = world.ids["group"]
    request.reviewer_id = world.people["member"]


def _give(request: Any, world: World) -> None:
    request.second_look_id, request.opinion = world.ids["awaited_look"], "我看过了"


def _take_back(request: Any, _: World) -> None:
    request.outcome, request.reason = review_pb2.REVIEW_OUTCOME_END, "有道理"


RESOURCE = Resource(
    "SecondLook",
    "SecondLooks",
    add_second_look,
    requests={
        "RequestSecondLook": lambda request, _: setattr(request, "request", "我们够了"),
        "AssignSecondLook": _assign,
        "GiveSecondOpinion": _give,
        "TakeBackDecision": _take_back,
        "DeclineSecondLook": lambda request, _: setattr(request, "reason", "仍不够"),
    },
    arguments={"secondLook": 'id: "<second_look>"'},
)
