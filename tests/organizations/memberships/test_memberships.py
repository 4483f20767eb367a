"""Memberships from acceptance to their end: suspended, reinstated, ended."""

from uuid import UUID

import pytest
from banyan.organizations.v1 import membership_pb2 as pb

from services.kit.errors import (
    PermissionDenied,
    Refused,
)
from services.kit.process.ids import uuid7
from tests.organizations.community import APPLICATION, Community
from tests.organizations.memberships.changing import (
    ACTIVE,
    COORDINATOR,
    LEADER,
    OWNER,
    Steps,
    accept,
    change,
    decline,
    end,
    end_role,
    last_notice,
    refused_to,
    role_history,
    roles_now,
    suspend,
    withdraw,
)

SUSPENDED = pb.MEMBERSHIP_STATE_SUSPENDED


ENDED = pb.MEMBERSHIP_STATE_ENDED


def reinstate(membership: pb.Membership) -> pb.ReinstateMembershipRequest:
    return pb.ReinstateMembershipRequest(membership_id=membership.id)


class TestSuspendMembership:
    @pytest.mark.parametrize("role", ["OWNER", "LEADER"])
    async def test_bars_a_member_and_says_why(self, community: Community, role: str) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, COORDINATOR)
        mine = await community.holding(None, organization, role)
        suspended = await change(community, suspend(membership), mine)
        assert (suspended.state, suspended.reason) == (SUSPENDED, "quarrel")
        assert roles_now(suspended) == [COORDINATOR]
        assert await last_notice(community, 5) == ("membership.suspended", suspended)

    async def test_is_for_owners_and_leaders(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization)
        await refused_to(
            community, suspend(membership), organization, "COORDINATOR", "SUPERVISOR", "MEMBER"
        )

    async def test_is_for_owners_where_the_member_is_one(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, OWNER)
        await refused_to(community, suspend(membership), organization, "LEADER")
        mine = await community.holding(None, organization, "OWNER")
        assert (await change(community, suspend(membership), mine)).state == SUSPENDED

    async def test_never_leaves_the_organization_without_an_owner(
        self, community: Community
    ) -> None:
        me = uuid7()
        organization = await community.found(me)
        mine = await community.membership(organization, me)
        with pytest.raises(Refused) as refused:
            await change(community, suspend(mine))
        assert refused.value.reason == "LAST_OWNER"
        other = await community.member(organization, None, OWNER)
        await change(community, suspend(other))
        with pytest.raises(Refused):
            await change(community, suspend(mine))


class TestReinstateMembership:
    async def test_gives_a_member_back_what_they_had(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, LEADER)
        await change(community, suspend(membership))
        mine = await community.holding(None, organization, "LEADER")
        reinstated = await change(community, reinstate(membership), mine)
        assert (reinstated.state, reinstated.reason) == (ACTIVE, "")
        assert roles_now(reinstated) == [LEADER]
        assert reinstated.start_time == membership.start_time

    async def test_is_for_owners_and_leaders(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization)
        await change(community, suspend(membership))
        await refused_to(
            community, reinstate(membership), organization, "COORDINATOR", "SUPERVISOR", "MEMBER"
        )

    async def test_is_for_owners_where_the_member_is_one(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, OWNER)
        await change(community, suspend(membership))
        await refused_to(community, reinstate(membership), organization, "LEADER")


class TestEndMembership:
    async def test_lets_members_leave(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        membership = await community.member(organization, me)
        ended = await change(community, end(membership), community.passport(me))
        assert (ended.state, ended.reason) == (ENDED, "moved away")
        assert await last_notice(community, 4) == ("membership.ended", ended)

    async def test_lets_suspended_members_leave(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        membership = await community.member(organization, me)
        await change(community, suspend(membership))
        assert (await change(community, end(membership), community.passport(me))).state == ENDED

    async def test_ends_every_role(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, COORDINATOR, LEADER)
        ended = await change(community, end(membership))
        assert not ended.roles
        held = (await role_history(community, membership)).membership_roles
        assert [role.role for role in held] == [LEADER, COORDINATOR]
        assert [role.end_time for role in held] == [ended.end_time] * 2
        assert ended.role_end_time == ended.end_time

    @pytest.mark.parametrize("role", ["OWNER", "LEADER"])
    async def test_lets_owners_and_leaders_remove_a_member(
        self, community: Community, role: str
    ) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, LEADER)
        mine = await community.holding(None, organization, role)
        assert (await change(community, end(membership), mine)).state == ENDED

    async def test_is_for_nobody_else(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization)
        await refused_to(
            community, end(membership), organization, "COORDINATOR", "SUPERVISOR", "MEMBER"
        )

    async def test_is_for_owners_where_the_member_is_one(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        membership = await community.member(organization, me, OWNER)
        await refused_to(community, end(membership), organization, "LEADER")
        assert (await change(community, end(membership), community.passport(me))).state == ENDED

    async def test_never_leaves_the_organization_without_an_owner(
        self, community: Community
    ) -> None:
        me = uuid7()
        organization = await community.found(me)
        mine = await community.membership(organization, me)
        with pytest.raises(Refused) as refused:
            await change(community, end(mine), community.passport(me))
        assert refused.value.reason == "LAST_OWNER"
        heir = uuid7()
        await community.member(organization, heir, OWNER)
        await change(community, end(mine), community.passport(me))
        assert await community.owners(organization) == [heir]


class TestStates:
    @pytest.mark.parametrize(
        ("steps", "refused"),
        [
            ((), (suspend, reinstate, end)),
            ((accept,), (accept, decline, withdraw, reinstate)),
            ((accept, suspend), (accept, decline, withdraw, suspend)),
            ((accept, end), (accept, decline, withdraw, suspend, reinstate, end)),
            ((decline,), (accept, decline, withdraw, suspend, reinstate, end)),
            ((withdraw,), (accept, decline, withdraw, suspend, reinstate, end)),
        ],
    )
    async def test_refuses_what_the_state_does_not_allow(
        self, community: Community, steps: Steps, refused: Steps
    ) -> None:
        me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization, me)
        everything = community.platform.office.person(me, admin=True)
        for step in steps:
            await change(community, step(membership), everything)
        for step in refused:
            with pytest.raises(Refused):
                await change(community, step(membership), everything)

    async def test_says_nothing_of_what_does_not_exist(self, community: Community) -> None:
        nothing = pb.Membership(id=str(uuid7()))
        for step in (accept, decline, withdraw, suspend, reinstate, end):
            with pytest.raises(PermissionDenied):
                await change(community, step(nothing), community.passport())

    async def test_leaves_an_audit_row_of_what_changed(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, LEADER)
        await change(community, end_role(membership, LEADER))
        (row,) = await community.platform.site.sql(
            "organizations", "SELECT * FROM audit WHERE method LIKE '%EndRole'"
        )
        assert row["organization_id"] == UUID(organization.id)
        assert membership.id in row["resource_ids"]
        assert "membership_role" in row["changes"]
