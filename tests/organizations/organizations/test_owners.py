"""An organization is never without an owner, and nobody is twice in it, whoever acts at once."""

import asyncio
from uuid import UUID

import pytest
from banyan.organizations.v1 import membership_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from google.protobuf.message import Message

from services.kit.errors import AlreadyExists, DomainError, Refused
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.racing import LONG, meet_before_announcing, without_organization_locks

OWNER = pb.ROLE_OWNER


def leave(membership: pb.Membership) -> Message:
    return pb.EndMembershipRequest(membership_id=membership.id)


def suspend(membership: pb.Membership) -> Message:
    return pb.SuspendMembershipRequest(membership_id=membership.id)


def step_down(membership: pb.Membership) -> Message:
    return pb.EndRoleRequest(membership_id=membership.id, role=OWNER)


async def two_owners(
    community: Community,
) -> tuple[organization_pb2.Organization, pb.Membership, pb.Membership]:
    me = uuid7()
    organization = await community.found(me)
    other = await community.member(organization, uuid7(), OWNER)
    return organization, await community.membership(organization, me), other


async def at_once(community: Community, *requests: Message) -> list[DomainError]:
    """Sends requests at the same time, as an administrator; returns the refusals."""
    answers = await asyncio.gather(
        *(community.call(request, pb.Membership, community.admin) for request in requests),
        return_exceptions=True,
    )
    return [answer for answer in answers if isinstance(answer, DomainError)]


class TestTwoOwnersAtOnce:
    @pytest.mark.parametrize("first", [leave, suspend, step_down])
    @pytest.mark.parametrize("second", [leave, suspend, step_down])
    async def test_leave_one_owner(
        self,
        community: Community,
        monkeypatch: pytest.MonkeyPatch,
        first: type[Message],
        second: type[Message],
    ) -> None:
        organization, mine, other = await two_owners(community)
        meeting = meet_before_announcing(monkeypatch)
        refusals = await at_once(community, first(mine), second(other))
        assert [refusal.reason for refusal in refusals] == ["LAST_OWNER"]
        assert not meeting.took_place
        assert len(await community.owners(organization)) == 1

    @pytest.mark.parametrize("verb", [leave, suspend, step_down])
    async def test_would_leave_none_without_the_lock(
        self, community: Community, monkeypatch: pytest.MonkeyPatch, verb: type[Message]
    ) -> None:
        organization, mine, other = await two_owners(community)
        meeting = meet_before_announcing(monkeypatch, patience=LONG)
        without_organization_locks(monkeypatch)
        assert await at_once(community, verb(mine), verb(other)) == []
        assert meeting.took_place
        assert await community.owners(organization) == []


class TestManyOwnersAtOnce:
    async def test_leave_one_owner(self, community: Community) -> None:
        organization, *owners = await two_owners(community)
        for _ in range(10):
            owners.append(await community.member(organization, uuid7(), OWNER))
        verbs = (leave, suspend, step_down)
        requests = [verbs[index % 3](owner) for index, owner in enumerate(owners)]
        refusals = await at_once(community, *requests)
        assert [type(refusal) for refusal in refusals] == [Refused]
        assert len(await community.owners(organization)) == 1


class TestApplyingManyTimesAtOnce:
    async def test_makes_one_membership(self, community: Community) -> None:
        me, organization = uuid7(), await community.found()
        answers = await asyncio.gather(
            *(community.apply(organization, me) for _ in range(8)), return_exceptions=True
        )
        made = [answer for answer in answers if isinstance(answer, pb.Membership)]
        refusals = [answer for answer in answers if isinstance(answer, DomainError)]
        assert len(made) == 1
        assert len(refusals) == 7
        assert {(type(each), each.reason) for each in refusals} == {
            (AlreadyExists, "MEMBERSHIP_EXISTS")
        }
        rows = await community.platform.site.sql(
            "organizations", "SELECT 1 FROM membership WHERE person_id = $1", UUID(str(me))
        )
        assert len(rows) == 1

    async def test_is_settled_by_the_table_alone(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_organization_locks(monkeypatch)
        me, organization = uuid7(), await community.found()
        answers = await asyncio.gather(
            *(community.apply(organization, me) for _ in range(8)), return_exceptions=True
        )
        assert sum(isinstance(answer, pb.Membership) for answer in answers) == 1
