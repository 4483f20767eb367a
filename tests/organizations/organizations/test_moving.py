"""Moving a large part of a tree: at once here, in batches for others, and nobody else waits."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from uuid import UUID

import pytest
from banyan.organizations.v1 import organization_pb2 as pb

from services.kit.errors import Conflict, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.kit.work.audit import Changes
from services.kit.work.work import Work
from services.organizations.organizations import hierarchy, jobs
from services.organizations.organizations.models import Organization, OrganizationKind
from tests.kit.notes.service import Gate
from tests.organizations.community import Community
from tests.organizations.organizations.test_hierarchy import WRONG_ANCESTORS, found_in, under
from tests.services import Platform, Site
from tests.steps import steps_of
from tests.waiting import eventually

PENDING = "SELECT id FROM organization WHERE is_moved"


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hierarchy, "BATCH", 2)


class Tree:
    """An organization with two below it, and three below each of these.

    Attributes:
        top: The organization.
        below: All below it, upper ones first.
    """

    def __init__(self, top: pb.Organization, below: Sequence[pb.Organization]) -> None:
        self.top = top
        self.below = below

    @classmethod
    async def grow(cls, community: Community) -> "Tree":
        top = await community.found(name="top")
        middle = [await community.found(parent_id=top.id) for _ in range(2)]
        leaves = [await community.found(parent_id=each.id) for each in middle * 3]
        return cls(top, [*middle, *leaves])


class Failing:
    """Stands in for the batches of the job: held until the gate opens, and failing every other time.

    Attributes:
        gate: Holds the first batch.
        runs: How many batches were done, those included that failed at the end.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, fails: bool = False) -> None:
        self.gate = Gate()
        self.runs = 0
        batch = hierarchy.announce_moved

        async def run(*arguments: object) -> object:
            await self.gate.pass_through()
            done = await batch(*arguments)  # type: ignore[arg-type] # as they came
            self.runs += bool(done)
            if fails and done and self.runs % 2:
                raise ConnectionResetError
            return done

        monkeypatch.setattr("services.kit.work.jobs.RETRY_SECONDS", 0.01)
        monkeypatch.setattr(jobs, "announce_moved", run)


async def move(
    community: Community, tree: Tree, parent: pb.Organization, passport: str = ""
) -> pb.Organization:
    request = under(tree.top, parent)
    return await community.call(request, pb.Organization, passport or community.admin)


async def announced(community: Community) -> None:
    async def none_is_left() -> bool:
        return not await found_in(community, PENDING)

    await eventually(none_is_left)


