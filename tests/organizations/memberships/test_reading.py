"""Who may read which memberships: one, several, or a list."""

import pytest
from banyan.organizations.v1 import membership_pb2 as pb

from services.kit.errors import (
    PermissionDenied,
)
from services.kit.process.ids import uuid7
from tests.organizations.community import APPLICATION, Community
from tests.organizations.memberships.changing import accept, change, end, suspend


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
