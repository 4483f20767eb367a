"""ChangeFeedService: whoever follows the feed misses nothing, whatever happens at once."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from banyan.organizations.v1 import change_feed_pb2 as pb
from banyan.organizations.v1 import membership_pb2, person_entry_pb2

from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from services.organizations.changes.servicer import KEPT
from tests.organizations.community import Community
from tests.remedies import Remedies, refused

WRITERS, ROUNDS = 16, 12
INSERT = (
    "INSERT INTO membership (id, version, create_time, update_time, organization_id, person_id,"
    " sort_name, search_name, recorded_minutes, attested_minutes, application_message, state,"
    " reason, start_time) VALUES ($1, 1, now(), now(), $2, $3, '', '', 0, 0, '', 'ACTIVE', '', now())"
)
REMEDIES = Remedies("organizations", "changes")


class Follower:
    """Follows the changes of a group.

    Attributes:
        told: The memberships that changed, in the order in which they were told.
        cursor: Where it is.
    """

    def __init__(self, community: Community, group_id: str, passport: str = "") -> None:
        self.community = community
        self.group_id = group_id
        self.passport = passport or community.admin
        self.told: list[UUID] = []
        self.cursor = ""

    async def read(self, **values: Any) -> pb.ChangeFeed:
        """Reads on."""
        request = pb.ReadChangesRequest(organization_id=self.group_id, after=self.cursor, **values)
        feed = await self.community.call(request, pb.ChangeFeed, self.passport)
        self.cursor = feed.end_cursor
        self.told += [UUID(each.membership_id) for each in feed.changes if each.membership_id]
        return feed

    async def read_all(self, **values: Any) -> None:
        """Reads until there is nothing more."""
        while (await self.read(**values)).has_more:
            pass


@pytest.fixture
async def follower(community: Community) -> Follower:
    group = await community.found()
    follower = Follower(community, group.id)
    await follower.read_all()
    follower.told.clear()
    return follower


async def test_tells_of_members_roles_and_people_without_an_account(follower: Follower) -> None:
    community, group_id = follower.community, follower.group_id
    applied = await community.apply(group_id)
    request = membership_pb2.GrantRoleRequest(
        membership_id=applied.id, role=membership_pb2.ROLE_LEADER
    )
    await community.call(request, membership_pb2.Membership, community.admin)
    entered = person_entry_pb2.AddMemberRequest(
        organization_id=group_id, display_name="孙奶奶", time_zone="Asia/Shanghai"
    )
    added = await community.call(entered, membership_pb2.Membership, community.admin)
    feed = await follower.read()
    assert follower.told == [UUID(applied.id), UUID(applied.id), UUID(added.id)]
    entries = [each.person_entry_id for each in feed.changes if each.person_entry_id]
    assert entries == [added.person_id]
    only = pb.ReadChangesRequest(organization_id=group_id, kinds=["CHANGE_KIND_PERSON_ENTRY"])
    found = await community.call(only, pb.ChangeFeed, community.admin)
    assert [each.person_entry_id for each in found.changes] == entries
    again = await follower.read()
    assert (list(again.changes), again.end_cursor) == ([], feed.end_cursor)


async def test_pages_follow_each_other(follower: Follower) -> None:
    for _ in range(5):
        await follower.community.apply(follower.group_id)
    sizes = [len((await follower.read(first=2)).changes) for _ in range(4)]
    assert sizes == [2, 2, 1, 0]
    assert len(set(follower.told)) == 5


async def test_is_read_by_those_who_oversee_and_by_nobody_else(follower: Follower) -> None:
    community, group_id = follower.community, follower.group_id
    for role in ("OWNER", "LEADER", "COORDINATOR", "SUPERVISOR"):
        passport = await community.holding(None, group_id, role)
        assert await Follower(community, group_id, passport).read()
    for passport in (await community.holding(None, group_id, "MEMBER"), community.passport()):
        with pytest.raises(PermissionDenied):
            await Follower(community, group_id, passport).read()


async def test_a_cursor_of_another_group_is_refused(follower: Follower) -> None:
    await follower.community.apply(follower.group_id)
    await follower.read()
    other = Follower(follower.community, (await follower.community.found()).id)
    for cursor in (follower.cursor, "x", "WyJ4Il0"):
        other.cursor = cursor
        with pytest.raises(InvalidArgument):
            await other.read()


@REMEDIES.of("CHANGES_FORGOTTEN")
async def too_old(follower: Follower) -> None:
    await follower.community.apply(follower.group_id)
    await follower.community.platform.site.sql(
        "organizations", "UPDATE change SET create_time = create_time - $1::interval", KEPT
    )
    await follower.read()
    said = await refused(follower.read(), "CHANGES_FORGOTTEN")
    assert "List everything again" in said
    follower.cursor = ""
    await follower.read()


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    follower: Follower, scenario: Callable[[Follower], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, follower)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()


class Writers:
    """Transactions that add members to a group at once, some of which are rolled back.

    Attributes:
        added: The memberships that were committed.
    """

    def __init__(self, url: str, group_id: str) -> None:
        self._url = url
        self._group_id = UUID(group_id)
        self.added: set[UUID] = set()

    async def run(self) -> None:
        """Lets all of them write."""
        await asyncio.gather(*(self._write(random.Random(each)) for each in range(WRITERS)))  # noqa: S311

    async def _write(self, dice: random.Random) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            for _ in range(ROUNDS):
                ids = [uuid7() for _ in range(dice.randint(1, 3))]
                transaction = connection.transaction()
                await transaction.start()
                for id_ in ids:
                    await connection.execute(INSERT, id_, self._group_id, uuid7())
                    # An open transaction holds its place while others come and go.
                    await connection.execute("SELECT pg_sleep($1)", dice.random() / 50)
                if dice.random() < 0.25:
                    await transaction.rollback()
                else:
                    await transaction.commit()
                    self.added.update(ids)
        finally:
            await connection.close()


async def test_a_reader_that_polls_misses_nothing_and_reads_nothing_twice(
    follower: Follower,
) -> None:
    writers = Writers(follower.community.platform.site.urls["organizations"], follower.group_id)
    writing = asyncio.create_task(writers.run())
    while not writing.done():
        await follower.read(first=7)
    await writing

    async with asyncio.timeout(20):
        while set(follower.told) != writers.added:
            await follower.read_all()
    assert len(follower.told) == len(writers.added) > WRITERS * ROUNDS


async def test_control_a_reader_by_sequence_alone_loses_some(follower: Follower) -> None:
    site = follower.community.platform.site
    writers = Writers(site.urls["organizations"], follower.group_id)
    told: set[UUID] = set()
    last = 0

    async def read() -> None:
        nonlocal last
        rows = await site.sql(
            "organizations",
            "SELECT sequence, resource_id FROM change WHERE organization_id = $1 AND sequence > $2"
            " ORDER BY sequence",
            UUID(follower.group_id),
            last,
        )
        for row in rows:
            last = row["sequence"]
            told.add(row["resource_id"])

    await read()
    told.clear()
    writing = asyncio.create_task(writers.run())
    while not writing.done():
        await read()
    await writing
    await read()
    assert told < writers.added


async def test_waits_for_the_oldest_transaction_that_is_open(follower: Follower) -> None:
    connection = await asyncpg.connect(follower.community.platform.site.urls["organizations"])
    try:
        transaction = connection.transaction()
        await transaction.start()
        early, late = uuid7(), await _applied(follower, connection)
        assert (await follower.read()).changes == []
        await connection.execute(INSERT, early, UUID(follower.group_id), uuid7())
        await transaction.commit()
    finally:
        await connection.close()
    async with asyncio.timeout(20):
        while len(follower.told) < 2:
            await follower.read()
    assert set(follower.told) == {early, late}


async def _applied(follower: Follower, connection: asyncpg.Connection) -> UUID:
    """Returns a membership that another transaction made after this one has begun to write."""
    await connection.execute("SELECT pg_current_xact_id()")
    return UUID((await follower.community.apply(follower.group_id)).id)
