"""The hierarchy of organizations while several people change it at once."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from banyan.organizations.v1 import organization_pb2 as pb

from services.kit.calls.passport import Caller
from services.kit.errors import DomainError
from services.organizations.organizations.models import Organization
from tests.organizations.community import Community
from tests.organizations.racing import LONG, meet_before_announcing, without_named_locks

CYCLES = """
    WITH RECURSIVE above AS (
        SELECT id AS start, parent_id, 1 AS steps FROM organization
        UNION ALL
        SELECT start, o.parent_id, steps + 1 FROM above JOIN organization o ON o.id = above.parent_id
        WHERE steps < 20
    )
    SELECT DISTINCT start FROM above WHERE parent_id = start
"""
WRONG_ANCESTORS = """
    SELECT o.id FROM organization o LEFT JOIN organization p ON p.id = o.parent_id
    WHERE o.ancestor_ids IS DISTINCT FROM
        CASE WHEN p.id IS NULL THEN '{}'::uuid[] ELSE p.ancestor_ids || p.id END
"""
ACTIVE_BELOW_CLOSED = """
    SELECT o.id FROM organization o JOIN organization p ON p.id = o.parent_id
    WHERE o.state = 'ACTIVE' AND p.state = 'CLOSED'
"""


async def found_in(community: Community, query: str) -> list[UUID]:
    rows = await community.platform.site.sql("organizations", query)
    return [row[0] for row in rows]


async def at_once(
    community: Community, *requests: pb.MoveOrganizationRequest | pb.CloseOrganizationRequest
) -> list[DomainError]:
    """Sends requests at the same time; returns the refusals."""
    answers = await asyncio.gather(
        *(community.call(request, pb.Organization, community.admin) for request in requests),
        return_exceptions=True,
    )
    return [answer for answer in answers if isinstance(answer, DomainError)]


def under(organization: pb.Organization, parent: pb.Organization) -> pb.MoveOrganizationRequest:
    return pb.MoveOrganizationRequest(organization_id=organization.id, parent_id=parent.id)


async def two_branches(community: Community) -> tuple[pb.Organization, ...]:
    """Returns two organizations at the top and one below each."""
    first, second = await community.found(name="first"), await community.found(name="second")
    leaf = await community.found(name="leaf of first", parent_id=first.id)
    other = await community.found(name="leaf of second", parent_id=second.id)
    return first, leaf, second, other


class TestMovesAtOnce:
    async def test_two_that_would_go_below_each_other_make_no_cycle(
        self, community: Community
    ) -> None:
        for _ in range(5):
            first, second = await community.found(), await community.found()
            refusals = await at_once(community, under(first, second), under(second, first))
            assert [refusal.reason for refusal in refusals] == ["HIERARCHY_CYCLE"]
        assert await found_in(community, CYCLES) == []
        assert await found_in(community, WRONG_ANCESTORS) == []

    async def test_branches_that_would_go_below_each_other_make_no_cycle(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, leaf, second, other = await two_branches(community)
        meeting = meet_before_announcing(monkeypatch)
        refusals = await at_once(community, under(first, other), under(second, leaf))
        assert [refusal.reason for refusal in refusals] == ["HIERARCHY_CYCLE"]
        assert not meeting.took_place
        assert await found_in(community, CYCLES) == []
        assert await found_in(community, WRONG_ANCESTORS) == []

    async def test_the_lock_is_what_prevents_the_cycle(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, leaf, second, other = await two_branches(community)
        meeting = meet_before_announcing(monkeypatch, patience=LONG)
        without_named_locks(monkeypatch)
        assert await at_once(community, under(first, other), under(second, leaf)) == []
        assert meeting.took_place
        assert len(await found_in(community, CYCLES)) == 4

    async def test_many_leave_every_organization_below_its_ancestors(
        self, community: Community
    ) -> None:
        made = [await community.found(name=str(number)) for number in range(8)]
        moves = [under(made[i], made[(i * 3 + 1) % 8]) for i in range(8)] + [
            under(made[i], made[(i * 5 + 2) % 8]) for i in range(8)
        ]
        refusals = await at_once(community, *moves)
        assert {refusal.reason for refusal in refusals} <= {"HIERARCHY_CYCLE", "HIERARCHY_TOO_DEEP"}
        assert await found_in(community, CYCLES) == []
        assert await found_in(community, WRONG_ANCESTORS) == []


class TestTheTable:
    async def test_holds_no_organization_below_itself(self, community: Community) -> None:
        organization = await community.found()
        with pytest.raises(asyncpg.CheckViolationError):
            await community.platform.site.sql(
                "organizations", "UPDATE organization SET ancestor_ids = ARRAY[id]"
            )
        assert list(organization.ancestor_ids) == []


class TestClosingAndMovingBelowAtOnce:
    async def test_leaves_nothing_active_below_what_is_closed(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parent, child = await community.found(), await community.found()
        meet_before_announcing(monkeypatch)
        closing = pb.CloseOrganizationRequest(organization_id=parent.id)
        refusals = await at_once(community, closing, under(child, parent))
        assert len(refusals) == 1
        assert await found_in(community, ACTIVE_BELOW_CLOSED) == []

    async def test_the_lock_is_what_prevents_it(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parent, child = await community.found(), await community.found()
        meet_before_announcing(monkeypatch, patience=LONG)
        without_named_locks(monkeypatch)
        closing = pb.CloseOrganizationRequest(organization_id=parent.id)
        assert await at_once(community, closing, under(child, parent)) == []
        assert await found_in(community, ACTIVE_BELOW_CLOSED) == [UUID(child.id)]


async def test_a_change_of_a_parent_keeps_nobody_from_founding_below(community: Community) -> None:
    parent = await community.found()
    units = community.platform.services["organizations"].units
    async with units.writing(Caller("test")) as work:
        await work.lock(Organization, parent.id)
        await work.lock_all(Organization, [UUID(parent.id)])
        child = await community.found(parent_id=parent.id)
    assert child.parent_id == parent.id
