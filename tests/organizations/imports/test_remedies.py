"""Every refusal of imports, and of their rows, says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import organization_pb2 as organizations
from banyan.places.v1.place_pb2 import Contact

from services.kit.language import speaking
from services.kit.process.ids import uuid7
from tests.organizations.community import Community
from tests.organizations.importing import Imports, below
from tests.organizations.imports.people import remedies as people
from tests.organizations.imports.test_rights import executing_for, importer_of_chess, remove
from tests.remedies import Remedies, met, refused

SAME, DIFFERENT = pb.IMPORT_ANSWER_SAME, pb.IMPORT_ANSWER_DIFFERENT
UNDONE = pb.IMPORT_STATE_UNDONE
TAKEN = "nothing is refused: the row says what was taken, and what became of the rest"
REMEDIES = Remedies(
    "organizations",
    "imports",
    elsewhere=people.ELSEWHERE
    | {
        "CHANGED_MEANWHILE: Read it again": "a race: tests/organizations/imports/test_planner.py",
        "CHANGED_MEANWHILE: role has just changed": "a race; the remedy is to try again",
        "IMPORT_TOO_LARGE": "tests/organizations/imports/test_planner.py",
        "TOO_MANY_IMPORTS": "the remedy is to wait: tests/organizations/imports/test_planner.py",
        "ADDRESS_TOO_LONG": TAKEN,
        "EMAIL_NOT_VALID": TAKEN,
        "EMAIL_SHORTENED": TAKEN,
        "KEPT_IN_DESCRIPTION": TAKEN,
        "KIND_NOT_KNOWN": TAKEN,
        "MERGED": TAKEN,
        "NAME_SPELLED_OTHERWISE": TAKEN,
        "PHONE_NOT_VALID": TAKEN,
        "WEBSITE_NOT_VALID": TAKEN,
        "WEBSITE_SCHEME_ADDED": TAKEN,
        "WEBSITE_SHORTENED": TAKEN,
    },
)
remedy = REMEDIES.of
for each, refusals in people.SCENARIOS:
    REMEDIES.of(*refusals)(each)


async def said(imports: Imports, job: pb.ImportJob, line: int, reason: str) -> str:
    """Returns what a row says, which must have a reason."""
    (row,) = [row for row in await imports.rows(job) if row.line == line]
    found = {each.code: each.message for each in row.reasons}
    assert reason in found, found
    return met(reason, found[reason])


async def ids(imports: Imports) -> list[str]:
    """Returns the ids of the active organizations below the parent; several may have one name."""
    request = organizations.ListOrganizationsRequest(
        parent_id=imports.parent.id, states=[organizations.ORGANIZATION_STATE_ACTIVE]
    )
    answer = organizations.ListOrganizationsResponse
    found = await imports.community.call(request, answer, imports.passport)
    return [each.id for each in found.organizations]


async def call(
    imports: Imports, request_type: type, organization_id: str, passport: str = ""
) -> organizations.Organization:
    """Calls an RPC about an organization."""
    request = request_type(organization_id=organization_id)
    passport = passport or imports.passport
    return await imports.community.call(request, organizations.Organization, passport)


# Rows that are errors


@remedy(
    "NAME_COLUMN_MISSING: name one",
    "NAME_MISSING: Give the organization",
    "NAME_DAMAGED",
    "MARKS_STACKED",
)
async def correct_the_file(imports: Imports) -> None:
    assert "`Name`" in await refused(imports.plan("Titre\nChoir\n"), "NAME_COLUMN_MISSING")
    job = await imports.plan(f"Name,Phone\n,1\nCh\ufffdir,2\nBa{chr(0x301) * 99}nd,3\n")
    assert "Give the organization a name" in await said(imports, job, 2, "NAME_MISSING")
    with speaking("zh-Hans"):
        assert await said(imports, job, 2, "NAME_MISSING") == "请填写组织名称。"
    assert "import the row again" in await said(imports, job, 3, "NAME_DAMAGED")
    assert "Remove them" in await said(imports, job, 4, "MARKS_STACKED")
    job = await imports.execute(await imports.plan("Name,Phone\nChess,1\nChoir,2\nBand,3\n"))
    assert (job.create_count, job.error_count) == (3, 0)


@remedy("EXTERNAL_ID_REPEATED")
async def correct_the_external_id(imports: Imports) -> None:
    job = await imports.plan("Name,ID\nChoir,1\nBand,1\n")
    assert "Correct the file" in await said(imports, job, 2, "EXTERNAL_ID_REPEATED")
    assert (await imports.plan("Name,ID\nChoir,1\nBand,2\n")).create_count == 2


# Conflicts that the importer answers


@remedy("SAME_NAME: Say whether it is the same")
async def say_whether_it_is_the_same(imports: Imports) -> None:
    for answer, groups in ((SAME, 1), (DIFFERENT, 2)):
        job = await imports.plan(f"Name,Phone\nChoir {groups},1\nChoir {groups},2\n")
        assert "Say whether" in await said(imports, job, 3, "SAME_NAME")
        job = await imports.execute(await imports.resolve(job, answer))
        assert (job.create_count, job.conflict_count) == (groups, 0)


@remedy("NO_SUCH_LINE")
async def answer_about_a_row_that_is_listed(imports: Imports) -> None:
    job = await imports.plan("Name,Phone\nChoir,1\nChoir,2\n")
    assert "list its rows" in await refused(imports.resolve(job, SAME, line=9), "NO_SUCH_LINE")
    for row in await imports.rows(job):
        job = await imports.resolve(job, DIFFERENT, line=row.line)
    assert (await imports.execute(job)).create_count == 2


@remedy("ID_OF_ANOTHER_NAME: Say whether")
async def say_whether_it_is_renamed(imports: Imports) -> None:
    await imports.execute(await imports.plan("Name,ID\nChoir,1\n"))
    job = await imports.plan("Name,ID\nBand,1\n")
    assert "Say whether" in await said(imports, job, 2, "ID_OF_ANOTHER_NAME")
    await imports.execute(await imports.resolve(job, SAME, "ID_OF_ANOTHER_NAME"))
    assert set(await imports.children()) == {"Band"}
    job = await imports.plan("Name,ID\nClub,1\n")
    await imports.execute(await imports.resolve(job, DIFFERENT, "ID_OF_ANOTHER_NAME"))
    assert set(await imports.children()) == {"Band", "Club"}


@remedy("AMBIGUOUS: Answer which one", "ORGANIZATION_NOT_POSSIBLE")
async def answer_which_one_is_meant_or_give_each_an_id(imports: Imports) -> None:
    both = await imports.plan("Name,Phone\nChoir,1\nChoir,2\n")
    await imports.execute(await imports.resolve(both, DIFFERENT))
    first, second = await ids(imports)
    job = await imports.plan("Name,Email\nChoir,a@example.org\n")
    assert "Answer which one is meant" in await said(imports, job, 2, "AMBIGUOUS")
    for answer in (imports.parent.id, first):
        job = await imports.resolve(job, SAME, "AMBIGUOUS", line=2, organization_id=answer)
        if answer == first:
            assert (await imports.execute(job)).update_count == 1
        else:
            assert "another one" in await said(imports, job, 2, "ORGANIZATION_NOT_POSSIBLE")
    # The other remedy: an external id, in the file and on the organization.
    source = (await imports.get(job)).source
    for number, each in enumerate((first, second)):
        values = {"external_id": str(number), "external_source": source}
        await update(imports, each, **values)
    job = await imports.plan("Name,ID,Website\nChoir,1,https://example.org\n")
    (row,) = await imports.rows(job)
    assert (job.update_count, row.organization_id) == (1, second)


async def update(imports: Imports, organization_id: str, **values: object) -> None:
    request = organizations.UpdateOrganizationRequest(
        organization_id=organization_id,
        organization=organizations.Organization(**values),  # type: ignore[arg-type] # by name
        update_mask={"paths": [*values]},
    )
    await imports.community.call(request, organizations.Organization, imports.passport)


# Conflicts with what has happened meanwhile


@remedy("APPEARED_SINCE_PLAN", "CHANGED_SINCE_PLAN")
async def plan_a_new_import(imports: Imports) -> None:
    await imports.execute(await imports.plan("Name,Notes\nChoir,old\n"))
    file = "Name,Notes\nChoir,new\nBand,loud\n"
    job = await imports.plan(file)
    await imports.update("Choir", website="https://example.org")
    await imports.execute(await imports.plan("Name\nBand\n"))
    await imports.execute(job)
    for line, reason in ((2, "CHANGED_SINCE_PLAN"), (3, "APPEARED_SINCE_PLAN")):
        assert "Plan a new import" in await said(imports, job, line, reason)
    job = await imports.execute(await imports.plan(file))
    assert (job.update_count, job.conflict_count) == (2, 0)


@remedy("NOT_YOURS_TO_CHANGE")
async def send_the_new_details_to_a_leader(imports: Imports) -> None:
    community, founder = imports.community, uuid7()
    child = await community.found(founder, name="Choir", parent_id=imports.parent.id)
    leader = await community.holding(None, imports.parent, "LEADER")
    theirs = Imports(community, imports.parent, leader)
    job = await theirs.plan("Name,Email\nChoir,a@example.org\n")
    assert "Send them the new details" in await said(theirs, job, 2, "NOT_YOURS_TO_CHANGE")
    owner = Imports(community, imports.parent, community.passport(founder))
    await update(owner, child.id, contact=Contact(email="a@example.org"))
    assert (await theirs.plan("Name,Email\nChoir,a@example.org\n")).unchanged_count == 1


@remedy("RIGHT_ENDED")
async def have_a_leader_plan_a_new_import(imports: Imports) -> None:
    community = imports.community
    theirs, me, chess_id = await importer_of_chess(community)
    file = "Name,Email\nChess,chess@example.org\n"
    job = await theirs.plan(file)
    await remove(community, me, chess_id)
    await executing_for(community, job, me)
    await theirs.completed(job)
    assert "One of its leaders can plan" in await said(theirs, job, 2, "RIGHT_ENDED")
    other = uuid7()
    await community.holding(other, theirs.parent, "LEADER")
    leader = await community.holding(other, chess_id, "LEADER")
    again = Imports(community, theirs.parent, leader)
    assert (await again.execute(await again.plan(file))).update_count == 1


# Imports


@remedy("IMPORT_NOT_READY: Only an import that is ready", "IMPORT_NOT_READY: An earlier version")
async def create_a_new_import_from_the_file(imports: Imports) -> None:
    file = "Name,Phone\nChoir,1\nChoir,2\n"
    job = await imports.plan(file)
    await imports.discard(job)
    for step in (imports.start(job), imports.discard(job), imports.resolve(job, SAME)):
        assert "Create a new import" in await refused(step, "IMPORT_NOT_READY")
    job = await imports.plan(file)
    await imports.community.platform.site.sql(
        "organizations",
        "UPDATE import_job_row SET said = '{}' WHERE import_job_id = $1",
        UUID(job.id),
    )
    answering = imports.resolve(job, SAME)
    assert "Create a new import" in await refused(answering, "IMPORT_NOT_READY")
    job = await imports.resolve(await imports.plan(file), SAME)
    assert (await imports.execute(job)).create_count == 1


@remedy("IMPORT_NOT_EXECUTED", "IMPORT_UNDONE")
async def discard_it_or_wait_until_it_ends(imports: Imports) -> None:
    job = await imports.plan("Name\nChoir\n")
    assert "or discard it" in await refused(imports.undo(job), "IMPORT_NOT_EXECUTED")
    assert (await imports.discard(job)).state == pb.IMPORT_STATE_DISCARDED
    job = await imports.execute(await imports.plan("Name\nChoir\n"))
    assert (await imports.undone(job)).state == UNDONE
    assert "create a new import" in await refused(imports.undo(job), "IMPORT_UNDONE")
    job = await imports.execute(await imports.plan("Name\nChoir\n"))
    assert job.create_count == 1


@remedy("CHANGED_SINCE_IMPORT: The organization has changed", "ORGANIZATION_NOT_EMPTY")
async def undo_later_ones_first_or_go_on_by_hand(imports: Imports) -> None:
    first = await imports.execute(await imports.plan("Name,Notes\nChoir,old\nBand,\nChess,\nGo,\n"))
    second = await imports.execute(await imports.plan("Name,Notes\nChoir,new\n"))
    children = await imports.children()
    await imports.update("Band", website="https://example.org")
    for name in ("Chess", "Go"):
        await imports.community.apply(children[name])
    await imports.undone(first)
    for line in (2, 3):
        told = await said(imports, first, line, "CHANGED_SINCE_IMPORT")
        assert "undo them first and then undo this one again" in told
        assert "change it by hand" in told
    for line in (4, 5):
        told = await said(imports, first, line, "ORGANIZATION_NOT_EMPTY")
        assert "Close it instead, or ask an owner to" in told
    await imports.undone(second)
    await imports.undone(first)
    assert set(await imports.children()) == {"Band", "Chess", "Go"}
    leader = await imports.community.holding(None, imports.parent, "LEADER")
    owner = await imports.community.holding(None, imports.parent, "OWNER")
    delete, close = organizations.DeleteOrganizationRequest, organizations.CloseOrganizationRequest
    await call(imports, delete, children["Band"].id, leader)
    await call(imports, close, children["Chess"].id, owner)
    assert set(await ids(imports)) == {children["Go"].id}


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    community: Community, scenario: Callable[[Imports], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, await below(community))


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
