"""Memberships that end by themselves: until when, who may say so, and what becomes of them in time."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import membership_pb2 as pb
from banyan.organizations.v1 import roster_pb2

from services.kit.calls.passport import Caller
from services.kit.contract.values import timestamp
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.config import OrganizationsSettings
from services.organizations.memberships.jobs import jobs
from tests.organizations.community import APPLICATION, Community
from tests.organizations.invitations.inviting import invite
from tests.organizations.memberships.changing import (
    ACTIVE,
    COORDINATOR,
    LEADER,
    OWNER,
    change,
    end_role,
    refused_to,
    suspend,
)
from tests.organizations.memberships.test_memberships import ENDED
from tests.organizations.rosters.orders import sorted_by
from tests.organizations.rosters.test_queries import Group
from tests.waiting import eventually

APPLIED = pb.MEMBERSHIP_STATE_APPLIED
BY_END = roster_pb2.ROSTER_ORDER_FIELD_EXPIRE_TIME


def in_days(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def renewing(
    membership: pb.Membership, time: datetime | None, **values: Any
) -> pb.RenewMembershipRequest:
    """Returns the request to renew a membership until a time."""
    expire_time = None if time is None else timestamp(time)
    return pb.RenewMembershipRequest(membership_id=membership.id, expire_time=expire_time, **values)


async def age(community: Community) -> None:
    """Lets the job look, as one more replica."""
    (job,) = jobs(OrganizationsSettings.model_construct())
    units = community.platform.services["organizations"].units
    await run_once(job, units, Caller(f"job:{job.name}"))


async def passes(community: Community, *memberships: pb.Membership) -> None:
    """Moves the end of memberships into the past."""
    await community.platform.site.sql(
        "organizations",
        "UPDATE membership SET expire_time = now() - interval '1 minute' WHERE id = ANY($1)",
        [UUID(each.id) for each in memberships],
    )


async def got(community: Community, membership: pb.Membership, passport: str = "") -> pb.Membership:
    request = pb.GetMembershipRequest(membership_id=membership.id)
    return await change(community, request, passport or community.admin)


async def verbs(community: Community, membership: pb.Membership) -> list[str]:
    """Returns what the trail of jobs says of a membership: an entry for each run that changed it."""
    rows = await community.platform.site.sql(
        "organizations",
        "SELECT method FROM audit WHERE resource_ids ? $1 AND method LIKE '%age_memberships'",
        membership.id,
    )
    return [row["method"] for row in rows]


async def test_ends_at_its_time_as_if_the_member_had_left(community: Community) -> None:
    me, organization = uuid7(), await community.found()
    membership = await community.member(organization, me, COORDINATOR)
    await invite(community, organization, community.passport(me))
    renewed = await change(community, renewing(membership, in_days(90)))
    assert (renewed.state, renewed.is_expiring) == (ACTIVE, False)
    await age(community)
    assert await got(community, membership) == renewed
    await passes(community, membership)
    await age(community)
    ended = await got(community, membership)
    assert (ended.state, ended.reason, list(ended.roles)) == (ENDED, "", [])
    assert ended.role_end_time == ended.end_time
    rows = await community.platform.site.sql(
        "organizations", "SELECT revoke_time FROM invitation WHERE inviter_person_id = $1", me
    )
    assert [row["revoke_time"] is not None for row in rows] == [True]
    assert (await community.apply(organization, me)).state == ACTIVE  # it is open


async def test_who_was_suspended_comes_back_by_an_application(community: Community) -> None:
    me, organization = uuid7(), await community.found()
    membership = await community.member(organization, me)
    await change(community, suspend(membership))
    await change(community, renewing(membership, in_days(90)))
    await passes(community, membership)
    await age(community)
    assert (await got(community, membership)).state == ENDED
    assert (await community.apply(organization, me)).state == APPLIED


async def test_an_owner_stays_until_they_are_none(community: Community) -> None:
    me = uuid7()
    organization = await community.found(me)
    mine = await community.membership(organization, me)
    await change(community, renewing(mine, in_days(90)))
    await passes(community, mine)
    await age(community)
    assert (await got(community, mine)).state == ACTIVE
    await community.member(organization, None, OWNER)
    await change(community, end_role(mine, OWNER))
    await age(community)
    assert (await got(community, mine)).state == ENDED


async def test_is_told_before_and_renewing_takes_that_back(community: Community) -> None:
    organization = await community.found()
    membership = await community.member(organization)
    await change(community, renewing(membership, in_days(29)))

    async def is_told() -> bool:  # by the job, which renewing has triggered
        return (await got(community, membership)).is_expiring

    await eventually(is_told)
    await age(community)
    assert len(await verbs(community, membership)) <= 1  # once
    renewed = await change(community, renewing(membership, in_days(31)))
    assert not renewed.is_expiring
    await age(community)
    assert await got(community, membership) == renewed
    again = await change(community, renewing(membership, None))
    assert not again.HasField("expire_time")
    assert await change(community, renewing(membership, None)) == again  # nothing changed


async def test_replicas_end_each_membership_once(community: Community) -> None:
    members = []
    for _ in range(2):
        organization = await community.found()
        members += [await community.member(organization) for _ in range(3)]
    for each in members:
        await change(community, renewing(each, in_days(90)))
    before = [await _version(community, each) for each in members]
    await passes(community, *members)
    await asyncio.gather(*(age(community) for _ in range(4)))
    await age(community)  # what replicas left to each other
    assert {(await got(community, each)).state for each in members} == {ENDED}
    after = [await _version(community, each) for each in members]
    assert after == [version + 1 for version in before]


async def _version(community: Community, membership: pb.Membership) -> int:
    question = "SELECT version FROM membership WHERE id = $1"
    (row,) = await community.platform.site.sql("organizations", question, UUID(membership.id))
    return int(row["version"])


async def test_of_a_renewal_and_the_end_one_comes_first(community: Community) -> None:
    organization = await community.found()
    membership = await community.member(organization)
    await change(community, renewing(membership, in_days(90)))
    await passes(community, membership)

    renewal = change(community, renewing(membership, in_days(365)))
    refused, _ = await asyncio.gather(renewal, age(community), return_exceptions=True)
    await age(community)
    state = (await got(community, membership)).state
    if state == ENDED:
        assert isinstance(refused, Refused)
        assert refused.reason == "MEMBERSHIP_NOT_RENEWABLE"
    else:
        assert isinstance(refused, pb.Membership)
        assert state == ACTIVE


async def test_is_for_owners_and_leaders(community: Community) -> None:
    organization = await community.found()
    membership = await community.member(organization)
    request = renewing(membership, in_days(90))
    await refused_to(community, request, organization, "COORDINATOR", "SUPERVISOR", "MEMBER")
    owning = await community.member(organization, None, OWNER)
    await refused_to(community, renewing(owning, in_days(90)), organization, "LEADER")
    leading = await community.holding(None, organization, "LEADER")
    assert (await change(community, request, leading)).HasField("expire_time")


@pytest.mark.parametrize("days", [-1, 3700])
async def test_is_within_ten_years(community: Community, days: int) -> None:
    membership = await community.member(await community.found())
    with pytest.raises(InvalidArgument) as refused:
        await change(community, renewing(membership, in_days(days)))
    assert [each.field for each in refused.value.violations] == ["expire_time"]


async def test_an_application_cannot_be_renewed(community: Community) -> None:
    organization = await community.found(membership_policy=APPLICATION)
    with pytest.raises(Refused) as refused:
        await change(community, renewing(await community.apply(organization), in_days(9)))
    assert refused.value.reason == "MEMBERSHIP_NOT_RENEWABLE"


async def test_several_are_renewed_each_with_an_outcome(community: Community) -> None:
    organization = await community.found()
    members = [await community.member(organization) for _ in range(2)]
    await change(community, pb.EndMembershipRequest(membership_id=members[1].id))
    requests = [renewing(each, in_days(400)) for each in members]
    answer = await community.call(
        pb.BatchRenewMembershipsRequest(requests=requests),
        pb.BatchRenewMembershipsResponse,
        community.admin,
    )
    assert [each.id for each in answer.memberships] == [members[0].id]
    assert [each.index for each in answer.failed_requests] == [1]


async def test_rosters_find_and_order_by_it_for_those_who_oversee_them(
    community: Community,
) -> None:
    group = await Group.make(community)
    late, soon, _ = [await group.joins(name) for name in ("late", "soon", "never")]
    await change(community, renewing(late, in_days(300)))
    await change(community, renewing(soon, in_days(200)))
    assert await group.names(order_by=sorted_by(BY_END)) == ["soon", "late", "", "never"]
    down = await group.names(order_by=sorted_by(BY_END, descending=True))
    assert down == ["never", "", "late", "soon"]
    found: dict[str, Any] = {"expire_time_before": timestamp(in_days(250))}
    assert await group.names(**found) == ["soon"]
    (own,) = [
        entry
        for entry in await group.entries(community.passport(soon.person_id))
        if entry.membership.HasField("expire_time")
    ]
    assert own.membership.id == soon.id  # that of others is not shown to members
    seen = await got(community, late, community.passport(soon.person_id))
    assert not seen.HasField("expire_time")
    for question in (found, {"order_by": sorted_by(BY_END)}):
        with pytest.raises(PermissionDenied):
            await group.names(community.passport(soon.person_id), **question)
    supervising = await community.holding(None, group.organization, "SUPERVISOR")
    assert await group.names(supervising, **found) == ["soon"]


async def test_a_leader_keeps_no_power_after_the_end(community: Community) -> None:
    organization, me = await community.found(), uuid7()
    membership = await community.member(organization, me, LEADER)
    other = await community.member(organization)
    await change(community, renewing(membership, in_days(90)))
    await passes(community, membership)
    await age(community)
    with pytest.raises(PermissionDenied):
        await change(community, suspend(other), community.passport(me))
