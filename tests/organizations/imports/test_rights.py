"""The right to what an import changes is asked when it is carried out, for all that it changes."""

from uuid import UUID

import pytest
from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import membership_pb2

from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.importing import Imports, below, outcomes

# A row that says nothing new, and one that adds to it.
MERGED = "Name,Phone,Email\nChess,010-1234567,\nChess,,chess@example.org\n"


async def importer_of_chess(community: Community) -> tuple[Imports, UUID, str]:
    """Returns imports of somebody who leads the parent, and the group below it, which has an owner."""
    me = uuid7()
    imports = await below(community)
    chess = await community.found(
        uuid7(), name="Chess", parent_id=imports.parent.id, contact={"phones": ["010-1234567"]}
    )
    await community.holding(me, imports.parent, "LEADER")
    imports.passport = await community.holding(me, chess, "LEADER")
    return imports, me, chess.id


async def test_is_asked_for_rows_that_add_to_an_unchanged_one(community: Community) -> None:
    imports, me, chess_id = await importer_of_chess(community)
    job = await imports.plan(MERGED)
    assert outcomes(await imports.rows(job)) == ["UNCHANGED", "MERGE"]
    await remove(community, me, chess_id)
    with pytest.raises(PermissionDenied):
        await imports.start(job)
    assert (await imports.children())["Chess"].contact.email == ""


async def test_is_asked_again_with_each_batch(community: Community) -> None:
    imports, me, chess_id = await importer_of_chess(community)
    job = await imports.plan(MERGED + "Go,,go@example.org\n")
    await remove(community, me, chess_id)
    await executing_for(community, job, me)
    done = await imports.completed(job)
    assert (done.create_count, done.conflict_count) == (1, 2)
    for row in (await imports.rows(job))[:2]:
        assert row.reasons[-1].code == "RIGHT_ENDED"
    assert (await imports.children())["Chess"].contact.email == ""


async def test_of_the_parent_is_asked_where_groups_are_created(community: Community) -> None:
    imports, me, _ = await importer_of_chess(community)
    job = await imports.plan(MERGED + "Go,,go@example.org\n")
    await remove(community, me, imports.parent.id)
    await executing_for(community, job, me)
    imports.passport = community.admin
    done = await imports.completed(job)
    assert (done.create_count, done.conflict_count) == (0, 1)
    assert "Go" not in await imports.children()


async def test_is_asked_when_it_is_undone(community: Community) -> None:
    imports, me, chess_id = await importer_of_chess(community)
    job = await imports.execute(await imports.plan(MERGED))
    await remove(community, me, chess_id)
    await community.platform.site.sql(
        "organizations", "UPDATE import_job SET state = 'UNDOING' WHERE id = $1", UUID(job.id)
    )
    undone = await imports.in_state(job, pb.IMPORT_STATE_UNDONE)
    assert undone.undone_count == 0
    assert (await imports.children())["Chess"].contact.email == "chess@example.org"


async def remove(community: Community, person_id: UUID, organization_id: str) -> None:
    """Ends the role of a person in an organization."""
    rows = await community.platform.site.sql(
        "organizations",
        "SELECT id FROM membership WHERE person_id = $1 AND organization_id = $2",
        person_id,
        UUID(organization_id),
    )
    request = membership_pb2.EndMembershipRequest(membership_id=str(rows[0]["id"]))
    await community.call(request, membership_pb2.Membership, community.admin)


async def executing_for(community: Community, job: pb.ImportJob, person_id: UUID) -> None:
    """Makes an import what it is after its execution was begun, before its first batch."""
    await community.platform.site.sql(
        "organizations",
        "UPDATE import_job SET state = 'EXECUTING', actor_id = $2 WHERE id = $1",
        UUID(job.id),
        person_id,
    )
