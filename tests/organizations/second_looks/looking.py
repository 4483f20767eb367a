"""Looking again at a decision, through the service."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import enrolment_pb2, review_pb2
from banyan.organizations.v1 import second_look_pb2 as pb

from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import HOLD, Garden


@dataclass
class Appeal:
    """A group that does not agree with a decision.

    Attributes:
        garden: The station and the group.
        enrolment: The enrolment of the group.
        review: The review that was decided.
        reviewer_id: Somebody at the station who can look again.
    """

    garden: Garden
    enrolment: enrolment_pb2.Enrolment
    review: review_pb2.Review
    reviewer_id: UUID

    @classmethod
    async def against(cls, community: Community, outcome: Any = HOLD, reason: str = "") -> "Appeal":
        """Decides a review, against which the group is to appeal."""
        garden = await Garden.plant(community)
        enrolment = await garden.enrolled()
        review = await garden.decide(enrolment, outcome, reason)
        reviewer_id = uuid7()
        await community.member(garden.station, reviewer_id)
        return cls(garden, enrolment, review, reviewer_id)

    @property
    def reviewer(self) -> str:
        """The passport of who can look again."""
        return self.garden.community.passport(self.reviewer_id)

    async def do(self, request: Any, passport: str | None = None) -> pb.SecondLook:
        """Changes a second look, for the station unless told otherwise."""
        passport = passport or self.garden.owner
        return await self.garden.community.call(request, pb.SecondLook, passport)

    async def ask(self, passport: str | None = None) -> pb.SecondLook:
        """Asks for a second look, for the group unless told otherwise."""
        request = pb.RequestSecondLookRequest(review_id=self.review.id, request="我们够了")
        return await self.do(request, passport or self.garden.leader)

    async def assign(self, look: pb.SecondLook, person_id: Any = None) -> pb.SecondLook:
        """Names who looks again."""
        request = pb.AssignSecondLookRequest(
            second_look_id=look.id,
            reviewer_organization_id=self.garden.station.id,
            reviewer_id=str(person_id or self.reviewer_id),
        )
        return await self.do(request)

    async def give(self, look: pb.SecondLook, *, upholds: bool) -> pb.SecondLook:
        """Says whether the decision should stand."""
        request = pb.GiveSecondOpinionRequest(
            second_look_id=look.id, upholds=upholds, opinion="我看过了"
        )
        return await self.do(request, self.reviewer)

    async def advised(self) -> pb.SecondLook:
        """Returns a second look whose opinion is against the decision."""
        return await self.give(await self.assign(await self.ask()), upholds=False)

    async def take_back(self, look: pb.SecondLook, outcome: Any) -> pb.SecondLook:
        """Takes the decision back."""
        request = pb.TakeBackDecisionRequest(
            second_look_id=look.id, outcome=outcome, reason="有道理"
        )
        return await self.do(request)

    async def decline(self, look: pb.SecondLook) -> pb.SecondLook:
        """Says why the decision stands."""
        return await self.do(pb.DeclineSecondLookRequest(second_look_id=look.id, reason="仍不够"))
