"""What refusals of imports of people say to do next, followed. `tests/organizations/imports/test_remedies.py` runs them."""

from collections.abc import Awaitable, Callable
from typing import Any

from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import membership_pb2, roster_field_pb2

from services.organizations.roster_fields.servicer import MOST_FIELDS
from tests.organizations.community import APPLICATION
from tests.organizations.importing import Imports
from tests.organizations.imports.people.lists import Lists
from tests.organizations.rosters.annotations import Notes
from tests.organizations.rosters.test_queries import Group
from tests.remedies import met, refused

TAKEN = "nothing is refused: the row says what was taken, and what became of the rest"
BY_HAND = "undoing leaves the row alone, and says what to do by hand on the roster"
WITH_CONTACTS = "volunteers keeps contact details: tests/gateway/test_contact_imports.py"
ELSEWHERE = {
    "CONSENT_MISSING": WITH_CONTACTS,
    "CONSENT_NOT_GIVEN": TAKEN,
    "CONTACT_IS_THEIRS": TAKEN,
    "CONTACTS_UNAVAILABLE": "the remedy is to wait, or to leave the consent out, as each other scenario does",
    "NOT_AN_EMAIL": TAKEN,
    "OUT_OF_RANGE: in the future": WITH_CONTACTS,
    "NOT_A_PHONE": TAKEN,
    "DATE_AMBIGUOUS": TAKEN,
    "DATE_IN_FUTURE": TAKEN,
    "DATE_NOT_VALID": TAKEN,
    "LABEL_NOT_KNOWN": TAKEN,
    "LABEL_TOO_LONG": TAKEN,
    "NOT_A_CHOICE": TAKEN,
    "NOT_A_DAY": TAKEN,
    "NOT_A_NUMBER": TAKEN,
    "NOT_YES_OR_NO": TAKEN,
    "OWNER_NOT_GRANTED": TAKEN,
    "ROLE_NOT_KNOWN": TAKEN,
    "TOO_MANY_LABELS": TAKEN,
    "TOO_MANY_LABELS_OF_MEMBER": TAKEN,
    "VALUE_TOO_LONG": TAKEN,
    "HAS_HOURS": BY_HAND,
    "PERSON_CLAIMED": BY_HAND,
    "MEMBER_CLAIMED_SINCE_PLAN": "as MEMBER_CHANGED_SINCE_PLAN, which is followed",
    "NOT_PERMITTED: An app can import people alone": "a leader does it in each other scenario",
}
Scenario = Callable[[Imports], Awaitable[None]]
SCENARIOS: list[tuple[Scenario, tuple[str, ...]]] = []


def remedy(*refusals: str) -> Callable[[Callable[[Lists], Awaitable[None]]], Scenario]:
    """Registers a scenario for some refusals; it gets lists of a new group."""

    def register(scenario: Callable[[Lists], Awaitable[None]]) -> Scenario:
        async def follow(imports: Imports) -> None:
            group = await Group.make(imports.community, membership_policy=APPLICATION)
            await scenario(Lists(Notes(group)))

        follow.__name__ = scenario.__name__
        SCENARIOS.append((follow, refusals))
        return follow

    return register


async def said(lists: Lists, job: pb.ImportJob, line: int, reason: str) -> str:
    """Returns what a row says, which must have a reason."""
    (row,) = [row for row in await lists.rows(job) if row.line == line]
    found = {each.code: each.message for each in row.reasons}
    assert reason in found, found
    return met(reason, found[reason])


def column(name: str, field: str, **values: Any) -> pb.PeopleImportColumn:
    """Returns what the importer says of a column."""
    return pb.PeopleImportColumn(name=name, field=field, **values)


async def member(lists: Lists, name: str) -> membership_pb2.Membership:
    """Returns the membership of somebody on the roster."""
    (found,) = [
        each.membership for each in await lists.notes.group.entries() if each.display_name == name
    ]
    return found


async def add_role(lists: Lists, name: str, role: "membership_pb2.Role") -> None:
    """Gives somebody on the roster a role."""
    request = membership_pb2.GrantRoleRequest(
        membership_id=(await member(lists, name)).id, role=role
    )
    await lists.notes.call(request, membership_pb2.Membership)


@remedy(
    "NAME_MISSING: Give the person a name",
    "NAME_TOO_LONG",
    "ROLES_EXCLUDE_EACH_OTHER: Name one of the two",
)
async def correct_the_list(lists: Lists) -> None:
    job = await lists.plan_people(f"Name,Role\n,leader\n{'B' * 101},\nC,leader auditor\n")
    assert "Give the person a name" in await said(lists, job, 2, "NAME_MISSING")
    assert "Shorten the name" in await said(lists, job, 3, "NAME_TOO_LONG")
    job = await lists.plan_people('Name,Role\nC,"leader, auditor"\n')
    assert "Name one of the two" in await said(lists, job, 2, "ROLES_EXCLUDE_EACH_OTHER")
    job = await lists.take("Name,Role\nA,leader\nB,\nC,auditor\n")
    assert (job.create_count, job.error_count) == (3, 0)


@remedy("NAME_COLUMN_MISSING: call one")
async def say_which_column_has_the_names(lists: Lists) -> None:
    missing = lists.plan_people("A,B\nx,y\n")
    assert "say in `columns`" in await refused(missing, "NAME_COLUMN_MISSING")
    job = await lists.take("A,B\nx,y\n", columns=[column("A", "name"), column("B", "ignored")])
    assert job.create_count == 1


