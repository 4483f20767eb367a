"""Invitations that are looked up, accepted, or revoked."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from banyan.organizations.v1 import invitation_pb2 as pb
from banyan.organizations.v1 import membership_pb2, organization_pb2

from services.kit.errors import (
    AlreadyExists,
    NotFound,
    PermissionDenied,
    Refused,
)
from services.kit.process.ids import uuid7
from tests.notices import published, spoken
from tests.organizations.community import APPLICATION, INVITATION, OPEN, Community
from tests.organizations.invitations.inviting import (
    EXHAUSTED,
    EXPIRED,
    REVOKED,
    accept,
    close,
    invite,
    look_up,
    revoke,
)


async def get(community: Community, invitation_id: str) -> pb.Invitation:
    return await community.call(
        pb.GetInvitationRequest(invitation_id=invitation_id), pb.Invitation, community.admin
    )


async def let_expire(community: Community, link: pb.InvitationLink) -> None:
    """Moves the end of an invitation into the past."""
    await community.platform.site.sql(
        "organizations",
        "UPDATE invitation SET expire_time = $1 WHERE id = $2",
        datetime.now(UTC) - timedelta(seconds=1),
        UUID(link.invitation.id),
    )


class TestLookUpInvitation:
    async def test_tells_the_organization_and_whether_it_can_be_used(
        self, community: Community
    ) -> None:
        organization = await community.found()
        usable = pb.InvitationPreview(organization_id=organization.id, usable=True)
        unusable = pb.InvitationPreview(organization_id=organization.id)
        revoked, expired, used = [await invite(community, organization) for _ in range(3)]
        for link in (revoked, expired, used):
            assert await look_up(community, link.token) == usable
        await revoke(community, revoked.invitation.id)
        await let_expire(community, expired)
        await accept(community, used.token)
        for link in (revoked, expired, used):
            assert await look_up(community, link.token) == unusable
        last = await invite(community, organization)
        await close(community, organization)
        assert await look_up(community, last.token) == unusable

    async def test_says_the_same_of_every_token_that_is_none(self, community: Community) -> None:
        link = await invite(community, await community.found())
        said = set()
        for token in (
            "zz",
            "A" * 32,
            link.token[:-1],
            f"{link.token}=",
            "林秀英",
            link.invitation.id,
        ):
            with pytest.raises(NotFound) as refused:
                await look_up(community, token)
            assert token not in refused.value.message
            said.add((refused.value.message, refused.value.reason))
            with pytest.raises(NotFound):
                await accept(community, token)
        assert len(said) == 1


class TestAcceptInvitation:
    @pytest.mark.parametrize("policy", [OPEN, APPLICATION, INVITATION])
    async def test_makes_a_member_at_once(
        self, community: Community, policy: organization_pb2.MembershipPolicy
    ) -> None:
        me, organization = uuid7(), await community.found(membership_policy=policy)
        link = await invite(community, organization)
        membership = await accept(community, link.token, me)
        assert (membership.person_id, membership.organization_id) == (str(me), organization.id)
        assert membership.state == membership_pb2.MEMBERSHIP_STATE_ACTIVE
        assert membership.invitation_id == link.invitation.id
        assert not membership.roles
        assert membership.start_time == membership.create_time
        invitation = await get(community, link.invitation.id)
        assert (invitation.uses, invitation.state) == (1, EXHAUSTED)
        verbs = spoken(await published(community.platform.site, "organizations", 5))
        assert verbs[2:] == ["invitation.created", "invitation.accepted", "membership.joined"]

    async def test_takes_nobody_back_who_was_removed_since(self, community: Community) -> None:
        me, organization = uuid7(), await community.found(membership_policy=INVITATION)
        link = await invite(community, organization, maximum_uses=3)
        membership = await accept(community, link.token, me)
        ended = membership_pb2.EndMembershipRequest(membership_id=membership.id)
        await community.call(ended, membership_pb2.Membership, community.admin)
        with pytest.raises(Refused) as refused:
            await accept(community, link.token, me)
        assert refused.value.reason == "REMOVED"
        assert (await get(community, link.invitation.id)).uses == 1
        decided = await invite(community, organization)
        again = await accept(community, decided.token, me)
        assert again.state == membership_pb2.MEMBERSHIP_STATE_ACTIVE

    async def test_takes_back_who_left(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        link = await invite(community, organization, maximum_uses=2)
        membership = await accept(community, link.token, me)
        ended = membership_pb2.EndMembershipRequest(membership_id=membership.id)
        await community.call(ended, membership_pb2.Membership, community.passport(me))
        again = await accept(community, link.token, me)
        assert again.state == membership_pb2.MEMBERSHIP_STATE_ACTIVE

    async def test_settles_an_application(self, community: Community) -> None:
        me, organization = uuid7(), await community.found(membership_policy=APPLICATION)
        applied = await community.apply(organization, me, "please")
        link = await invite(community, organization)
        membership = await accept(community, link.token, me)
        assert membership.id == applied.id
        assert membership.state == membership_pb2.MEMBERSHIP_STATE_ACTIVE
        assert membership.invitation_id == link.invitation.id

    async def test_counts_no_use_for_a_member(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        membership = await community.member(organization, me)
        link = await invite(community, organization)
        for verb in (
            membership_pb2.SuspendMembershipRequest,
            membership_pb2.ReinstateMembershipRequest,
        ):
            with pytest.raises(AlreadyExists) as refused:
                await accept(community, link.token, me)
            assert refused.value.reason == "MEMBERSHIP_EXISTS"
            await community.call(
                verb(membership_id=membership.id), membership_pb2.Membership, community.admin
            )
        assert (await get(community, link.invitation.id)).uses == 0

    async def test_lets_those_come_back_who_left(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        left = await community.member(organization, me)
        await community.call(
            membership_pb2.EndMembershipRequest(membership_id=left.id),
            membership_pb2.Membership,
            community.passport(me),
        )
        membership = await accept(community, (await invite(community, organization)).token, me)
        assert membership.id != left.id

    async def test_says_why_it_cannot_be_used(self, community: Community) -> None:
        organization = await community.found()
        revoked, expired, used = [await invite(community, organization) for _ in range(3)]
        await revoke(community, revoked.invitation.id)
        await let_expire(community, expired)
        await accept(community, used.token)
        for link, state, reason in (
            (revoked, REVOKED, "INVITATION_REVOKED"),
            (expired, EXPIRED, "INVITATION_EXPIRED"),
            (used, EXHAUSTED, "INVITATION_EXHAUSTED"),
        ):
            assert (await get(community, link.invitation.id)).state == state
            with pytest.raises(Refused) as refused:
                await accept(community, link.token)
            assert refused.value.reason == reason
        last = await invite(community, organization)
        await close(community, organization)
        with pytest.raises(Refused) as refused:
            await accept(community, last.token)
        assert refused.value.reason == "ORGANIZATION_CLOSED"

    async def test_shows_the_invitation_to_no_other_member(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        link = await invite(community, organization)
        made = await accept(community, link.token, me)
        request = membership_pb2.GetMembershipRequest(membership_id=made.id)
        for passport, seen in (
            (community.passport(me), True),
            (await community.holding(None, organization, "SUPERVISOR"), True),
            (await community.holding(None, organization, "MEMBER"), False),
        ):
            shown = await community.call(request, membership_pb2.Membership, passport)
            assert shown.HasField("invitation_id") == seen


class TestRevokeInvitation:
    async def test_is_for_those_who_manage_the_roster(self, community: Community) -> None:
        organization = await community.found()
        link = await invite(community, organization)
        request = pb.RevokeInvitationRequest(invitation_id=link.invitation.id)
        for passport in (
            community.passport(),
            await community.holding(None, organization, "MEMBER"),
            await community.holding(None, organization, "SUPERVISOR"),
        ):
            with pytest.raises(PermissionDenied):
                await community.call(request, pb.Invitation, passport)
        passport = await community.holding(None, organization, "COORDINATOR")
        assert (await community.call(request, pb.Invitation, passport)).state == REVOKED
        with pytest.raises(Refused) as refused:
            await revoke(community, link.invitation.id)
        assert refused.value.reason == "INVITATION_REVOKED"

    async def test_says_the_same_where_there_is_none(self, community: Community) -> None:
        request = pb.RevokeInvitationRequest(invitation_id=str(uuid7()))
        with pytest.raises(PermissionDenied):
            await community.call(request, pb.Invitation, community.passport())
