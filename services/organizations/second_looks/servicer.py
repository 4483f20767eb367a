"""SecondLookService: looking again at the decisions of reviews."""

from datetime import timedelta
from uuid import UUID

from banyan.organizations.v1 import review_pb2
from banyan.organizations.v1 import second_look_pb2 as pb
from sqlmodel import col

from services.kit.contract.values import enum_name
from services.kit.errors import Refused
from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.enrolments.models import Enrolment
from services.organizations.memberships.rights import lock_both, lock_to_change
from services.organizations.organizations.models import Organization
from services.organizations.reviews.models import Review, ReviewOutcome, ReviewState
from services.organizations.second_looks.models import SecondLook
from services.organizations.second_looks.naming import refuse_unfit_reviewer
from services.organizations.second_looks.taking_back import decide_anew

SECOND_LOOKS = Resources[pb.SecondLook](SecondLook, "view_second_look")
_CREATION = (col(SecondLook.id),)  # IDs increase with time
LATEST_FIRST = SECOND_LOOKS.listing(
    *_CREATION,
    where=[col(SecondLook.review_id) == given("review_id")],
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)


class SecondLookServicer:
    """Manages second looks. Locks come in this order: organization, enrolment, second look.

    Args:
        days: For how many days after a decision a group can ask.
    """

    service = pb.DESCRIPTOR.services_by_name["SecondLookService"]

    def __init__(self, days: int) -> None:
        self._days = days

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "SecondLookServicer":
        """Makes the servicer of a configuration."""
        return cls(settings.second_look_days)

    async def RequestSecondLook(
        self, request: pb.RequestSecondLookRequest, work: Work
    ) -> pb.SecondLook:
        """Asks for a second look, for the group."""
        known = await work.get(Review, request.review_id)
        await lock_to_change("reply_to_review", known.organization_id, work, subject=known)
        review = await work.lock(Review, known.id)
        self._refuse_unready(review, work)
        cultivator = await work.get(Organization, review.cultivator_id)
        cultivator.refuse_if_closed()
        look = SecondLook(
            review_id=review.id,
            enrolment_id=review.enrolment_id,
            organization_id=review.organization_id,
            cultivator_id=review.cultivator_id,
            request=request.request,
            requester_id=work.person_id,
        )
        work.follows(look, because="who may reply to a decision may ask for a second look at it")
        await work.add(look)
        await work.announce(look, "requested")
        return to_proto(look, pb.SecondLook)

    def _refuse_unready(self, review: Review, work: Work) -> None:
        """Lets nobody ask before there is a decision, or long after.

        Raises:
            Refused: It is too early or too late.
        """
        if review.state != ReviewState.DECIDED or review.decide_time is None:
            raise Refused(
                "Nothing is decided yet. Wait for the decision.", reason="REVIEW_NOT_DECIDED"
            )
        if review.decide_time + timedelta(days=self._days) < work.now:
            raise Refused(
                "A second look can be asked for within {days} days of a decision. Ask for another review.",
                reason="SECOND_LOOK_TOO_LATE",
                params={"days": self._days},
            )

    async def AssignSecondLook(
        self, request: pb.AssignSecondLookRequest, work: Work
    ) -> pb.SecondLook:
        """Names who looks again."""
        known = await work.get(SecondLook, request.second_look_id)
        organization = await lock_both(
            "decide_second_look",
            known.cultivator_id,
            request.reviewer_organization_id,
            work,
            subject=known,
        )
        organization.refuse_if_closed()
        look = await work.lock(SecondLook, known.id)
        person_id = UUID(request.reviewer_id)
        review = await work.get(Review, look.review_id)
        await refuse_unfit_reviewer(organization.id, person_id, review, work)
        look.assign(organization.id, person_id)
        await work.announce(look, "assigned")
        return to_proto(look, pb.SecondLook)

    async def GiveSecondOpinion(
        self, request: pb.GiveSecondOpinionRequest, work: Work
    ) -> pb.SecondLook:
        """Says whether the decision should stand."""
        known = await work.get(SecondLook, request.second_look_id)
        await work.require("give_second_opinion", known)
        look = await work.lock(SecondLook, known.id)
        await work.require("give_second_opinion", look)
        look.give(request.opinion, upholds=request.upholds, at=work.now)
        await work.announce(look, "given")
        return to_proto(look, pb.SecondLook)

    async def TakeBackDecision(
        self, request: pb.TakeBackDecisionRequest, work: Work
    ) -> pb.SecondLook:
        """Takes the decision back by a new one."""
        known = await work.get(SecondLook, request.second_look_id)
        await lock_to_change("decide_second_look", known.cultivator_id, work, subject=known)
        enrolment = await work.lock(Enrolment, known.enrolment_id)
        look = await work.lock(SecondLook, known.id)
        (await work.get(Organization, look.organization_id)).refuse_if_closed()
        outcome = ReviewOutcome(enum_name(review_pb2.ReviewOutcome.DESCRIPTOR, request.outcome))
        look.refuse_unless_advised()
        old = await work.get(Review, look.review_id)
        new = await decide_anew(old, enrolment, outcome, request.reason, work)
        look.take_back(new.id)
        await work.announce(look, "taken_back")
        return to_proto(look, pb.SecondLook)

    async def DeclineSecondLook(
        self, request: pb.DeclineSecondLookRequest, work: Work
    ) -> pb.SecondLook:
        """Gives the reasons why the decision stands despite the opinion."""
        known = await work.get(SecondLook, request.second_look_id)
        await lock_to_change("decide_second_look", known.cultivator_id, work, subject=known)
        look = await work.lock(SecondLook, known.id)
        look.decline(request.reason)
        await work.announce(look, "declined")
        return to_proto(look, pb.SecondLook)

    async def GetSecondLook(self, request: pb.GetSecondLookRequest, work: Work) -> pb.SecondLook:
        """Gets a second look."""
        return await SECOND_LOOKS.get(request.second_look_id, work)

    async def BatchGetSecondLooks(
        self, request: pb.BatchGetSecondLooksRequest, work: Work
    ) -> pb.BatchGetSecondLooksResponse:
        """Gets several second looks."""
        found = await SECOND_LOOKS.get_all(request.ids, work)
        return pb.BatchGetSecondLooksResponse(second_looks=found)

    async def ListSecondLooks(
        self, request: pb.ListSecondLooksRequest, work: Work
    ) -> pb.ListSecondLooksResponse:
        """Lists the second looks at a review, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListSecondLooksResponse)