@remedy("NO_SUCH_COLUMN", "COLUMN_REPEATED", "NO_SUCH_ROSTER_FIELD", "TOO_MANY_NEW_FIELDS")
async def correct_what_is_said_of_columns(lists: Lists) -> None:
    content = "Name,Size\nA,41\n"
    wrong = (
        ("NO_SUCH_COLUMN", "as its header does", [column("Shoes", "ignored")]),
        ("COLUMN_REPEATED", "`ignored`", [column("Name", "name"), column("Size", "name")]),
        (
            "NO_SUCH_ROSTER_FIELD",
            "read its fields again",
            [column("Size", "value", roster_field_id=lists.parent.id)],
        ),
    )
    for reason, advice, columns in wrong:
        planning = lists.plan_people(content, columns=columns)
        assert advice in await refused(planning, reason)
    names = [f"Thing {number}" for number in range(MOST_FIELDS + 1)]
    wide = f"Name,{','.join(names)}\nA{',x' * len(names)}\n"
    planning = lists.plan_people(wide, create_missing=True)
    assert "ignore columns" in await refused(planning, "TOO_MANY_NEW_FIELDS")
    ignoring = [column(names[0], "ignored")]
    job = await lists.plan_people(wide, create_missing=True, columns=ignoring)
    assert job.create_count == 1
    size = await lists.notes.field("Size", roster_field_pb2.ROSTER_FIELD_KIND_TEXT)
    said_now = [column("Size", "value", roster_field_id=size.id)]
    assert (await lists.take(content, columns=said_now)).create_count == 1


@remedy(
    "SAME_NAME: Give both an external ID",
    "ID_OF_ANOTHER_NAME: Correct the file",
    "AMBIGUOUS: give the row an external ID",
)
async def tell_people_apart(lists: Lists) -> None:
    await lists.take("ID,Name\n1,A\n2,A\n3,B\n")
    job = await lists.plan_people("ID,Name\n,A\n5,C\n5,D\n")
    assert "an external ID or a birth date" in await said(lists, job, 2, "SAME_NAME")
    assert "Correct the file" in await said(lists, job, 4, "ID_OF_ANOTHER_NAME")
    job = await lists.plan_people("ID,Name\n,A\n", match_names=True)
    assert "give the row an external ID" in await said(lists, job, 2, "AMBIGUOUS")
    job = await lists.plan_people("ID,Name\n1,A\n3,B\n4,C\n")
    assert (job.unchanged_count, job.create_count, job.conflict_count) == (2, 1, 0)


@remedy("MEMBER_CHANGED_SINCE_PLAN", "PERSON_APPEARED_SINCE_PLAN", "NOTES_CHANGED_SINCE_PLAN")
async def plan_a_new_import(lists: Lists) -> None:
    await lists.take("ID,Name\n1,A\n2,B\n")
    reds = await lists.notes.label("reds")
    content = "ID,Name,Team\n1,A,reds\n3,C,\n"
    job = await lists.plan_people(content)
    await lists.notes.note(await member(lists, "A"), {}, await lists.notes.label("blues"))
    await lists.take("ID,Name\n3,C\n")
    await lists.execute(job)
    for line, reason in ((2, "MEMBER_CHANGED_SINCE_PLAN"), (3, "PERSON_APPEARED_SINCE_PLAN")):
        assert "Plan a new import" in await said(lists, job, line, reason)
    gone = await lists.plan_people("ID,Name,Team\n2,B,reds\n")
    await lists.notes.delete(reds)
    await lists.execute(gone)
    assert "Plan a new import" in await said(lists, gone, 2, "NOTES_CHANGED_SINCE_PLAN")
    job = await lists.take(content, create_missing=True)
    assert (job.update_count, job.unchanged_count, job.conflict_count) == (1, 1, 0)


@remedy("NOTHING_TO_ANSWER")
async def correct_the_file_and_import_it_anew(lists: Lists) -> None:
    job = await lists.plan_people("Name\nA\n")
    answering = lists.resolve(job, pb.IMPORT_ANSWER_SAME)
    assert "create a new import" in await refused(answering, "NOTHING_TO_ANSWER")
    assert (await lists.take("Name\nB\n")).create_count == 1


@remedy("NOT_ACTIVE", "ROLES_EXCLUDE_EACH_OTHER: End it first")
async def mend_the_roster_first(lists: Lists) -> None:
    await lists.take("ID,Name,Role\n1,A,\n2,B,auditor\n")
    known = await member(lists, "A")
    suspend = membership_pb2.SuspendMembershipRequest(membership_id=known.id, reason="x")
    await lists.notes.call(suspend, membership_pb2.Membership)
    content = "ID,Name,Role\n1,A,leader\n2,B,leader\n"
    job = await lists.plan_people(content)
    assert "Reinstate or accept them" in await said(lists, job, 2, "NOT_ACTIVE")
    assert "End it first" in await said(lists, job, 3, "ROLES_EXCLUDE_EACH_OTHER")
    reinstate = membership_pb2.ReinstateMembershipRequest(membership_id=known.id)
    await lists.notes.call(reinstate, membership_pb2.Membership)
    (role,) = (await member(lists, "B")).roles
    end = membership_pb2.EndRoleRequest(membership_id=(await member(lists, "B")).id, role=role.role)
    await lists.notes.call(end, membership_pb2.Membership)
    assert (await lists.take(content)).update_count == 2


@remedy("CHANGED_SINCE_IMPORT: The member has changed")
async def undo_later_imports_first(lists: Lists) -> None:
    await lists.notes.label("reds")
    first = await lists.take("ID,Name\n1,A\n")
    second = await lists.take("ID,Name,Team\n1,A,reds\n")
    await lists.undone(first)
    told = await said(lists, first, 2, "CHANGED_SINCE_IMPORT")
    assert "undo those first and then undo this one again" in told
    await lists.undone(second)
    await lists.undone(first)
    assert await lists.roster() == {}