async def test_everything_below_is_moved_at_once_and_announced_in_batches(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = Failing(monkeypatch)
    tree, parent = await Tree.grow(community), await community.found(name="parent")
    await move(community, tree, parent)
    assert await found_in(community, WRONG_ANCESTORS) == []
    # The first two are the upper ones.
    waiting = await found_in(community, PENDING)
    assert set(waiting) == {UUID(each.id) for each in tree.below[2:]}
    batches.gate.open()
    await announced(community)
    assert batches.runs == 3
    rows = await community.platform.site.sql(
        "organizations", "SELECT version FROM organization WHERE parent_id IS NOT NULL"
    )
    assert {row["version"] for row in rows} == {2}  # each of them once
    trail = await community.platform.site.sql(
        "organizations", "SELECT organization_id FROM audit WHERE method = 'announce_moved'"
    )
    assert {row["organization_id"] for row in trail} == set(waiting)


async def test_a_crash_goes_on_where_it_was(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = Failing(monkeypatch, fails=True)
    batches.gate.open()
    tree, parent = await Tree.grow(community), await community.found(name="parent")
    await move(community, tree, parent)
    await announced(community)
    assert batches.runs == 6
    rows = await community.platform.site.sql(
        "organizations", "SELECT version FROM organization WHERE parent_id IS NOT NULL"
    )
    assert {row["version"] for row in rows} == {2}


async def test_roles_above_count_as_the_tree_stands_before_anything_is_announced(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    Failing(monkeypatch)  # the gate stays shut
    tree = await Tree.grow(community)
    before, after = uuid7(), uuid7()
    old, new = await community.found(before), await community.found(after)
    await move(community, tree, old)
    leaf = tree.below[-1]
    await community.platform.site.sql(
        "organizations", "UPDATE organization SET inherit_roles = true WHERE id = $1", UUID(leaf.id)
    )
    close = pb.CloseOrganizationRequest(organization_id=leaf.id)
    await move(community, tree, new)
    with pytest.raises(PermissionDenied):
        await community.call(close, pb.Organization, community.passport(before))
    await community.call(close, pb.Organization, community.passport(after))


async def test_what_is_founded_below_meanwhile_has_its_place(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = Failing(monkeypatch)
    tree, parent = await Tree.grow(community), await community.found(name="parent")
    await move(community, tree, parent)
    child = await community.found(parent_id=tree.below[-1].id)
    assert list(child.ancestor_ids)[:2] == [parent.id, tree.top.id]
    # And a part of it moves on before it was announced.
    await community.call(under(tree.below[0], child), pb.Organization, community.admin)
    batches.gate.open()
    await announced(community)
    assert await found_in(community, WRONG_ANCESTORS) == []


async def test_more_than_may_move_at_once_are_refused_with_what_to_do(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hierarchy, "MOST_BELOW", 7)
    tree, parent = await Tree.grow(community), await community.found(name="parent")
    with pytest.raises(Refused) as refused:
        await move(community, tree, parent)
    assert refused.value.reason == "TOO_MANY_BELOW"
    await community.call(under(tree.below[0], parent), pb.Organization, community.admin)


@pytest.fixture
async def impatient(site: Site) -> AsyncIterator[Community]:
    """A community whose service waits for a lock as long as it has to here, and no longer."""
    async with AsyncExitStack() as stack:
        yield Community(await Platform.start(site, stack, ("organizations",), lock_timeout=0.5))


async def _found_meanwhile(community: Community, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Tells whether strangers can found an organization while a tree is being moved."""
    gate, place = Gate(), hierarchy.move

    async def held(*arguments: object) -> None:
        await gate.pass_through()
        await place(*arguments)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr("services.organizations.organizations.servicer.move", held)
    tree, parent = await Tree.grow(community), await community.found(name="parent")
    elsewhere = await community.found(name="elsewhere")
    moving = asyncio.create_task(move(community, tree, parent))
    await eventually(gate.reached.is_set)
    try:
        await community.found(parent_id=elsewhere.id)
        await community.found()
    except Conflict:
        return False
    else:
        with pytest.raises(Conflict):  # in the same tree one waits
            await community.found(parent_id=tree.below[0].id)
        return True
    finally:
        gate.open()
        await moving


async def test_strangers_found_organizations_meanwhile(
    impatient: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await _found_meanwhile(impatient, monkeypatch)


async def test_negative_control_with_one_lock_for_all_they_wait_in_vain(
    impatient: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock_name = Work.lock_name

    async def one(work: Work, *names: str) -> None:
        del names
        await lock_name(work, "organization.tree")

    monkeypatch.setattr(Work, "lock_name", one)
    assert not await _found_meanwhile(impatient, monkeypatch)


def test_the_trail_of_thousands_of_organizations_takes_time_by_their_number() -> None:
    def steps(count: int) -> int:
        changes = Changes()
        for number in range(count):
            row = Organization(
                id=UUID(int=number + 1), name="", kind=OrganizationKind.AGENCY, version=1
            )
            changes.note_update(row, {"ancestor_ids": []})
        return steps_of(lambda: changes.by_organization())

    few, many = steps(200), steps(400)
    assert many < 2.5 * few  # pair by pair, it would be four times as many
