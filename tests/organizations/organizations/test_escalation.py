"""Nobody makes themselves an owner by what lies above an organization; each way has its control.

A role held above counts in an organization that inherits roles. So whoever decides what lies above, or
whether it counts, decides who the owners are.
"""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

import pytest
from banyan.organizations.v1 import invitation_pb2, membership_pb2
from banyan.organizations.v1 import organization_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from services.kit.calls.client import Answer
from services.kit.errors import DomainError, PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from services.organizations.organizations import servicer as module
from services.organizations.organizations.access import leads
from services.organizations.organizations.hierarchy import Below, look_below
from services.organizations.organizations.models import Organization
from tests.organizations.community import Community
from tests.organizations.invitations.inviting import accept, invite


class Schemer:
    """Somebody who owns an organization, and would like to own another.

    Attributes:
        own: The organization that they own.
        me: Who they are.
    """

    def __init__(self, community: Community, own: pb.Organization, me: UUID) -> None:
        self.community = community
        self.own = own
        self.me = me
        self._roles: Mapping[str, list[str]] = {own.id: ["OWNER"]}

    @classmethod
    async def make(cls, community: Community) -> "Schemer":
        me = uuid7()
        return cls(community, await community.found(me), me)

    def holding(self, role: str, organization: pb.Organization) -> "Schemer":
        """Returns them with a role in an organization beside those that they have."""
        schemer = Schemer(self.community, self.own, self.me)
        schemer._roles = {**self._roles, organization.id: [role]}
        return schemer

    async def does(self, request: Message, answer_type: type[Answer]) -> Answer:
        for organization, roles in self._roles.items():
            await self.community.holding(self.me, organization, *roles)
        return await self.community.call(request, answer_type, self.community.passport(self.me))

    async def inherits(self, organization: pb.Organization) -> pb.Organization:
        """Lets roles held above an organization count there."""
        return await self.does(
            pb.UpdateOrganizationRequest(
                organization_id=organization.id,
                organization=pb.Organization(inherit_roles=True),
                update_mask=FieldMask(paths=["inherit_roles"]),
            ),
            pb.Organization,
        )

    async def takes(self, organization: pb.Organization) -> pb.Organization:
        """Moves an organization below their own."""
        return await self.does(
            pb.MoveOrganizationRequest(organization_id=organization.id, parent_id=self.own.id),
            pb.Organization,
        )

    async def creates_below(self, parent: pb.Organization) -> pb.Organization:
        """Founds an organization below another, in which roles held above count."""
        return await self.does(
            pb.CreateOrganizationRequest(
                organization=pb.Organization(
                    name="分会",
                    kind=pb.ORGANIZATION_KIND_INTEREST_GROUP,
                    membership_policy=pb.MEMBERSHIP_POLICY_OPEN,
                    parent_id=parent.id,
                    inherit_roles=True,
                )
            ),
            pb.Organization,
        )

    async def owns(self, organization: pb.Organization) -> bool:
        """Tells whether they may do what only owners may: make a member an owner."""
        member = await self.community.member(organization)
        request = membership_pb2.GrantRoleRequest(
            membership_id=member.id, role=membership_pb2.ROLE_OWNER
        )
        try:
            await self.does(request, membership_pb2.Membership)
        except PermissionDenied:
            return False
        return True


async def outcome(action: Any) -> str:
    try:
        await action
    except DomainError as error:
        return error.code
    return "OK"


class TestALeader:
    async def test_turns_no_inheritance_on(self, community: Community) -> None:
        schemer = await Schemer.make(community)
        group = await community.found(parent_id=schemer.own.id)
        leader = schemer.holding("LEADER", group)
        assert await outcome(leader.inherits(group)) == "PERMISSION_DENIED"
        assert not await leader.owns(group)

    async def test_moves_nothing_in_which_roles_count(self, community: Community) -> None:
        schemer = await Schemer.make(community)
        group = await community.found(inherit_roles=True)
        leader = schemer.holding("LEADER", group)
        assert await outcome(leader.takes(group)) == "PERMISSION_DENIED"
        assert not await leader.owns(group)

    async def test_moves_nothing_below_which_roles_count(self, community: Community) -> None:
        schemer = await Schemer.make(community)
        middle = await community.found()
        group = await community.found(parent_id=middle.id, inherit_roles=True)
        leader = schemer.holding("LEADER", middle)
        assert await outcome(leader.takes(middle)) == "PERMISSION_DENIED"
        assert not await leader.owns(group)

    async def test_moves_what_nothing_is_inherited_in(self, community: Community) -> None:
        schemer = await Schemer.make(community)
        group = await community.found()
        leader = schemer.holding("LEADER", group)
        assert await outcome(leader.takes(group)) == "OK"
        assert await outcome(leader.inherits(group)) == "PERMISSION_DENIED"
        assert not await leader.owns(group)

    async def test_by_a_role_held_above_makes_nobody_an_owner(self, community: Community) -> None:
        schemer = await Schemer.make(community)
        above = await community.found()
        group = await community.found(parent_id=above.id, inherit_roles=True)
        leader = schemer.holding("LEADER", above)
        assert not await leader.owns(group)
        assert await schemer.holding("OWNER", above).owns(group)  # which the group has chosen


