"""Roles: granting them, and ending them."""

import pytest
from banyan.organizations.v1 import membership_pb2 as pb

from services.kit.errors import (
    InvalidArgument,
    PermissionDenied,
    Refused,
)
from services.kit.process.ids import uuid7
from tests.notices import published, spoken
from tests.organizations.community import APPLICATION, Community
from tests.organizations.memberships.changing import (
    COORDINATOR,
    LEADER,
    OWNER,
    SUPERVISOR,
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
)


def grant(membership: pb.Membership, role: pb.Role) -> pb.GrantRoleRequest:
    return pb.GrantRoleRequest(membership_id=membership.id, role=role)


class TestGrantRole:
    async def test_begins_now(self, community: Community) -> None:
        organization = await community.found()
        before = await community.member(organization)
        after = await change(community, grant(before, LEADER))
        assert roles_now(after) == [LEADER]
        assert after.roles[0].start_time == after.update_time
        assert after.update_time.ToNanoseconds() > before.update_time.ToNanoseconds()
        assert await last_notice(community, 4) == ("membership.role_granted", after)

    async def test_changes_nothing_where_the_role_is_held(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, LEADER)
        assert await change(community, grant(membership, LEADER)) == membership
        await change(community, suspend(membership))
        assert spoken(await published(community.platform.site, "organizations", 5))[3:] == [
            "membership.role_granted",
            "membership.suspended",
        ]

    async def test_lets_one_hold_several(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, OWNER, LEADER, COORDINATOR)
        assert roles_now(membership) == [OWNER, LEADER, COORDINATOR]

    @pytest.mark.parametrize(
        ("held", "wanted"), [(LEADER, SUPERVISOR), (SUPERVISOR, COORDINATOR), (SUPERVISOR, OWNER)]
    )
    async def test_refuses_to_add_to_a_supervisor(
        self, community: Community, held: pb.Role, wanted: pb.Role
    ) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, held)
        with pytest.raises(Refused) as refused:
            await change(community, grant(membership, wanted))
        assert refused.value.reason == "ROLES_EXCLUDE_EACH_OTHER"
        await change(community, end_role(membership, held))
        assert roles_now(await change(community, grant(membership, wanted))) == [wanted]

    @pytest.mark.parametrize("steps", [(), (accept, suspend), (accept, end), (decline,)])
    async def test_is_refused_unless_the_membership_is_active(
        self, community: Community, steps: Steps
    ) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization)
        for step in steps:
            await change(community, step(membership))
        with pytest.raises(Refused):
            await change(community, grant(membership, LEADER))

    @pytest.mark.parametrize("role", [LEADER, COORDINATOR, SUPERVISOR])
    async def test_lets_leaders_grant_all_but_owner(
        self, community: Community, role: pb.Role
    ) -> None:
        organization = await community.found()
        membership = await community.member(organization)
        mine = await community.holding(None, organization, "LEADER")
        assert roles_now(await change(community, grant(membership, role), mine)) == [role]

    async def test_lets_owners_alone_make_owners(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization)
        request = grant(membership, OWNER)
        await refused_to(community, request, organization, "LEADER", "COORDINATOR", "MEMBER")
        mine = await community.holding(None, organization, "OWNER")
        assert roles_now(await change(community, request, mine)) == [OWNER]

    async def test_is_for_owners_and_leaders(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        membership = await community.member(organization, me)
        await refused_to(
            community, grant(membership, LEADER), organization, "COORDINATOR", "SUPERVISOR"
        )
        with pytest.raises(PermissionDenied):
            await change(
                community,
                grant(membership, LEADER),
                await community.holding(me, organization, "MEMBER"),
            )

    @pytest.mark.parametrize("role", [pb.ROLE_UNSPECIFIED, pb.ROLE_MEMBER, 99])
    async def test_refuses_what_is_no_role_to_grant(
        self, community: Community, role: pb.Role
    ) -> None:
        membership = await community.member(await community.found())
        with pytest.raises(InvalidArgument) as refused:
            await change(community, grant(membership, role))
        assert refused.value.violations[0].field == "role"


class TestEndRole:
    async def test_keeps_on_record_what_was(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, LEADER)
        ended = await change(community, end_role(membership, LEADER))
        assert not ended.roles
        assert ended.role_end_time == ended.update_time
        assert await last_notice(community, 5) == ("membership.role_ended", ended)
        again = await change(community, grant(membership, LEADER))
        assert [role.role for role in again.roles] == [LEADER]
        latest, first = (await role_history(community, membership)).membership_roles
        assert latest == again.roles[0]
        assert first == pb.MembershipRole(
            role=LEADER, start_time=membership.roles[0].start_time, end_time=ended.role_end_time
        )

    async def test_counts_as_a_change_of_the_membership(self, community: Community) -> None:
        """Consumers drop a notice whose version they have seen."""
        organization = await community.found()
        membership = await community.member(organization, None, LEADER)
        await change(community, end_role(membership, LEADER))
        notices = await published(community.platform.site, "organizations", 5)
        assert [notice.version for notice in notices[2:]] == [1, 2, 3]

    async def test_changes_nothing_where_the_role_is_not_held(self, community: Community) -> None:
        membership = await community.member(await community.found())
        assert await change(community, end_role(membership, LEADER)) == membership

    async def test_never_leaves_the_organization_without_an_owner(
        self, community: Community
    ) -> None:
        me = uuid7()
        organization = await community.found(me)
        mine = await community.membership(organization, me)
        with pytest.raises(Refused) as refused:
            await change(community, end_role(mine, OWNER))
        assert refused.value.reason == "LAST_OWNER"
        heir = uuid7()
        await community.member(organization, heir, OWNER)
        await change(community, end_role(mine, OWNER))
        assert await community.owners(organization) == [heir]

    async def test_lets_leaders_end_all_but_owner(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, OWNER, LEADER)
        mine = await community.holding(None, organization, "LEADER")
        assert roles_now(await change(community, end_role(membership, LEADER), mine)) == [OWNER]
        with pytest.raises(PermissionDenied):
            await change(community, end_role(membership, OWNER), mine)

    async def test_is_for_owners_and_leaders(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization, None, COORDINATOR)
        await refused_to(
            community, end_role(membership, COORDINATOR), organization, "COORDINATOR", "SUPERVISOR"
        )
