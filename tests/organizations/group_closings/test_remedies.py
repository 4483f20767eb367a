"""Every refusal about ending groups says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import group_closing_pb2 as pb
from banyan.organizations.v1 import organization_pb2

from tests.organizations.community import Community
from tests.organizations.group_closings.ending import MERGED, OTHER, approve, end
from tests.organizations.group_supports.giving import EQUIPMENT, Fund
from tests.remedies import Remedies, refused

REMEDIES = Remedies("organizations", "group_closings")
remedy = REMEDIES.of
_TO_COME = (
    "INSERT INTO event (id, organization_id, state, visibility, start_time)"
    " VALUES (gen_random_uuid(), $1, 'PUBLISHED', 'PUBLIC', now() + interval '1 day')"
)


async def _group(community: Community) -> tuple[organization_pb2.Organization, str]:
    group = await community.found()
    return group, await community.holding(None, group, "OWNER")


@remedy("EVENTS_TO_COME")
async def events(community: Community) -> None:
    group, owner = await _group(community)
    await community.platform.site.sql("organizations", _TO_COME, UUID(group.id))
    assert "cancel them" in await refused(end(community, group.id, owner), "EVENTS_TO_COME")
    cancelled = "UPDATE event SET state = 'CANCELLED' WHERE organization_id = $1"
    await community.platform.site.sql("organizations", cancelled, UUID(group.id))
    await end(community, group.id, owner)


@remedy("SUPPORT_UNSETTLED", "NOTHING_TO_HAND_OVER", "RECEIVER_NEEDED")
async def support(community: Community) -> None:
    fund = await Fund.open(community)
    lent = await fund.deliver(await fund.promise(EQUIPMENT))
    promised = await fund.promise(EQUIPMENT)
    group_id = fund.garden.group.id
    owner = await community.holding(None, fund.garden.group, "OWNER")

    def ending(*ids: str, receiver: str = "老周") -> Any:
        handovers = [
            pb.ClosingHandover(description="鼓", receiver=receiver, group_support_id=each)
            for each in ids
        ]
        return end(community, group_id, owner, handovers=handovers)

    assert "in a handover" in await refused(ending(), "SUPPORT_UNSETTLED")
    await refused(ending(lent.id, promised.id), "NOTHING_TO_HAND_OVER")
    await refused(ending(lent.id, receiver=""), "RECEIVER_NEEDED")
    await ending(lent.id)


@remedy("SUCCESSOR_NEEDED", "SUCCEEDS_ITSELF", "SUCCESSION_APPROVED")
async def succession(community: Community) -> None:
    (group, owner), (other, host) = [await _group(community) for _ in range(2)]
    await refused(end(community, group.id, owner, cause=MERGED), "SUCCESSOR_NEEDED")
    itself = end(community, group.id, owner, cause=OTHER, successor_id=group.id)
    await refused(itself, "SUCCEEDS_ITSELF")
    closing = await end(community, group.id, owner, cause=MERGED, successor_id=other.id)
    await approve(community, closing, host)
    assert "nothing left" in await refused(approve(community, closing, host), "SUCCESSION_APPROVED")


@pytest.mark.parametrize("scenario", REMEDIES.scenarios, ids=lambda each: each.__name__)
async def test_a_refusal_says_what_helps(
    scenario: Callable[[Community], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, community)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