def let_leaders_own(community: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the running service take leaders for owners."""
    relations = community.platform.services["organizations"].units._relations
    monkeypatch.setitem(cast("dict[str, Any]", relations), "own_organization", leads)


class TestWithoutTheCheck:
    """The control: each of these makes a leader an owner."""

    async def test_of_whether_roles_count(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        schemer = await Schemer.make(community)
        group = await community.found(parent_id=schemer.own.id)
        leader = schemer.holding("LEADER", group)
        with monkeypatch.context() as patched:
            let_leaders_own(community, patched)
            assert await outcome(leader.inherits(group)) == "OK"
        assert await leader.owns(group)

    async def test_of_what_lies_above(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        schemer = await Schemer.make(community)
        group = await community.found(inherit_roles=True)
        leader = schemer.holding("LEADER", group)
        with monkeypatch.context() as patched:
            let_leaders_own(community, patched)
            assert await outcome(leader.takes(group)) == "OK"
        assert await leader.owns(group)

    async def test_of_what_lies_below(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        schemer = await Schemer.make(community)
        middle = await community.found()
        group = await community.found(parent_id=middle.id, inherit_roles=True)
        leader = schemer.holding("LEADER", middle)

        async def looks_at_itself(organization: Organization, work: Work) -> Below:
            return (await look_below(organization, work))._replace(has_heirs=False)

        monkeypatch.setattr(module, "look_below", looks_at_itself)
        assert await outcome(leader.takes(middle)) == "OK"
        assert await leader.owns(group)


class TestACoordinator:
    async def test_who_creates_below_owns_only_that(self, community: Community) -> None:
        schemer = await Schemer.make(community)
        parent = await community.found()
        sibling = await community.found(parent_id=parent.id, inherit_roles=True)
        coordinator = schemer.holding("COORDINATOR", parent)
        created = await coordinator.creates_below(parent)
        founder = coordinator.holding("OWNER", created)
        assert await founder.owns(created)
        for other in (parent, sibling):
            assert not await founder.owns(other)

    async def test_moves_nothing_below_what_they_have_created(self, community: Community) -> None:
        schemer = await Schemer.make(community)
        parent = await community.found()
        sibling = await community.found(parent_id=parent.id, inherit_roles=True)
        coordinator = schemer.holding("COORDINATOR", parent)
        assert await outcome(coordinator.takes(sibling)) == "PERMISSION_DENIED"


class TestAnInvitation:
    async def test_gives_no_role(self, community: Community) -> None:
        group = await community.found()
        link = await invite(community, group, await community.holding(None, group, "LEADER"))
        membership = await accept(community, link.token)
        assert not membership.roles

    async def test_accepted_by_the_leader_who_made_it_gives_them_no_more(
        self, community: Community
    ) -> None:
        schemer = await Schemer.make(community)
        above = await community.found()
        group = await community.found(parent_id=above.id, inherit_roles=True)
        leader = schemer.holding("LEADER", above)  # who is no member of the group yet
        link = await leader.does(
            invitation_pb2.CreateInvitationRequest(organization_id=group.id),
            invitation_pb2.InvitationLink,
        )
        membership = await leader.does(
            invitation_pb2.AcceptInvitationRequest(token=link.token), membership_pb2.Membership
        )
        assert not membership.roles
        assert not await leader.owns(group)


class TestAGrant:
    """By a role held above, which counts where a group has chosen so."""

    async def grants(
        self, community: Community, role: str, granted: membership_pb2.Role
    ) -> tuple[str, bool]:
        """Lets whoever holds a role above grant one below, to themselves; how that ends, and who owns."""
        schemer = await Schemer.make(community)
        above = await community.found()
        group = await community.found(parent_id=above.id, inherit_roles=True)
        mine = await community.member(group, schemer.me)
        holder = schemer.holding(role, above)
        request = membership_pb2.GrantRoleRequest(membership_id=mine.id, role=granted)
        ended = await outcome(holder.does(request, membership_pb2.Membership))
        return ended, schemer.me in await community.owners(group)

    @pytest.mark.parametrize("role", ["LEADER", "COORDINATOR", "SUPERVISOR", "MEMBER"])
    async def test_makes_nobody_an_owner(self, community: Community, role: str) -> None:
        refused = ("PERMISSION_DENIED", False)
        assert await self.grants(community, role, membership_pb2.ROLE_OWNER) == refused

    async def test_by_an_owner_above_does(self, community: Community) -> None:
        assert await self.grants(community, "OWNER", membership_pb2.ROLE_OWNER) == ("OK", True)

    async def test_without_the_check_a_leader_above_is_an_owner(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        let_leaders_own(community, monkeypatch)
        ended = await self.grants(community, "LEADER", membership_pb2.ROLE_OWNER)
        assert ended == ("OK", True)
