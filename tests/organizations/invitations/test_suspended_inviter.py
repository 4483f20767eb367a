"""Invitations of suspended people: nobody joins by the word of one whose roles count for nothing."""

from uuid import UUID

import pytest
from banyan.organizations.v1 import invitation_pb2 as pb
from banyan.organizations.v1 import membership_pb2
from banyan.volunteers.v1 import person_pb2

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.organizations.invitations.queries import MOST_OPEN
from tests.notices import publish
from tests.organizations.community import Community
from tests.waiting import eventually

INVITE = """
    INSERT INTO invitation (id, version, create_time, update_time, organization_id, inviter_person_id, note,
        maximum_uses, uses, expire_time, token_hash)
    SELECT gen_random_uuid(), 1, now(), now(), $1, $2, '', 1, 0, now() + interval '1 day',
        uuid_send(gen_random_uuid())
    FROM generate_series(1, $3)
"""


async def test_are_revoked(community: Community) -> None:
    inviter, other = uuid7(), uuid7()
    organization = await community.found()
    links = {}
    for person_id in (inviter, other):
        passport = await community.holding(person_id, organization, "LEADER")
        request = pb.CreateInvitationRequest(organization_id=organization.id, maximum_uses=5)
        links[person_id] = await community.call(request, pb.InvitationLink, passport)
    await suspend(community, inviter)

    async def is_revoked() -> bool:
        found = await community.call(
            pb.GetInvitationRequest(invitation_id=links[inviter].invitation.id),
            pb.Invitation,
            community.admin,
        )
        return found.state == pb.INVITATION_STATE_REVOKED

    await eventually(is_revoked)
    with pytest.raises(Refused) as refused:
        await accept(community, links[inviter])
    assert refused.value.reason == "INVITATION_REVOKED"
    joined = await accept(community, links[other])
    assert joined.state == membership_pb2.MEMBERSHIP_STATE_ACTIVE


async def test_are_revoked_in_batches_however_many_there_are(community: Community) -> None:
    inviter, sql = uuid7(), community.platform.site.sql
    for _ in range(3):
        organization = await community.found()
        await sql("organizations", INVITE, UUID(organization.id), inviter, MOST_OPEN - 10)
    await suspend(community, inviter)

    async def is_done() -> bool:
        query = "SELECT FROM invitation WHERE inviter_person_id = $1 AND revoke_time IS NULL"
        return not await sql("organizations", query, inviter)

    await eventually(is_done)
    # One transaction leaves rows of one time in the trail.
    batches = await sql(
        "organizations",
        "SELECT create_time, sum(jsonb_array_length(resource_ids)) AS size FROM audit"
        " WHERE principal_id IN ('consumer:organizations-person', 'job:revoke_invitations')"
        " GROUP BY create_time ORDER BY create_time",
    )
    assert [each["size"] for each in batches] == [100, 100, 70]


async def suspend(community: Community, person_id: UUID) -> None:
    person = person_pb2.Person(
        id=str(person_id),
        display_name="林秀英",
        state=person_pb2.PERSON_STATE_SUSPENDED,
        standing=person_pb2.VOLUNTEER_STANDING_NONE,
    )
    await publish(community.platform.site, "volunteers", "person", person, 1)


async def accept(community: Community, link: pb.InvitationLink) -> membership_pb2.Membership:
    return await community.call(
        pb.AcceptInvitationRequest(token=link.token),
        membership_pb2.Membership,
        community.passport(),
    )
