"""Handing over who owns a group: one owner comes as the other goes."""

import asyncio

import pytest
from banyan.organizations.v1 import membership_pb2 as pb

from services.kit.errors import PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.memberships.changing import (
    LEADER,
    OWNER,
    SUPERVISOR,
    change,
    last_notice,
    refused_to,
    roles_now,
)


def to(membership: pb.Membership) -> pb.HandOverOwnershipRequest:
    return pb.HandOverOwnershipRequest(membership_id=membership.id)


async def test_one_owner_comes_as_the_other_goes(community: Community) -> None:
    me, heir_id = uuid7(), uuid7()
    organization = await community.found(me)
    heir = await community.member(organization, heir_id, LEADER)
    made = await change(community, to(heir), community.passport(me))
    assert set(roles_now(made)) == {LEADER, OWNER}
    assert await community.owners(organization) == [heir_id]
    mine = await community.membership(organization, me)
    assert roles_now(mine) == [LEADER]
    assert await last_notice(community, 6) == ("membership.role_ended", mine)
    with pytest.raises(PermissionDenied):  # what was handed over is gone
        await change(community, to(heir), community.passport(me))


async def test_others_who_own_it_stay(community: Community) -> None:
    me, other, heir_id = uuid7(), uuid7(), uuid7()
    organization = await community.found(me)
    await community.member(organization, other, OWNER)
    heir = await community.member(organization, heir_id)
    await change(community, to(heir), community.passport(me))
    assert set(await community.owners(organization)) == {other, heir_id}


async def test_is_for_owners(community: Community) -> None:
    organization = await community.found()
    heir = await community.member(organization)
    await refused_to(
        community, to(heir), organization, "LEADER", "COORDINATOR", "SUPERVISOR", "MEMBER"
    )


async def test_who_cannot_own_it_leaves_everything_as_it_was(community: Community) -> None:
    me = uuid7()
    organization = await community.found(me)
    watching = await community.member(organization, None, SUPERVISOR)
    with pytest.raises(Refused) as refused:
        await change(community, to(watching), community.passport(me))
    assert refused.value.reason == "ROLES_EXCLUDE_EACH_OTHER"
    gone = await community.member(organization)
    await change(community, pb.EndMembershipRequest(membership_id=gone.id))
    with pytest.raises(Refused):
        await change(community, to(gone), community.passport(me))
    assert await community.owners(organization) == [me]


async def test_of_two_heirs_one_gets_it(community: Community) -> None:
    me = uuid7()
    organization = await community.found(me)
    heirs = [await community.member(organization) for _ in range(2)]
    passport = community.passport(me)
    outcomes = await asyncio.gather(
        *(change(community, to(each), passport) for each in heirs), return_exceptions=True
    )
    assert sum(isinstance(each, pb.Membership) for each in outcomes) == 1
    assert len(await community.owners(organization)) == 1
