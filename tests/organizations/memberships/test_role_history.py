"""Histories of memberships and roles grow within bounds, and no notice carries them."""

from uuid import UUID, uuid4

import pytest
from banyan.organizations.v1 import membership_pb2 as pb

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from tests.notices import published
from tests.organizations.community import Community
from tests.organizations.invitations.inviting import accept, invite
from tests.organizations.memberships.changing import (
    LEADER,
    change,
    end,
    end_role,
    role_history,
    suspend,
)
from tests.organizations.memberships.test_granting import grant

_HISTORY = """
    INSERT INTO membership_role (id, membership_id, role, start_time, end_time)
    SELECT gen_random_uuid(), $1, 'LEADER', moment, moment + interval '1 minute'
    FROM generate_series(now() - interval '400 days', now() - interval '2 days',
        (interval '398 days') / $2::int) AS moment
"""


async def with_history(community: Community, count: int) -> pb.Membership:
    """Returns a leader who was made one so many times before."""
    membership = await community.member(await community.found(), None, LEADER)
    await community.platform.site.sql("organizations", _HISTORY, UUID(membership.id), count)
    return membership


async def test_never_keeps_anyone_from_being_removed(community: Community) -> None:
    """8,000 roles in the past were more than a notice has room for, and refused every change."""
    membership = await with_history(community, 8000)
    await change(community, suspend(membership))
    ended = await change(community, end(membership))
    assert ended.state == pb.MEMBERSHIP_STATE_ENDED
    notices = await published(community.platform.site, "organizations", 6)
    assert max(len(notice.payload) for notice in notices) < 1000


async def test_is_listed_by_pages_the_latest_first(community: Community) -> None:
    membership = await with_history(community, 9)
    starts, token = [], ""
    while True:
        page = await role_history(community, membership, page_size=4, page_token=token)
        starts += [role.start_time.ToNanoseconds() for role in page.membership_roles]
        token = page.next_page_token
        if not token:
            break
    assert len(starts) == 11
    assert starts == sorted(starts, reverse=True)


async def test_keeps_the_latest_500(community: Community) -> None:
    membership = await with_history(community, 600)
    await change(community, end_role(membership, LEADER))
    await change(community, grant(membership, LEADER))
    rows = await community.platform.site.sql(
        "organizations",
        "SELECT end_time FROM membership_role WHERE membership_id = $1",
        UUID(membership.id),
    )
    assert len(rows) == 500
    assert [row for row in rows if row["end_time"] is None]


async def test_grows_by_twenty_a_day_at_most(community: Community) -> None:
    membership = await community.member(await community.found())
    for _ in range(20):
        await change(community, grant(membership, LEADER))
        await change(community, end_role(membership, LEADER))
    with pytest.raises(Refused) as refused:
        await change(community, grant(membership, LEADER))
    assert refused.value.reason == "TOO_MANY_ROLE_CHANGES"
    await community.platform.site.sql(
        "organizations",
        "UPDATE membership_role SET start_time = start_time - interval '1 day' WHERE id = "
        "(SELECT id FROM membership_role WHERE membership_id = $1 ORDER BY start_time LIMIT 1)",
        UUID(membership.id),
    )
    await change(community, grant(membership, LEADER))  # tomorrow


async def test_control_the_same_grant_again_counts_once(community: Community) -> None:
    membership, request_id = await community.member(await community.found()), str(uuid4())
    for _ in range(25):
        request = pb.GrantRoleRequest(
            membership_id=membership.id, role=LEADER, request_id=request_id
        )
        await change(community, request)
    assert len((await role_history(community, membership)).membership_roles) == 1


async def test_nobody_joins_and_leaves_in_a_loop(community: Community) -> None:
    me, organization = uuid7(), await community.found()
    for _ in range(10):
        membership = await community.member(organization, me)
        await change(community, end(membership), community.passport(me))
    link = await invite(community, organization)
    for joining in (community.apply(organization, me), accept(community, link.token, me)):
        with pytest.raises(Refused) as refused:
            await joining
        assert refused.value.reason == "TOO_MANY_APPLICATIONS"
    await community.apply(organization)  # the control: somebody else
    await community.platform.site.sql(
        "organizations",
        "UPDATE membership SET create_time = create_time - interval '1 day' WHERE person_id = $1",
        me,
    )
    assert await community.apply(organization, me)  # tomorrow
