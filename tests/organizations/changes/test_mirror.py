"""A mirror of a roster that follows the feed, whatever happens meanwhile."""

import asyncio
import random
from uuid import UUID

from banyan.organizations.v1 import change_feed_pb2 as pb
from banyan.organizations.v1 import (
    membership_pb2,
    organization_pb2,
    person_entry_pb2,
    roster_pb2,
)

from services.kit.errors import DomainError
from tests.organizations.changes.test_changes import Follower
from tests.organizations.community import Community
from tests.waiting import eventually

CHANGES, AT_ONCE = 120, 4
STATES = [each.name for each in membership_pb2.MembershipState.DESCRIPTOR.values if each.number]


class Mirror:
    """What follows the feed: the memberships that it knows, each as it was last read."""

    def __init__(self, community: Community, group_id: str) -> None:
        self.follower = Follower(community, group_id)
        self.known: dict[str, membership_pb2.Membership] = {}

    async def follow(self) -> None:
        """Reads on, and reads again what has changed."""
        feed = await self.follower.read(first=20)
        ids = {each.membership_id for each in feed.changes if each.membership_id}
        if ids:
            request = membership_pb2.BatchGetMembershipsRequest(ids=sorted(ids))
            answer = await self.follower.community.call(
                request, membership_pb2.BatchGetMembershipsResponse, self.follower.passport
            )
            self.known |= {each.id: each for each in answer.memberships}


class Leaders:
    """Several who change a roster at once, at random."""

    def __init__(self, community: Community, group: organization_pb2.Organization) -> None:
        self.community = community
        self.group = group
        self.ids: list[str] = []
        self.done = 0

    async def run(self) -> None:
        """Lets all of them make their changes."""
        await asyncio.gather(*(self._work(random.Random(each)) for each in range(AT_ONCE)))  # noqa: S311

    async def _work(self, dice: random.Random) -> None:
        for _ in range(CHANGES // AT_ONCE):
            try:
                await self._change(dice)
                self.done += 1
            except DomainError:
                pass  # the other was faster, or the state does not allow it

    async def _change(self, dice: random.Random) -> None:
        what = dice.choice(["join", "join", "add", "grant", "suspend", "reinstate", "end"])
        if what == "join" or not self.ids:
            self.ids.append((await self.community.member(self.group)).id)
            return
        if what == "add":
            entry = person_entry_pb2.AddMemberRequest(
                organization_id=self.group.id, display_name="孙奶奶", time_zone="Asia/Shanghai"
            )
            await self._call(entry)
            return
        id_ = dice.choice(self.ids)
        requests = {
            "grant": membership_pb2.GrantRoleRequest(
                membership_id=id_, role=membership_pb2.ROLE_COORDINATOR
            ),
            "suspend": membership_pb2.SuspendMembershipRequest(membership_id=id_),
            "reinstate": membership_pb2.ReinstateMembershipRequest(membership_id=id_),
            "end": membership_pb2.EndMembershipRequest(membership_id=id_),
        }
        await self._call(requests[what])

    async def _call(self, request: object) -> None:
        await self.community.call(
            request,  # type: ignore[arg-type] # each of them is a request
            membership_pb2.Membership,
            self.community.admin,
        )


async def test_equals_the_roster_row_for_row(community: Community) -> None:
    group = await community.found()
    mirror, leaders = Mirror(community, group.id), Leaders(community, group)
    changing = asyncio.create_task(leaders.run())
    while not changing.done():
        await mirror.follow()
    await changing
    assert leaders.done > CHANGES / 2
    roster = await _roster(community, group.id)

    async def equals() -> bool:
        await mirror.follow()
        return mirror.known == roster

    await eventually(equals)


async def _roster(community: Community, group_id: str) -> dict[str, membership_pb2.Membership]:
    """Returns all memberships that the roster shows, by ID."""
    found: dict[str, membership_pb2.Membership] = {}
    request = roster_pb2.ListRosterEntriesRequest(
        organization_id=group_id, page_size=100, states=STATES
    )
    while True:
        page = await community.call(request, roster_pb2.ListRosterEntriesResponse, community.admin)
        found |= {each.membership.id: each.membership for each in page.roster_entries}
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


async def test_hours_change_no_membership(community: Community) -> None:
    """Nothing but the minutes: a mirror would read the whole membership for each."""
    group = await community.found()
    member = await community.member(group)
    follower = Follower(community, group.id)
    await follower.read_all()
    follower.told.clear()
    site = community.platform.site
    update = "UPDATE membership SET {} WHERE id = $1"
    for change in ("recorded_minutes = 90, attested_minutes = 30", "recorded_minutes = 90"):
        await site.sql("organizations", update.format(change), UUID(member.id))
    assert (await follower.read()).changes == []
    # Control: any other change is told.
    await site.sql("organizations", update.format("sort_name = 'x'"), UUID(member.id))
    await eventually(lambda: _told(follower, 1))


async def _told(follower: Follower, number: int) -> bool:
    await follower.read()
    return len(follower.told) == number


async def test_changes_below_are_told_above_where_roles_are_inherited(
    community: Community,
) -> None:
    above = await community.found()
    below = await community.found(parent_id=above.id, inherit_roles=True)
    apart = await community.found(parent_id=above.id, inherit_roles=False)
    follower, direct = Follower(community, above.id), Follower(community, below.id)
    for each in (follower, direct):
        await each.read_all()
        each.told.clear()
    hidden = await community.apply(apart.id)
    seen = await community.apply(below.id)
    feeds: list[pb.RosterChange] = []

    async def arrives() -> bool:
        feeds.extend((await follower.read()).changes)
        return bool(feeds)

    await eventually(arrives)
    assert [(each.membership_id, each.organization_id) for each in feeds] == [(seen.id, below.id)]
    assert UUID(hidden.id) not in follower.told
    await eventually(lambda: _told(direct, 1))
