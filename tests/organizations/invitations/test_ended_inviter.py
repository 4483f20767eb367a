"""Invitations of people who may no longer invite admit nobody, least of all the people themselves."""

from collections.abc import Callable
from uuid import UUID

import pytest
from banyan.organizations.v1 import invitation_pb2 as pb
from banyan.organizations.v1 import membership_pb2, organization_pb2
from google.protobuf.message import Message

from deploy.local.issuer import ISSUER
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.invitations.inviting import accept, invite, look_up
from tests.organizations.invitations.test_accepting import get
from tests.services import ADMINISTRATOR

VERBS: dict[str, Callable[[str], Message]] = {
    "end": lambda id_: membership_pb2.EndMembershipRequest(membership_id=id_),
    "suspend": lambda id_: membership_pb2.SuspendMembershipRequest(membership_id=id_),
    "end_role": lambda id_: membership_pb2.EndRoleRequest(
        membership_id=id_, role=membership_pb2.ROLE_LEADER
    ),
}
_BACKDOOR = "UPDATE invitation SET revoke_time = NULL, create_time = now() + interval '1 minute' WHERE id = $1"


async def inviter_of(
    community: Community, organization: organization_pb2.Organization
) -> tuple[UUID, membership_pb2.Membership, pb.InvitationLink]:
    me = uuid7()
    membership = await community.member(organization, me, membership_pb2.ROLE_LEADER)
    return me, membership, await invite(community, organization, community.passport(me))


async def take_power(
    community: Community, verb: str, membership: membership_pb2.Membership
) -> None:
    await community.call(VERBS[verb](membership.id), membership_pb2.Membership, community.admin)


@pytest.mark.parametrize("verb", VERBS)
async def test_are_revoked_with_the_power(community: Community, verb: str) -> None:
    organization = await community.found()
    _, membership, link = await inviter_of(community, organization)
    other = await invite(community, organization)
    await take_power(community, verb, membership)
    assert (await get(community, link.invitation.id)).state == pb.INVITATION_STATE_REVOKED
    with pytest.raises(Refused) as refused:
        await accept(community, link.token)
    assert refused.value.reason == "INVITATION_REVOKED"
    await accept(community, other.token)


@pytest.mark.parametrize("verb", VERBS)
async def test_admit_nobody_even_if_they_were_not_revoked(community: Community, verb: str) -> None:
    organization = await community.found()
    _, membership, link = await inviter_of(community, organization)
    await take_power(community, verb, membership)
    await community.platform.site.sql("organizations", _BACKDOOR, UUID(link.invitation.id))
    assert not (await look_up(community, link.token)).usable
    with pytest.raises(Refused) as refused:
        await accept(community, link.token)
    assert refused.value.reason == "INVITER_NOT_ENTITLED"


async def test_stay_good_while_another_role_lets_the_person_invite(community: Community) -> None:
    organization = await community.found()
    me, membership, link = await inviter_of(community, organization)
    await community.holding(me, organization, "COORDINATOR")
    await take_power(community, "end_role", membership)
    await accept(community, link.token)


async def test_do_not_readmit_a_removed_person_who_created_them(community: Community) -> None:
    """Who is removed below, and may invite there by a role above, needs somebody else's invitation."""
    me = uuid7()
    above = await community.found()
    await community.holding(me, above, "LEADER")
    below = await community.found(parent_id=above.id, inherit_roles=True)
    membership = await community.member(below, me)
    await take_power(community, "end", membership)
    own = await invite(community, below, community.passport(me))
    with pytest.raises(Refused) as refused:
        await accept(community, own.token, me)
    assert refused.value.reason == "REMOVED"
    await accept(community, own.token)
    others = await invite(community, below)
    await accept(community, others.token, me)


async def test_of_administrators_count_while_they_are_administrators(community: Community) -> None:
    organization, me = await community.found(), uuid7()
    admin = community.platform.office.person(me, admin=True)
    link = await invite(community, organization, admin, maximum_uses=2)
    with pytest.raises(Refused) as refused:
        await accept(community, link.token)
    assert refused.value.reason == "INVITER_NOT_ENTITLED"
    await community.platform.site.sql(
        "organizations",
        "INSERT INTO principal (id, issuer, subject, person_id, create_time)"
        " VALUES ($1, $2, $3, $4, now())",
        *(uuid7(), ISSUER, ADMINISTRATOR, me),
    )
    await accept(community, link.token)


async def test_are_a_hundred_per_person_at_most(community: Community) -> None:
    """So that all are revoked in the transaction of a removal, however many somebody creates."""
    organization = await community.found()
    me, membership, _ = await inviter_of(community, organization)
    for _ in range(99):
        await invite(community, organization, community.passport(me))
    with pytest.raises(Refused) as refused:
        await invite(community, organization, community.passport(me))
    assert refused.value.reason == "TOO_MANY_INVITATIONS"
    await invite(community, organization)
    await take_power(community, "end", membership)
    open_now = await community.platform.site.sql(
        "organizations",
        "SELECT 1 FROM invitation WHERE inviter_person_id = $1 AND revoke_time IS NULL",
        me,
    )
    assert not open_now
