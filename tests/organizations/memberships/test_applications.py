"""Applications for membership: applying, and how they are answered or withdrawn."""

from typing import Any

import pytest
from banyan.organizations.v1 import membership_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import (
    AlreadyExists,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Refused,
    Unauthenticated,
)
from services.kit.process.ids import uuid7
from tests.organizations.community import APPLICATION, INVITATION, OPEN, Community
from tests.organizations.memberships.changing import (
    ACTIVE,
    Steps,
    accept,
    change,
    decline,
    end,
    last_notice,
    refused_to,
    suspend,
    withdraw,
)

APPLIED = pb.MEMBERSHIP_STATE_APPLIED


async def close(community: Community, organization: organization_pb2.Organization) -> None:
    await community.call(
        organization_pb2.CloseOrganizationRequest(organization_id=organization.id),
        organization_pb2.Organization,
        community.admin,
    )


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
