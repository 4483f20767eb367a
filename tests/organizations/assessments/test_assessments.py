"""AssessmentService, called over gRPC: nobody sees what others think before they have said what they think."""

import asyncio
from uuid import UUID

import pytest
from banyan.organizations.v1 import assessment_pb2 as pb
from banyan.organizations.v1 import enrolment_pb2, review_pb2

from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from tests.notices import published_about, spoken
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import HOLD, Garden

SELF, MENTOR = pb.ASSESSMENT_KIND_SELF, pb.ASSESSMENT_KIND_MENTOR
DIMENSIONS = (
    pb.ASSESSMENT_DIMENSION_STRUCTURE,
    pb.ASSESSMENT_DIMENSION_SKILLS,
    pb.ASSESSMENT_DIMENSION_REACH,
    pb.ASSESSMENT_DIMENSION_INFLUENCE,
)


async def assess(
    garden: Garden,
    review: review_pb2.Review,
    passport: str,
    kind: pb.AssessmentKind = SELF,
    *scores: int,
) -> pb.Assessment:
    """Gives an assessment."""
    ratings = [
        pb.AssessmentRating(dimension=each, score=score, text="大家很努力")
        for each, score in zip(DIMENSIONS, scores or (3, 3, 3, 3), strict=True)
    ]
    request = pb.GiveAssessmentRequest(review_id=review.id, kind=kind, ratings=ratings)
    return await garden.community.call(request, pb.Assessment, passport)


async def seen(garden: Garden, review: review_pb2.Review, passport: str) -> list[int]:
    """Returns the first score of each assessment that somebody sees."""
    answer = await garden.community.call(
        pb.ListAssessmentsRequest(review_id=review.id), pb.ListAssessmentsResponse, passport
    )
    return [each.ratings[0].score for each in answer.assessments]


class Circle:
    """A group with two officers and a mentor, in a review.

    Attributes:
        garden: The group.
        review: The review.
        founder: The passport of the officer who founded the group.
        mentor: The passport of the mentor.
    """

    def __init__(
        self, garden: Garden, review: review_pb2.Review, founder: str, mentor: str
    ) -> None:
        self.garden = garden
        self.review = review
        self.founder = founder
        self.mentor = mentor

    @classmethod
    async def gather(cls, community: Community) -> "Circle":
        """Opens a review of a group that is mentored."""
        garden = await Garden.plant(community)
        enrolment = await garden.enrolled()
        mentor_id = uuid7()
        mentor = await community.holding(mentor_id, garden.station, "MEMBER")
        await garden.mentor(enrolment, garden.station.id, str(mentor_id))
        opening = review_pb2.OpenReviewRequest(enrolment_id=enrolment.id)
        review = await garden.review(opening)
        sql = "SELECT person_id FROM membership WHERE organization_id = $1 ORDER BY create_time"
        rows = await community.platform.site.sql("organizations", sql, UUID(garden.group.id))
        return cls(garden, review, community.passport(rows[0]["person_id"]), mentor)

    async def now(self) -> review_pb2.Review:
        """Returns the review as it is now."""
        return await self.garden.review(review_pb2.GetReviewRequest(review_id=self.review.id))


async def test_all_are_shown_once_all_have_given_theirs(community: Community) -> None:
    circle = await Circle.gather(community)
    garden, review = circle.garden, circle.review
    people = (garden.leader, circle.founder, circle.mentor, garden.owner)
    await assess(garden, review, garden.leader, SELF, 4, 3, 2, 1)
    await assess(garden, review, circle.founder, SELF, 5, 5, 5, 5)
    # Each sees their own, and the station sees how many there are.
    assert [await seen(garden, review, each) for each in people] == [[4], [5], [], []]
    assert (await circle.now()).assessments_count == 2
    await assess(garden, review, circle.founder, SELF, 3, 5, 5, 5)  # thought it over
    assert not (await circle.now()).HasField("assessments_show_time")
    await assess(garden, review, circle.mentor, MENTOR, 2, 2, 2, 2)
    shown = await circle.now()
    assert (shown.assessments_count, shown.HasField("assessments_show_time")) == (3, True)
    for each in people:
        assert await seen(garden, review, each) == [4, 3, 2]
    for each in (community.passport(), await community.holding(None, garden.group, "MEMBER")):
        assert await seen(garden, review, each) == []
    notices = await published_about(community.platform.site, "organizations", "assessment", 4)
    assert spoken(notices) == ["assessment.given"] * 4


async def test_a_decision_shows_what_there_is_and_the_group_replies_once(
    community: Community,
) -> None:
    circle = await Circle.gather(community)
    garden, review = circle.garden, circle.review
    await assess(garden, review, garden.leader, SELF, 4, 3, 2, 1)
    enrolment = enrolment_pb2.Enrolment(id=review.enrolment_id)
    await garden.decide(enrolment, HOLD)
    assert await seen(garden, review, circle.mentor) == [4]
    replying = review_pb2.ReplyToReviewRequest(review_id=review.id, reply="我们会继续")
    for passport in (garden.owner, circle.mentor, community.passport()):
        with pytest.raises(PermissionDenied):
            await garden.review(replying, passport)
    replied = await garden.review(replying, garden.leader)
    assert (replied.reply, replied.HasField("reply_time")) == ("我们会继续", True)


async def test_only_officers_assess_for_the_group_and_only_the_mentor_as_such(
    community: Community,
) -> None:
    circle = await Circle.gather(community)
    garden, review = circle.garden, circle.review
    supervisor = await community.holding(None, garden.group, "SUPERVISOR")
    for passport in (supervisor, garden.owner, community.admin, community.passport()):
        for kind in (SELF, MENTOR):
            with pytest.raises(PermissionDenied):
                await assess(garden, review, passport, kind)
    with pytest.raises(PermissionDenied):
        await assess(garden, review, garden.leader, MENTOR)
    with pytest.raises(PermissionDenied):
        await assess(garden, review, circle.mentor, SELF)
    assert (await circle.now()).assessments_count == 0


async def test_each_dimension_is_rated_once(community: Community) -> None:
    circle = await Circle.gather(community)
    rating = pb.AssessmentRating(dimension=pb.ASSESSMENT_DIMENSION_REACH, score=3)
    for ratings in ([rating] * 4, [rating]):
        request = pb.GiveAssessmentRequest(review_id=circle.review.id, kind=SELF, ratings=ratings)
        with pytest.raises(InvalidArgument):
            await community.call(request, pb.Assessment, circle.garden.leader)


async def test_who_assess_at_once_are_all_counted_and_shown(community: Community) -> None:
    circle = await Circle.gather(community)
    garden, review = circle.garden, circle.review
    await asyncio.gather(
        assess(garden, review, garden.leader, SELF, 4, 4, 4, 4),
        assess(garden, review, circle.founder, SELF, 3, 3, 3, 3),
        assess(garden, review, circle.mentor, MENTOR, 2, 2, 2, 2),
    )
    found = await circle.now()
    assert (found.assessments_count, found.HasField("assessments_show_time")) == (3, True)
    assert sorted(await seen(garden, review, garden.owner)) == [2, 3, 4]
