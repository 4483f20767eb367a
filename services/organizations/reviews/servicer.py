"""ReviewService: looking at groups at their stages, and deciding how they go on."""

from typing import NamedTuple

from banyan.organizations.v1 import enrolment_pb2
from banyan.organizations.v1 import review_pb2 as pb
from google.protobuf.json_format import MessageToDict
from sqlalchemy import any_
from sqlmodel import col

from services.kit.contract.values import enum_name
from services.kit.errors import Refused
from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.enrolments.models import Enrolment
from services.organizations.enrolments.queries import lock_cultivated, standing_now
from services.organizations.memberships.rights import lock_to_change
from services.organizations.programmes.models import Programme
from services.organizations.reviews.deciding import (
    carry_out,
    refuse_impossible,
    refuse_unmet,
)
from services.organizations.reviews.models import Review, ReviewOutcome

REVIEWS = Resources[pb.Review](Review, "view_review")
_CREATION = (col(Review.id),)  # IDs increase with time
LATEST_FIRST = REVIEWS.listing(
    *_CREATION,
    where=[col(Review.enrolment_id) == given("enrolment_id")],
    filters={"states": col(Review.state) == any_(given("states", TEXTS))},
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
MOST_REVIEWS = 200  # of an enrolment


class ReviewServicer:
    """Manages the reviews of groups. Locks come in this order: organization, enrolment, review."""

    service = pb.DESCRIPTOR.services_by_name["ReviewService"]

    async def OpenReview(self, request: pb.OpenReviewRequest, work: Work) -> pb.Review:
        """Opens the review of a group."""
        enrolment = await lock_cultivated(request.enrolment_id, work)
        enrolment.refuse_unless_enrolled()
        if await work.count(col(Review.enrolment_id) == enrolment.id) >= MOST_REVIEWS:
            raise Refused(
                "This enrolment has had {max} reviews, which is the most. End it and enrol the group again.",
                reason="TOO_MANY_REVIEWS",
                params={"max": MOST_REVIEWS},
            )
        review = Review(
            enrolment_id=enrolment.id,
            organization_id=enrolment.organization_id,
            cultivator_id=enrolment.cultivator_id,
            stage_key=enrolment.stage_key,
        )
        work.follows(review, because="who cultivates a group reviews it")
        await work.add(review)
        await work.announce(review, "opened")
        return to_proto(review, pb.Review)

    async def GetReview(self, request: pb.GetReviewRequest, work: Work) -> pb.Review:
        """Gets a review."""
        return await REVIEWS.get(request.review_id, work)

    async def BatchGetReviews(
        self, request: pb.BatchGetReviewsRequest, work: Work
    ) -> pb.BatchGetReviewsResponse:
        """Gets several reviews."""
        found = await REVIEWS.get_all(request.ids, work)
        return pb.BatchGetReviewsResponse(reviews=found)

    async def ListReviews(
        self, request: pb.ListReviewsRequest, work: Work
    ) -> pb.ListReviewsResponse:
        """Lists the reviews of a group, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListReviewsResponse)

    async def DecideReview(self, request: pb.DecideReviewRequest, work: Work) -> pb.Review:
        """Decides a review."""
        case = await _lock(request.review_id, work)
        outcome = _outcome(request.outcome)
        case.review.decide(outcome, request.reason, by=work.person_id, at=work.now)
        case.enrolment.refuse_unless_enrolled()
        refuse_impossible(outcome, case.enrolment, case.programme)
        refuse_unmet(outcome, request.reason, case.standing)
        return await _carry_out(case, work)

    async def ProposeOverride(self, request: pb.ProposeOverrideRequest, work: Work) -> pb.Review:
        """Proposes to let a group go on although it does not meet the requirements."""
        case = await _lock(request.review_id, work)
        outcome = _outcome(request.outcome)
        case.review.propose(outcome, request.reason, by=work.person_id)
        case.enrolment.refuse_unless_enrolled()
        refuse_impossible(outcome, case.enrolment, case.programme)
        if case.standing.is_met or case.standing.can_be_waived:
            raise Refused(
                "Nothing stands against it that needs an override. Decide the review.",
                reason="NO_OVERRIDE_NEEDED",
            )
        await work.announce(case.review, "override_proposed")
        return to_proto(case.review, pb.Review)

    async def ConfirmOverride(self, request: pb.ConfirmOverrideRequest, work: Work) -> pb.Review:
        """Confirms a proposed override, as a second person."""
        case = await _lock(request.review_id, work)
        case.review.confirm(by=work.person_id, at=work.now)
        case.enrolment.refuse_unless_enrolled()
        refuse_impossible(case.review.outcome, case.enrolment, case.programme)
        return await _carry_out(case, work)

    async def ReplyToReview(self, request: pb.ReplyToReviewRequest, work: Work) -> pb.Review:
        """Replies to a decision, for the group."""
        known = await work.get(Review, request.review_id)
        await lock_to_change("reply_to_review", known.organization_id, work, subject=known)
        review = await work.lock(Review, known.id)
        review.answer(request.reply, at=work.now)
        await work.announce(review, "replied")
        return to_proto(review, pb.Review)


class _Case(NamedTuple):
    """A review, locked, with what is needed to decide it."""

    review: Review
    enrolment: Enrolment
    programme: Programme
    standing: enrolment_pb2.EnrolmentStanding


async def _lock(review_id: str, work: Work) -> _Case:
    """Returns a review that the caller may decide, and its enrolment, locked."""
    known = await work.get(Review, review_id)
    await lock_to_change("decide_review", known.cultivator_id, work, subject=known)
    enrolment = await work.lock(Enrolment, known.enrolment_id)
    review = await work.lock(Review, known.id)
    programme = await work.get(Programme, enrolment.programme_id)
    standing = await standing_now(enrolment, programme, work)
    return _Case(review, enrolment, programme, standing)


async def _carry_out(case: _Case, work: Work) -> pb.Review:
    case.review.standing = MessageToDict(case.standing, preserving_proto_field_name=True)
    await carry_out(case.review, case.enrolment, case.programme, work)
    return to_proto(case.review, pb.Review)


def _outcome(number: int) -> ReviewOutcome:
    return ReviewOutcome(enum_name(pb.ReviewOutcome.DESCRIPTOR, number))
