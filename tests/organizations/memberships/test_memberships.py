"""MembershipService."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import membership_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from services.kit.errors import (
    AlreadyExists,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Refused,
    Unauthenticated,
)
from services.kit.process.ids import uuid7
from tests.notices import published, spoken
from tests.organizations.community import APPLICATION, INVITATION, OPEN, Community

APPLIED = pb.MEMBERSHIP_STATE_APPLIED
ACTIVE = pb.MEMBERSHIP_STATE_ACTIVE
SUSPENDED = pb.MEMBERSHIP_STATE_SUSPENDED
ENDED = pb.MEMBERSHIP_STATE_ENDED
OWNER, LEADER, COORDINATOR = pb.ROLE_OWNER, pb.ROLE_LEADER, pb.ROLE_COORDINATOR
SUPERVISOR = pb.ROLE_SUPERVISOR
Steps = tuple[Callable[[pb.Membership], Message], ...]


async def change(
    community: Community, request: Message, passport: str | None = None
) -> pb.Membership:
    return await community.call(request, pb.Membership, passport or community.admin)


async def close(community: Community, organization: organization_pb2.Organization) -> None:
    await community.call(
        organization_pb2.CloseOrganizationRequest(organization_id=organization.id),
        organization_pb2.Organization,
        community.admin,
    )


async def last_notice(community: Community, count: int) -> tuple[str, pb.Membership]:
    notice = (await published(community.platform.site, "organizations", count))[-1]
    return spoken([notice])[0], pb.Membership.FromString(notice.payload)


async def role_history(
    community: Community, membership: pb.Membership, **values: Any
) -> pb.ListMembershipRolesResponse:
    request = pb.ListMembershipRolesRequest(membership_id=membership.id, **values)
    return await community.call(request, pb.ListMembershipRolesResponse, community.admin)


def roles_now(membership: pb.Membership) -> list[pb.Role]:
    assert not any(role.HasField("end_time") for role in membership.roles)
    return [role.role for role in membership.roles]


async def set_policy(
    community: Community,
    organization: organization_pb2.Organization,
    policy: organization_pb2.MembershipPolicy,
) -> None:
    await community.call(
        organization_pb2.UpdateOrganizationRequest(
            organization_id=organization.id,
            organization=organization_pb2.Organization(membership_policy=policy),
            update_mask=FieldMask(paths=["membership_policy"]),
        ),
        organization_pb2.Organization,
        community.admin,
    )


def accept(membership: pb.Membership) -> pb.AcceptMembershipRequest:
    return pb.AcceptMembershipRequest(membership_id=membership.id)


def decline(membership: pb.Membership) -> pb.DeclineMembershipRequest:
    return pb.DeclineMembershipRequest(membership_id=membership.id, reason="full")


def withdraw(membership: pb.Membership) -> pb.WithdrawMembershipRequest:
    return pb.WithdrawMembershipRequest(membership_id=membership.id)


def suspend(membership: pb.Membership) -> pb.SuspendMembershipRequest:
    return pb.SuspendMembershipRequest(membership_id=membership.id, reason="quarrel")


def reinstate(membership: pb.Membership) -> pb.ReinstateMembershipRequest:
    return pb.ReinstateMembershipRequest(membership_id=membership.id)


def end(membership: pb.Membership) -> pb.EndMembershipRequest:
    return pb.EndMembershipRequest(membership_id=membership.id, reason="moved away")


def grant(membership: pb.Membership, role: pb.Role) -> pb.GrantRoleRequest:
    return pb.GrantRoleRequest(membership_id=membership.id, role=role)


def end_role(membership: pb.Membership, role: pb.Role) -> pb.EndRoleRequest:
    return pb.EndRoleRequest(membership_id=membership.id, role=role)


async def refused_to(
    community: Community,
    request: Message,
    organization: organization_pb2.Organization,
    *roles: str,
) -> None:
    """Checks that each of these roles, and a stranger, is denied."""
    for held in [(role,) for role in roles] + [()]:
        with pytest.raises(PermissionDenied):
            await change(community, request, await community.holding(None, organization, *held))


class TestApplyForMembership:
    async def test_is_active_at_once_where_the_organization_is_open(
        self, community: Community
    ) -> None:
        me, organization = uuid7(), await community.found()
        membership = await community.apply(organization, me, "Hello")
        assert membership.state == ACTIVE
        assert membership.person_id == str(me)
        assert membership.organization_id == organization.id
        assert membership.application_message == "Hello"
        assert membership.start_time == membership.create_time
        assert list(membership.roles) == []

    async def test_waits_where_the_organization_decides(self, community: Community) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization)
        assert membership.state == APPLIED
        assert not membership.HasField("start_time")
        assert await last_notice(community, 3) == ("membership.applied", membership)

    async def test_is_refused_where_one_must_be_invited(self, community: Community) -> None:
        organization = await community.found(membership_policy=INVITATION)
        with pytest.raises(Refused) as refused:
            await community.apply(organization)
        assert refused.value.reason == "INVITATION_ONLY"

    async def test_is_refused_where_the_organization_is_closed(self, community: Community) -> None:
        organization = await community.found()
        await close(community, organization)
        with pytest.raises(Refused) as refused:
            await community.apply(organization)
        assert refused.value.reason == "ORGANIZATION_CLOSED"

    async def test_says_that_there_is_no_such_organization(self, community: Community) -> None:
        with pytest.raises(NotFound):
            await community.apply(str(uuid7()))

    @pytest.mark.parametrize("steps", [(), (accept,), (accept, suspend)])
    async def test_is_refused_while_a_membership_has_not_ended(
        self, community: Community, steps: Steps
    ) -> None:
        me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization, me)
        for step in steps:
            await change(community, step(membership))
        with pytest.raises(AlreadyExists) as refused:
            await community.apply(organization, me)
        assert refused.value.reason == "MEMBERSHIP_EXISTS"

    async def test_is_active_once_the_organization_has_opened(self, community: Community) -> None:
        me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
        waiting = await community.apply(organization, me)
        await set_policy(community, organization, OPEN)
        again = await community.apply(organization, me)
        assert (again.id, again.state) == (waiting.id, ACTIVE)
        assert again.HasField("start_time")
        assert (await last_notice(community, 5))[0] == "membership.accepted"

    async def test_opening_admits_no_one_who_was_removed(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        await change(community, end(await community.apply(organization, me)))
        await community.apply(organization, me)
        with pytest.raises(AlreadyExists):
            await community.apply(organization, me)

    @pytest.mark.parametrize("steps", [(decline,), (withdraw,), (accept, end)])
    async def test_makes_a_new_membership_once_the_last_has_ended(
        self, community: Community, steps: Steps
    ) -> None:
        me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
        first = await community.apply(organization, me)
        for step in steps:
            await change(community, step(first), community.platform.office.person(me, admin=True))
        assert (await community.apply(organization, me)).id != first.id

    @pytest.mark.parametrize("suspended", [False, True])
    async def test_waits_for_a_decision_where_the_applicant_was_removed(
        self, community: Community, *, suspended: bool
    ) -> None:
        me, organization = uuid7(), await community.found()
        removed = await community.apply(organization, me)
        if suspended:  # then leaving is no way around it
            await change(community, suspend(removed))
            await change(community, end(removed), community.passport(me))
        else:
            await change(community, end(removed))
        again = await community.apply(organization, me)
        assert again.state == APPLIED
        await change(community, decline(again))
        again = await community.apply(organization, me)
        assert again.state == APPLIED
        await change(community, accept(again))
        await change(community, end(again), community.passport(me))
        assert (await community.apply(organization, me)).state == ACTIVE

    async def test_refuses_anonymous_callers(self, community: Community) -> None:
        organization = await community.found()
        with pytest.raises(Unauthenticated):
            await change(
                community,
                pb.ApplyForMembershipRequest(organization_id=organization.id),
                community.platform.office.anonymous(),
            )

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"organization_id": "choir"}, "organization_id"),
            ({"application_message": "x" * 1001}, "application_message"),
            ({"application_message": "a\x00b"}, "application_message"),
        ],
    )
    async def test_names_the_field_that_breaks_a_rule(
        self, community: Community, values: dict[str, Any], field: str
    ) -> None:
        request = pb.ApplyForMembershipRequest(**({"organization_id": str(uuid7())} | values))
        with pytest.raises(InvalidArgument) as refused:
            await change(community, request)
        assert field in [violation.field for violation in refused.value.violations]


class TestGetMembership:
    async def get(
        self, community: Community, membership: pb.Membership, passport: str
    ) -> pb.Membership:
        return await community.call(
            pb.GetMembershipRequest(membership_id=membership.id), pb.Membership, passport
        )

    async def test_shows_members_their_own_in_every_state(self, community: Community) -> None:
        me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization, me)
        for step in (accept, suspend, end):
            expected = await change(community, step(membership))
            assert await self.get(community, membership, community.passport(me)) == expected

    async def test_shows_members_the_active_ones_of_others(self, community: Community) -> None:
        organization = await community.found()
        membership = await community.member(organization)
        mine = await community.holding(None, organization, "MEMBER")
        assert await self.get(community, membership, mine) == membership
        await change(community, suspend(membership))
        with pytest.raises(PermissionDenied):
            await self.get(community, membership, mine)

    @pytest.mark.parametrize("role", ["OWNER", "LEADER", "COORDINATOR", "SUPERVISOR"])
    async def test_shows_all_to_those_who_manage_or_supervise(
        self, community: Community, role: str
    ) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization)
        overseer = await community.holding(None, organization, role)
        assert await self.get(community, membership, overseer) == membership
        ended = await change(community, end(await change(community, accept(membership))))
        assert await self.get(community, membership, overseer) == ended

    async def test_counts_roles_held_above_only_where_the_organization_lets_them(
        self, community: Community
    ) -> None:
        top = await community.found()
        overseer = await community.holding(None, top, "SUPERVISOR")
        for inherit in (True, False):
            below = await community.found(parent_id=top.id, inherit_roles=inherit)
            membership = await community.member(below)
            if inherit:
                assert await self.get(community, membership, overseer) == membership
            else:
                with pytest.raises(PermissionDenied):
                    await self.get(community, membership, overseer)

    async def test_shows_all_to_administrators(self, community: Community) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization, message="secret")
        assert await self.get(community, membership, community.admin) == membership

    async def test_says_the_same_to_strangers_whether_or_not_it_exists(
        self, community: Community
    ) -> None:
        membership = await community.member(await community.found())
        messages = set()
        for each in (membership, pb.Membership(id=str(uuid7()))):
            with pytest.raises(PermissionDenied) as refused:
                await self.get(community, each, community.passport())
            messages.add((refused.value.message, refused.value.reason))
        assert len(messages) == 1

    async def test_keeps_what_applicants_say_for_those_who_decide(
        self, community: Community
    ) -> None:
        me, organization = uuid7(), await community.found()
        membership = await community.member(organization, me, message="I was ill for years.")
        for passport, told in (
            (await community.holding(me, organization, "MEMBER"), True),
            (await community.holding(None, organization, "COORDINATOR"), True),
            (await community.holding(None, organization, "SUPERVISOR"), True),
            (await community.holding(None, organization, "MEMBER"), False),
        ):
            shown = await self.get(community, membership, passport)
            assert bool(shown.application_message) == told


class TestBatchGetMemberships:
    async def test_leaves_out_what_may_not_be_seen(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        mine, other = await community.member(organization, me), await community.member(organization)
        ids = [other.id, str(uuid7()), mine.id]
        request = pb.BatchGetMembershipsRequest(ids=ids)
        for passport, expected in (
            (community.passport(me), [other.id, mine.id]),
            (community.passport(), []),
            (community.platform.office.anonymous(), []),
        ):
            answer = await community.call(request, pb.BatchGetMembershipsResponse, passport)
            assert [membership.id for membership in answer.memberships] == expected

    async def test_keeps_what_applicants_say_for_those_who_decide(
        self, community: Community
    ) -> None:
        deciding, other = await community.found(), await community.found()
        ids = [
            (await community.member(organization, message="secret")).id
            for organization in (deciding, other)
        ]
        me = uuid7()
        await community.holding(me, deciding, "LEADER")
        passport = await community.holding(me, other, "MEMBER")
        answer = await community.call(
            pb.BatchGetMembershipsRequest(ids=ids), pb.BatchGetMembershipsResponse, passport
        )
        assert [each.application_message for each in answer.memberships] == ["secret", ""]


class TestListMemberships:
    async def test_shows_what_the_caller_may_see_newest_first(self, community: Community) -> None:
        me = uuid7()
        first, second, third = [await community.found(name=name) for name in "abc"]
        made = [await community.member(each, me) for each in (first, second, third)]
        for passport, expected in (
            (community.passport(me), [made[2].id, made[1].id, made[0].id]),
            (await community.holding(None, second, "MEMBER"), [made[1].id]),
            (community.passport(), []),
        ):
            ids: list[str] = []
            token = ""
            while True:
                answer = await community.call(
                    pb.ListMembershipsRequest(person_id=str(me), page_size=1, page_token=token),
                    pb.ListMembershipsResponse,
                    passport,
                )
                assert len(answer.cursors) == len(answer.memberships) <= 1
                ids += [membership.id for membership in answer.memberships]
                token = answer.next_page_token
                if not token:
                    break
            assert ids == expected


class TestAcceptMembership:
    @pytest.mark.parametrize("role", ["OWNER", "LEADER", "COORDINATOR"])
    async def test_makes_an_applicant_a_member(self, community: Community, role: str) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization)
        mine = await community.holding(None, organization, role)
        accepted = await change(community, accept(membership), mine)
        assert accepted.state == ACTIVE
        assert accepted.start_time.ToNanoseconds() > accepted.create_time.ToNanoseconds()
        assert await last_notice(community, 4) == ("membership.accepted", accepted)

    async def test_is_for_those_who_manage_the_roster(self, community: Community) -> None:
        me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization, me)
        await refused_to(community, accept(membership), organization, "SUPERVISOR", "MEMBER")
        with pytest.raises(PermissionDenied):
            await change(community, accept(membership), community.passport(me))

    async def test_is_refused_where_the_organization_is_closed(self, community: Community) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization)
        await close(community, organization)
        with pytest.raises(Refused) as refused:
            await change(community, accept(membership))
        assert refused.value.reason == "ORGANIZATION_CLOSED"


class TestDeclineMembership:
    async def test_turns_an_applicant_down_and_says_why(self, community: Community) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization)
        mine = await community.holding(None, organization, "COORDINATOR")
        declined = await change(community, decline(membership), mine)
        assert (declined.state, declined.reason) == (pb.MEMBERSHIP_STATE_DECLINED, "full")
        assert await last_notice(community, 4) == ("membership.declined", declined)

    async def test_is_for_those_who_manage_the_roster(self, community: Community) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization)
        await refused_to(community, decline(membership), organization, "SUPERVISOR", "MEMBER")


class TestWithdrawMembership:
    async def test_takes_the_application_back(self, community: Community) -> None:
        me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization, me)
        withdrawn = await change(community, withdraw(membership), community.passport(me))
        assert withdrawn.state == pb.MEMBERSHIP_STATE_WITHDRAWN
        assert await last_notice(community, 4) == ("membership.withdrawn", withdrawn)

    async def test_is_for_the_applicant_alone(self, community: Community) -> None:
        organization = await community.found(membership_policy=APPLICATION)
        membership = await community.apply(organization)
        await refused_to(community, withdraw(membership), organization, "OWNER", "LEADER")
        with pytest.raises(PermissionDenied):
            await change(community, withdraw(membership), community.admin)


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
