"""A group that becomes quiet, at a station that says when groups are dormant."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import dormancy_pb2 as pb
from banyan.organizations.v1 import (
    enrolment_pb2,
    organization_activity_pb2,
    organization_pb2,
    programme_pb2,
)
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.calls.passport import Caller
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.config import OrganizationsSettings
from services.organizations.dormancies.jobs import jobs
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden
from tests.organizations.programmes.making import publish
from tests.organizations.signs.test_signs import grown, held, look

WARNED, DORMANT, AWAKE, ENDED = (
    pb.DORMANCY_STATE_WARNED,
    pb.DORMANCY_STATE_DORMANT,
    pb.DORMANCY_STATE_AWAKE,
    pb.DORMANCY_STATE_ENDED,
)
_SOONER = """
    UPDATE dormancy SET share_time = share_time - $2::int * interval '1 day',
        dormant_time = dormant_time - $2::int * interval '1 day', quiet_since = quiet_since - $2::int
    WHERE organization_id = $1 AND state IN ('WARNED', 'DORMANT')
"""
_AGAIN = "UPDATE sign_check SET due_time = now() - interval '1 second' WHERE organization_id = $1"


class Burrow:
    """A group that held no event for 100 days, at a station whose groups are warned after 90 days.

    Attributes:
        garden: The station and the group.
        enrolment: The enrolment of the group.
        mentor: The passport of its mentor.
    """

    def __init__(self, garden: Garden, enrolment: enrolment_pb2.Enrolment, mentor: str) -> None:
        self.garden = garden
        self.enrolment = enrolment
        self.mentor = mentor

    @classmethod
    async def dig(cls, community: Community, **values: Any) -> "Burrow":
        """Digs it: 14 days after the leaders the mentor is told, and 30 days later the group is dormant."""
        garden, enrolment = await grown(community)
        mentor_id, advisers = uuid7(), await community.found()
        mentor = await community.holding(mentor_id, advisers, "MEMBER")
        await garden.mentor(enrolment, advisers.id, str(mentor_id))
        burrow = cls(garden, enrolment, mentor)
        await burrow.set_rules(**{"warn_days": 90, "share_days": 14, "dormant_days": 30} | values)
        return burrow

    async def set_rules(self, **values: int) -> None:
        """Says when groups of the station are dormant."""
        request = organization_pb2.UpdateOrganizationRequest(
            organization_id=self.garden.station.id,
            organization=organization_pb2.Organization(
                dormancy_rules=organization_pb2.DormancyRules(**values)
            ),
            update_mask=FieldMask(paths=["dormancy_rules"]),
        )
        community = self.garden.community
        await community.call(request, organization_pb2.Organization, self.garden.owner)

    async def set_rules_of_programme(self, **values: int) -> None:
        """Says when groups in the programme are dormant, in its next version, and moves the group there."""
        community, owner = self.garden.community, self.garden.owner
        revising = programme_pb2.ReviseProgrammeRequest(programme_id=self.garden.programme.id)
        draft = await community.call(revising, programme_pb2.Programme, owner)
        updating = programme_pb2.UpdateProgrammeRequest(
            programme_id=draft.id,
            programme=programme_pb2.Programme(
                dormancy_rules=organization_pb2.DormancyRules(**values)
            ),
            update_mask=FieldMask(paths=["dormancy_rules"]),
        )
        await community.call(updating, programme_pb2.Programme, owner)
        await publish(community, draft)
        moving = enrolment_pb2.MoveEnrolmentRequest(
            enrolment_id=self.enrolment.id, programme_id=draft.id
        )
        await self.garden.do(moving)

    async def look(self) -> None:
        """Looks at the group, and does what is due."""
        sql = self.garden.community.platform.site.sql
        await sql("organizations", _AGAIN, UUID(self.garden.group.id))
        await look(self.garden.community)
        units = self.garden.community.platform.services["organizations"].units
        for job in jobs(OrganizationsSettings.model_construct()):
            await run_once(job, units, Caller(f"job:{job.name}"))

    async def wait(self, days: int) -> None:
        """Lets so many days go by without a sign of life."""
        sql = self.garden.community.platform.site.sql
        await sql("organizations", _SOONER, UUID(self.garden.group.id), days)
        await self.garden.age(days, "organization")
        await self.look()

    async def meet(self, days_ago: int) -> None:
        """Lets the group hold an event so many days ago, or plans one, and looks at it."""
        await held(self.garden, days_ago)
        await self.look()

    async def seen(self, passport: str | None = None) -> list[pb.Dormancy]:
        """Returns the dormancies of the group that somebody sees, latest first."""
        answer = await self.garden.community.call(
            pb.ListDormanciesRequest(organization_id=self.garden.group.id),
            pb.ListDormanciesResponse,
            passport or self.garden.leader,
        )
        return list(answer.dormancies)

    async def states(self) -> list[int]:
        """Returns the states of the dormancies of the group, latest first."""
        return [each.state for each in await self.seen()]

    async def answer(self, passport: str | None = None) -> pb.Dormancy:
        """Says for the group that it is not dormant."""
        (last, *_) = await self.seen()
        request = pb.AnswerDormancyRequest(dormancy_id=last.id, note="冬天不唱，春天再聚")
        community = self.garden.community
        return await community.call(request, pb.Dormancy, passport or self.garden.leader)

    async def dormant_since(self) -> datetime | None:
        """Returns since when everyone sees that the group is dormant."""
        answer = await self.garden.community.call(
            organization_activity_pb2.BatchGetOrganizationActivitiesRequest(
                ids=[self.garden.group.id]
            ),
            organization_activity_pb2.BatchGetOrganizationActivitiesResponse,
            self.garden.community.passport(),
        )
        (activity,) = answer.organization_activities
        if not activity.HasField("dormant_time"):
            return None
        return activity.dormant_time.ToDatetime(tzinfo=UTC)
