"""Organizations that close: their enrolments end, and nobody enrols them or has them mentor meanwhile."""

import asyncio

from banyan.organizations.v1 import enrolment_pb2 as pb
from banyan.organizations.v1 import organization_pb2, review_pb2

from services.kit.errors import Refused
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden

_CURRENT = (pb.ENROLMENT_STATE_APPLIED, pb.ENROLMENT_STATE_ENROLLED, pb.ENROLMENT_STATE_ON_HOLD)


async def close(
    community: Community, organization: organization_pb2.Organization
) -> organization_pb2.Organization:
    request = organization_pb2.CloseOrganizationRequest(organization_id=organization.id)
    return await community.call(request, organization_pb2.Organization, community.admin)


async def test_a_group_that_closes_is_withdrawn(community: Community) -> None:
    garden = await Garden.plant(community)
    other = await Garden.plant(community)
    enrolment = await garden.enrolled()
    applied = await garden.apply(programme_id=other.programme.id)
    kept = await other.enrolled()
    await garden.mentor(enrolment, garden.station.id)
    review = await garden.review(review_pb2.OpenReviewRequest(enrolment_id=enrolment.id))
    await close(community, garden.group)
    ended = await garden.now(enrolment)
    assert (ended.state, ended.HasField("end_time")) == (pb.ENROLMENT_STATE_WITHDRAWN, True)
    assert (await other.now(applied)).state == pb.ENROLMENT_STATE_WITHDRAWN
    # What belongs to it has ended too, and nothing of other groups has.
    decided = await garden.review(review_pb2.GetReviewRequest(review_id=review.id))
    assert decided.outcome == review_pb2.REVIEW_OUTCOME_END
    mentorships = await community.call(
        pb.ListMentorshipsRequest(enrolment_id=enrolment.id),
        pb.ListMentorshipsResponse,
        garden.owner,
    )
    assert [each.HasField("end_time") for each in mentorships.mentorships] == [True]
    assert (await other.now(kept)).state == pb.ENROLMENT_STATE_ENROLLED


async def test_a_group_that_closes_meanwhile_is_not_enrolled(community: Community) -> None:
    garden = await Garden.plant(community)
    for _ in range(6):
        below = await community.found(parent_id=garden.station.id)
        enrolling = pb.EnrolOrganizationRequest(
            organization_id=below.id, programme_id=garden.programme.id
        )
        _, enrolled = await asyncio.gather(
            close(community, below), garden.do(enrolling), return_exceptions=True
        )
        assert isinstance(enrolled, pb.Enrolment | Refused), enrolled
        listed = await community.call(
            pb.ListEnrolmentsRequest(organization_id=below.id, states=_CURRENT),
            pb.ListEnrolmentsResponse,
            community.admin,
        )
        assert not listed.enrolments


async def test_two_stations_mentor_for_each_other_at_once(community: Community) -> None:
    one, two = await Garden.plant(community), await Garden.plant(community)
    first, second = await one.enrolled(), await two.enrolled()
    for _ in range(4):
        mentored = await asyncio.gather(
            one.mentor(first, two.station.id), two.mentor(second, one.station.id)
        )
        assert [each.mentor_organization_id for each in mentored] == [
            two.station.id,
            one.station.id,
        ]
