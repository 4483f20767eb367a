"""A station, a group that it cultivates, and what happens to the group, through the service."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import enrolment_pb2 as pb
from banyan.organizations.v1 import organization_pb2, programme_pb2, review_pb2

from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.programmes.making import create, criterion, publish, stage

ADVANCE, HOLD, FALL_BACK, GRADUATE, END = (
    review_pb2.REVIEW_OUTCOME_ADVANCE,
    review_pb2.REVIEW_OUTCOME_HOLD,
    review_pb2.REVIEW_OUTCOME_FALL_BACK,
    review_pb2.REVIEW_OUTCOME_GRADUATE,
    review_pb2.REVIEW_OUTCOME_END,
)
STAGES = [
    stage("seed", criterion("ACTIVE_MEMBERS", 3), minimum_days=0),
    stage("sprout", criterion("OFFICERS", 2, waivable=True)),
]
_OLDER = {
    "membership": "UPDATE membership SET start_time = start_time - $2 * interval '1 day'"
    " WHERE organization_id = $1",
    "enrolment": "UPDATE enrolment SET stage_start_time = stage_start_time - $2 * interval '1 day'"
    " WHERE organization_id = $1",
    "organization": "UPDATE organization SET create_time = create_time - $2 * interval '1 day'"
    " WHERE id = $1",
}


@dataclass
class Garden:
    """A station with a programme, and a group.

    Attributes:
        community: The service.
        station: The station.
        group: The group.
        programme: The published version.
        owner: The passport of somebody who owns the station.
        leader: The passport of somebody who leads the group.
    """

    community: Community
    station: organization_pb2.Organization
    group: organization_pb2.Organization
    programme: programme_pb2.Programme
    owner: str
    leader: str

    @classmethod
    async def plant(cls, community: Community, **values: Any) -> "Garden":
        """Returns a station with a published programme, and a group that is not enrolled."""
        station, group = await community.found(), await community.found()
        draft = await create(community, station, **({"stages": STAGES} | values))
        return cls(
            community,
            station,
            group,
            await publish(community, draft),
            await community.holding(None, station, "OWNER"),
            await community.holding(None, group, "LEADER"),
        )

    async def do(self, request: Any, passport: str | None = None) -> pb.Enrolment:
        """Changes an enrolment, for the station unless told otherwise."""
        return await self.community.call(request, pb.Enrolment, passport or self.owner)

    async def apply(self, passport: str | None = None, **values: Any) -> pb.Enrolment:
        """Applies for the group."""
        values = {"organization_id": self.group.id, "programme_id": self.programme.id} | values
        return await self.do(pb.ApplyForEnrolmentRequest(**values), passport or self.leader)

    async def enrolled(self) -> pb.Enrolment:
        """Applies for the group, and accepts it."""
        applied = await self.apply()
        return await self.do(pb.AcceptEnrolmentRequest(enrolment_id=applied.id))

    async def mentor(
        self, enrolment: pb.Enrolment, organization_id: str, person_id: str | None = None
    ) -> pb.Enrolment:
        """Assigns a mentor."""
        request = pb.AssignMentorRequest(
            enrolment_id=enrolment.id,
            mentor_organization_id=organization_id,
            mentor_person_id=person_id,
        )
        return await self.do(request)

    async def standing(
        self, enrolment: pb.Enrolment, passport: str | None = None
    ) -> pb.EnrolmentStanding | None:
        """Returns where the group stands, if it can be seen."""
        answer = await self.community.call(
            pb.BatchGetEnrolmentStandingsRequest(ids=[enrolment.id]),
            pb.BatchGetEnrolmentStandingsResponse,
            passport or self.owner,
        )
        return answer.enrolment_standings[0] if answer.enrolment_standings else None

    async def review(self, request: Any, passport: str | None = None) -> review_pb2.Review:
        """Calls an RPC about a review, for the station unless told otherwise."""
        return await self.community.call(request, review_pb2.Review, passport or self.owner)

    async def decide(
        self, enrolment: pb.Enrolment, outcome: review_pb2.ReviewOutcome, reason: str = ""
    ) -> review_pb2.Review:
        """Opens a review, unless one is open, and decides it."""
        found = await self.community.call(
            review_pb2.ListReviewsRequest(enrolment_id=enrolment.id),
            review_pb2.ListReviewsResponse,
            self.owner,
        )
        undecided = [each for each in found.reviews if not each.HasField("decide_time")]
        if not undecided:
            opening = review_pb2.OpenReviewRequest(enrolment_id=enrolment.id)
            undecided = [await self.review(opening)]
        return await self.review(
            review_pb2.DecideReviewRequest(
                review_id=undecided[0].id, outcome=outcome, reason=reason
            )
        )

    async def grow(self, count: int) -> None:
        """Lets so many people join the group."""
        for _ in range(count):
            await self.community.member(self.group, uuid7())

    async def age(self, days: int, *tables: str) -> None:
        """Lets the past be so many days further away."""
        for table in tables or _OLDER:
            await self.community.platform.site.sql(
                "organizations", _OLDER[table], UUID(self.group.id), days
            )

    async def now(self, enrolment: pb.Enrolment, passport: str | None = None) -> pb.Enrolment:
        """Returns an enrolment as it is now."""
        return await self.do(pb.GetEnrolmentRequest(enrolment_id=enrolment.id), passport)
