"""Every refusal about second looks says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from banyan.organizations.v1 import review_pb2
from banyan.organizations.v1 import second_look_pb2 as pb

from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import END, HOLD
from tests.organizations.second_looks.looking import Appeal
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "second_looks")
remedy = REMEDIES.of
_OLDER = "UPDATE review SET decide_time = decide_time - interval '31 days' WHERE id = $1"


@remedy("REVIEW_NOT_DECIDED", "SECOND_LOOK_TOO_LATE")
async def time(community: Community) -> None:
    appeal = await Appeal.against(community)
    await community.platform.site.sql("organizations", _OLDER, UUID(appeal.review.id))
    assert "another review" in await refused(appeal.ask(), "SECOND_LOOK_TOO_LATE")
    opening = review_pb2.OpenReviewRequest(enrolment_id=appeal.enrolment.id)
    appeal.review = await appeal.garden.review(opening)
    await refused(appeal.ask(), "REVIEW_NOT_DECIDED")
    await appeal.garden.decide(appeal.enrolment, HOLD)
    await appeal.ask()


@remedy(
    "REVIEWER_INVOLVED",
    "REVIEWER_IN_GROUP",
    "SECOND_OPINION_GIVEN: nobody else",
    "SECOND_OPINION_GIVEN: next review",
)
async def reviewers(community: Community) -> None:
    appeal = await Appeal.against(community)
    look = await appeal.ask()
    assert "what became of that" in await refused(appeal.ask(), "SECOND_LOOK_EXISTS")
    assert await appeal.do(pb.GetSecondLookRequest(second_look_id=look.id)) == look
    involved = appeal.assign(look, appeal.review.decider_id)
    assert "somebody else" in await refused(involved, "REVIEWER_INVOLVED")
    member = uuid7()
    await community.member(appeal.garden.group, member)
    await refused(appeal.assign(look, member), "REVIEWER_IN_GROUP")
    await appeal.give(await appeal.assign(look), upholds=True)
    await refused(appeal.assign(look), "SECOND_OPINION_GIVEN")
    await refused(appeal.give(look, upholds=True), "SECOND_OPINION_GIVEN")


@remedy("NO_SECOND_OPINION", "SAME_OUTCOME", "GROUP_HAS_GONE_ON")
async def taking_back(community: Community) -> None:
    appeal = await Appeal.against(community, END, "不合适")
    look = await appeal.ask()
    await refused(appeal.decline(look), "NO_SECOND_OPINION")
    await refused(appeal.take_back(look, HOLD), "NO_SECOND_OPINION")
    await appeal.give(await appeal.assign(look), upholds=False)
    await refused(appeal.take_back(look, END), "SAME_OUTCOME")
    await appeal.take_back(look, HOLD)
    # The group goes on: its first decision cannot be taken back any more.
    appeal.review = await appeal.garden.decide(appeal.enrolment, HOLD)
    look = await appeal.advised()
    await appeal.garden.decide(appeal.enrolment, END, "不合适")
    assert "another review" in await refused(appeal.take_back(look, END), "GROUP_HAS_GONE_ON")
    reading = pb.GetSecondLookRequest(second_look_id=look.id)
    assert (await appeal.do(reading)).state == pb.SECOND_LOOK_STATE_ADVISED
    await appeal.decline(look)


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
