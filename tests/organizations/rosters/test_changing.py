"""Bulk changes of a roster: each member with an outcome of their own, and what a dry run says beforehand."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from banyan.dryruns.v1 import dry_run_pb2
from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from google.rpc import status_pb2

from services.kit.calls.status import from_status
from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.rosters.annotations import Notes
from tests.organizations.rosters.test_queries import Group

OWNER, LEADER = membership_pb2.ROLE_OWNER, membership_pb2.ROLE_LEADER
COORDINATOR, SUPERVISOR = membership_pb2.ROLE_COORDINATOR, membership_pb2.ROLE_SUPERVISOR
SUSPEND, REINSTATE = pb.MEMBERSHIP_STEP_SUSPEND, pb.MEMBERSHIP_STEP_REINSTATE
END = pb.MEMBERSHIP_STEP_END
SUSPENDED, ENDED = (
    membership_pb2.MEMBERSHIP_STATE_SUSPENDED,
    membership_pb2.MEMBERSHIP_STATE_ENDED,
)
Members = Sequence[membership_pb2.Membership]


@pytest.fixture
async def group(community: Community) -> Group:
    return await Group.make(community)


def wanted(members: Members, **change: Any) -> pb.BatchChangeMembershipsRequest:
    """Returns the request for the same change of several members."""
    request_id = change.pop("request_id", None)
    each = [pb.ChangeMembershipRequest(membership_id=one.id, **change) for one in members]
    return pb.BatchChangeMembershipsRequest(requests=each, request_id=request_id)


async def change(
    group: Group, members: Members, passport: str = "", **change: Any
) -> pb.BatchChangeMembershipsResponse:
    return await group.community.call(
        wanted(members, **change),
        pb.BatchChangeMembershipsResponse,
        passport or group.leader,
    )


async def foresee(group: Group, members: Members, **change: Any) -> dry_run_pb2.DryRunResponse:
    """Returns what a dry run says of the same."""
    asked = dry_run_pb2.DryRunRequest()
    asked.request.Pack(wanted(members, **change))
    return await group.community.platform.client.call(
        asked, dry_run_pb2.DryRunResponse, passport=group.leader, service="organizations"
    )


def reasons(answer: Any) -> dict[int, str]:
    """Returns why which requests were, or would be, refused."""
    found = {}
    for failed in answer.failed_requests:
        status = status_pb2.Status()
        failed.status.Unpack(status)
        error = from_status(status)
        found[failed.index] = ", ".join(each.reason for each in error.violations) or error.reason
    return found


def changed(answer: pb.BatchChangeMembershipsResponse) -> list[bool]:
    return [each.changed for each in answer.changed_memberships]


async def trail(group: Group) -> list[list[Any]]:
    """Returns for each audit row of bulk changes which resources it is about."""
    rows = await group.community.platform.site.sql(
        "organizations",
        "SELECT resource_ids FROM audit WHERE organization_id = $1"
        " AND method LIKE '%/ChangeMembership' ORDER BY create_time, id",
        UUID(group.organization.id),
    )
    return [row["resource_ids"] for row in rows]


async def members_of(group: Group, count: int) -> list[membership_pb2.Membership]:
    return [await group.community.member(group.organization) for _ in range(count)]


async def test_each_is_done_unchanged_or_refused(group: Group) -> None:
    leading = await group.community.member(group.organization, None, LEADER)
    plain, watching = (
        await group.community.member(group.organization),
        await group.community.member(group.organization, None, SUPERVISOR),
    )
    answer = await change(group, [leading, plain, watching], grant_roles=[LEADER])
    assert changed(answer) == [False, True]
    assert [each.membership.id for each in answer.changed_memberships] == [leading.id, plain.id]
    assert reasons(answer) == {2: "ROLES_EXCLUDE_EACH_OTHER"}
    (row,) = await trail(group)  # what is unchanged or refused leaves none
    assert plain.id in row


async def test_several_changes_of_a_member_are_one_or_none(community: Community) -> None:
    group = await Group.make(community)
    notes = Notes(group)
    driver, cook = await notes.label("driver"), await notes.label("cook")
    (member,) = await members_of(group, 1)
    await notes.note(member, {}, cook)
    answer = await change(
        group,
        [member],
        grant_roles=[COORDINATOR],
        add_label_ids=[driver.id],
        remove_label_ids=[cook.id],
        step=SUSPEND,
        reason="quarrel",
    )
    (done,) = answer.changed_memberships
    assert (done.membership.state, done.membership.reason) == (SUSPENDED, "quarrel")
    assert [role.role for role in done.membership.roles] == [COORDINATOR]
    assert await group.names(label_ids=[driver.id]) == [""]
    assert await group.names(label_ids=[cook.id]) == []
    # Suspended, the member can get no role: then they lose no label either.
    refused = await change(group, [member], grant_roles=[LEADER], remove_label_ids=[driver.id])
    assert list(reasons(refused)) == [0]
    assert await group.names(label_ids=[driver.id]) == [""]
    back = await change(
        group, [member], step=REINSTATE, grant_roles=[LEADER], end_roles=[COORDINATOR]
    )
    (done,) = back.changed_memberships
    assert [role.role for role in done.membership.roles] == [LEADER]
    assert len(await trail(group)) == 2


@pytest.mark.parametrize("step", [SUSPEND, END])
async def test_the_last_owner_stays_whatever_the_order(
    group: Group, step: "pb.MembershipStep"
) -> None:
    me = await group.entries()
    other = await group.community.member(group.organization, None, OWNER)
    members = [me[0].membership, other]
    foreseen = await foresee(group, members[::-1], step=step)
    assert reasons(foreseen) == {1: "LAST_OWNER"}
    answer = await change(group, members[::-1], step=step)
    assert reasons(answer) == {1: "LAST_OWNER"}
    assert changed(answer) == [True]
    again = await change(group, members[::-1], step=step)
    assert changed(again) == [False]


async def test_two_bulk_changes_at_once_leave_an_owner(group: Group) -> None:
    (mine,) = await group.entries()
    heirs = [
        await group.community.member(group.organization, None, OWNER, LEADER) for _ in range(2)
    ]
    everyone = [mine.membership, *heirs]
    await asyncio.gather(
        change(group, everyone, group.community.admin, end_roles=[OWNER]),
        change(group, everyone[::-1], group.community.admin, end_roles=[OWNER]),
    )
    assert len(await group.community.owners(group.organization)) == 1


async def test_a_dry_run_says_what_happens_and_leaves_nothing(group: Group) -> None:
    first, second = await members_of(group, 2)
    await change(group, [first], step=SUSPEND)
    stranger = membership_pb2.Membership(id=str(uuid7()))
    members = [first, second, stranger]
    foreseen = await foresee(group, members, step=SUSPEND, reason="quarrel")
    assert list(foreseen.unchanged_requests) == [0]
    assert reasons(foreseen) == {2: "NOT_PERMITTED"}
    name = membership_pb2.Membership.DESCRIPTOR.full_name
    assert [(each.resource, each.count) for each in foreseen.counts] == [(name, 1)]
    assert [each.id for each in foreseen.resources] == [second.id]
    assert await group.names(states=[SUSPENDED]) == [""]
    answer = await change(group, members, step=SUSPEND, reason="quarrel")
    assert changed(answer) == [False, True]
    assert reasons(answer) == reasons(foreseen)


async def test_a_retry_gets_the_first_outcomes(group: Group) -> None:
    members, request_id = await members_of(group, 2), str(uuid4())
    first = await change(group, members, step=END, request_id=request_id)
    assert changed(first) == [True, True]
    assert await change(group, members, step=END, request_id=request_id) == first
    assert changed(await change(group, members, step=END)) == [False, False]  # control
    assert {each.membership.state for each in first.changed_memberships} == {ENDED}


async def test_coordinators_change_labels_alone(community: Community) -> None:
    group = await Group.make(community)
    label = await Notes(group).label("driver")
    (member,) = await members_of(group, 1)
    coordinating = await community.holding(None, group.organization, "COORDINATOR")
    answer = await change(group, [member], coordinating, add_label_ids=[label.id])
    assert changed(answer) == [True]
    for power in ({"grant_roles": [COORDINATOR]}, {"end_roles": [LEADER]}, {"step": END}):
        refused = await change(group, [member], coordinating, **power)
        assert reasons(refused) == {0: "NOT_PERMITTED"}
    leading = await community.holding(None, group.organization, "LEADER")
    owning = await community.member(group.organization, None, OWNER)
    assert reasons(await change(group, [owning], leading, step=END)) == {0: "NOT_PERMITTED"}


async def test_what_makes_no_sense_is_refused(group: Group) -> None:
    (member,) = await members_of(group, 1)
    nothing = await change(group, [member])
    assert reasons(nothing) == {0: "CHANGE_EMPTY"}
    both = await change(group, [member], grant_roles=[LEADER], end_roles=[LEADER])
    assert reasons(both) == {0: "ROLE_GRANTED_AND_ENDED"}
    with pytest.raises(InvalidArgument):
        await change(group, [member] * 101, step=END)
    with pytest.raises(PermissionDenied):
        await foresee_as_nobody(group, member)


async def foresee_as_nobody(group: Group, member: membership_pb2.Membership) -> None:
    asked = dry_run_pb2.DryRunRequest()
    asked.request.Pack(wanted([member], step=END))
    reading = group.community.platform.office.person(
        uuid7(), scopes=frozenset({"organizations.read"})
    )
    await group.community.platform.client.call(
        asked, dry_run_pb2.DryRunResponse, passport=reading, service="organizations"
    )
