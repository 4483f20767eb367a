"""Imports of people: what becomes of the rows of a list, and of the roster."""

import pytest
from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import roster_field_pb2

from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from tests.organizations.community import APPLICATION, Community
from tests.organizations.importing import outcomes
from tests.organizations.imports.people.lists import Lists
from tests.organizations.rosters.annotations import Notes
from tests.organizations.rosters.test_queries import Group

LIST = """社区志愿队花名册,,,,,
编号,姓名,角色,组,加入日期,备注,血型
0012,林秀英,队长,"一组、司机",2021年3月5日,会做饭,A
0013,María García,,一组,2022/4/1,,
0014,吕布,监督员,,,,O
"""


@pytest.fixture
async def lists(community: Community) -> Lists:
    return Lists(Notes(await Group.make(community, membership_policy=APPLICATION)))


def codes(rows: list[pb.ImportJobRow]) -> list[list[str]]:
    """Returns the codes of the reasons of each row."""
    return [[reason.code for reason in row.reasons] for row in rows]


async def test_a_list_becomes_a_roster_and_is_undone(lists: Lists) -> None:
    job = await lists.plan_people(LIST, create_missing=True)
    assert (job.kind, job.create_count, job.rows_total) == (pb.IMPORT_KIND_PEOPLE, 3, 3)
    understood = [(each.name, each.field, each.creates_roster_field) for each in job.columns]
    assert understood == [
        ("编号", "external_id", True),
        ("姓名", "name", False),
        ("角色", "roles", False),
        ("组", "labels", False),
        ("加入日期", "join_date", False),
        ("备注", "note", True),
        ("血型", "new_field", True),
    ]
    assert await lists.roster() == {}
    rows = await lists.rows(job)
    assert outcomes(rows) == ["CREATE"] * 3
    assert {each.field: each.after for each in rows[0].changes} == {
        "display_name": "林秀英",
        "roles": "LEADER",
        "labels": "一组\n司机",
        "join_date": "2021-03-05",
        "values.编号": "0012",
        "values.备注": "会做饭",
        "values.血型": "A",
    }
    await lists.execute(job)
    roster = await lists.roster()
    assert roster["林秀英"] == {
        "roles": ["LEADER"],
        "labels": ["一组", "司机"],
        "编号": "0012",
        "备注": "会做饭",
        "血型": "A",
    }
    assert (roster["María García"]["labels"], roster["吕布"]["roles"]) == (["一组"], ["SUPERVISOR"])
    again = await lists.plan_people(LIST, create_missing=True)
    assert (again.unchanged_count, again.rows_total) == (3, 3)
    assert [each.field for each in again.columns][-1] == "value"
    # Undone, nobody is left, and the same list goes in again.
    assert (await lists.undone(job)).undone_count == 3
    assert await lists.roster() == {}
    assert (await lists.take(LIST, create_missing=True)).create_count == 3
    assert await lists.roster() == roster


async def test_changes_whom_it_knows_and_gives_back_what_they_had(lists: Lists) -> None:
    await lists.take(LIST)
    before = await lists.roster()
    changed = (
        "ID,Name,Role,Labels,Remarks\n0012,林秀英,coordinator,cook,\n0013,Maria Garcia,,,new\n"
    )
    await lists.notes.label("Cook")
    job = await lists.plan_people(changed)
    first, second = await lists.rows(job)
    assert outcomes([first, second]) == ["UPDATE", "UPDATE"]
    assert {each.field: (each.before, each.after) for each in first.changes} == {
        "roles": ("LEADER", "LEADER\nCOORDINATOR"),
        "labels": ("", "Cook"),
    }
    await lists.execute(job)
    roster = await lists.roster()
    assert roster["林秀英"] == before["林秀英"] | {
        "roles": ["LEADER", "COORDINATOR"],
        "labels": ["Cook"],
    }
    # Volunteers, which is not there, gives the roster the new name; the import knows it at once.
    assert roster["María García"]["备注"] == "new"
    assert (await lists.plan_people(changed)).unchanged_count == 2
    assert (await lists.undone(job)).undone_count == 2
    assert await lists.roster() == before


async def test_does_not_take_one_of_a_name_for_another(lists: Lists) -> None:
    await lists.take("Name,Birth date\n李伟,1950-01-01\n王芳,\n")
    content = "Name,DOB,ID\n李 伟,,\n李伟,1950/1/1,\n李伟,1961-02-03,\n王芳,,\n陈静,,7\n陈静,,8\n陈静,,\n赵强,,7\n"
    job = await lists.plan_people(content)
    rows = await lists.rows(job)
    assert list(zip(outcomes(rows), codes(rows), strict=True)) == [
        ("CREATE", []),
        ("UNCHANGED", []),
        ("CREATE", []),
        ("CONFLICT", ["SAME_NAME"]),
        ("CREATE", []),
        ("CREATE", []),
        ("CONFLICT", ["SAME_NAME"]),
        ("CONFLICT", ["ID_OF_ANOTHER_NAME"]),
    ]
    named = await lists.plan_people(content, match_names=True)
    assert outcomes(await lists.rows(named, reasons=["SAME_NAME", "AMBIGUOUS"])) == ["CONFLICT"]


async def test_says_what_was_left_out_and_refuses_what_cannot_be_read(lists: Lists) -> None:
    await lists.notes.field("Size", roster_field_pb2.ROSTER_FIELD_KIND_NUMBER)
    job = await lists.plan_people(
        "Name;Joined;Size;Role;Team;Phone\n"
        ";;;;;\n"
        "A;5/6/2024;big;chair;reds;12\n"
        f"{'B' * 101};;;;;\n"
        "C;2999-01-01;42;wizard;;\n"
        "D;;;leader, auditor;;\n"
        ";;7;;;\n"
    )
    rows = await lists.rows(job)
    assert list(zip(outcomes(rows), codes(rows), strict=True)) == [
        ("CREATE", ["DATE_AMBIGUOUS", "NOT_A_NUMBER", "OWNER_NOT_GRANTED", "LABEL_NOT_KNOWN"]),
        ("ERROR", ["NAME_TOO_LONG"]),
        ("CREATE", ["ROLE_NOT_KNOWN", "DATE_IN_FUTURE"]),
        ("ERROR", ["ROLES_EXCLUDE_EACH_OTHER"]),
        ("ERROR", ["NAME_MISSING"]),
    ]
    await lists.execute(job)
    assert await lists.roster() == {
        "A": {"roles": [], "labels": []},
        "C": {"roles": [], "labels": [], "Size": "42"},
    }


async def test_takes_columns_for_what_the_importer_says(lists: Lists) -> None:
    size = await lists.notes.field("Size", roster_field_pb2.ROSTER_FIELD_KIND_TEXT)
    columns = [
        pb.PeopleImportColumn(name="Who", field="name"),
        pb.PeopleImportColumn(name="Name", field="ignored"),
        pb.PeopleImportColumn(name="Shoes", field="value", roster_field_id=size.id),
    ]
    content = "Who,Name,Shoes\nA,dog,41\n"
    await lists.take(content, columns=columns)
    assert await lists.roster() == {"A": {"roles": [], "labels": [], "Size": "41"}}
    for wrong, field, reason in (
        ({"name": "What", "field": "name"}, "columns[0].name", "NO_SUCH_COLUMN"),
        ({"name": "Name", "field": "name"}, "columns[1].field", "COLUMN_REPEATED"),
    ):
        said = [pb.PeopleImportColumn(**wrong), pb.PeopleImportColumn(name="Who", field="name")]
        with pytest.raises(InvalidArgument) as caught:
            await lists.plan_people(content, columns=said)
        (violation,) = caught.value.violations
        assert (violation.field, violation.reason) == (field, reason)
    with pytest.raises(InvalidArgument):
        await lists.plan_people("A,B\n1,2\n")


async def test_remembers_what_was_said_of_the_columns_of_a_header(lists: Lists) -> None:
    size = await lists.notes.field("Size", roster_field_pb2.ROSTER_FIELD_KIND_TEXT)
    content = "Who,Name,Shoes\nA,dog,41\n"
    said = [
        pb.PeopleImportColumn(name="Who", field="name"),
        pb.PeopleImportColumn(name="Name", field="ignored"),
        pb.PeopleImportColumn(name="Shoes", field="value", roster_field_id=size.id),
    ]
    await lists.plan_people(content, columns=said)

    async def understood(content: str, **values: object) -> list[tuple[str, str, bool]]:
        job = await lists.plan_people(content, **values)
        return [(each.name, each.field, each.is_remembered) for each in job.columns]

    remembered = [("SHOES", "value", True), ("name", "", True), ("who", "name", True)]
    assert await understood("SHOES,name,who\n41,dog,A\n") == remembered
    # Another header says nothing of it, and what is said now counts more.
    assert await understood("Who,Name\nA,dog\n") == [("Who", "", False), ("Name", "name", False)]
    other = [pb.PeopleImportColumn(name="Shoes", field="note")]
    assert (await understood(content, columns=other))[2] == ("Shoes", "note", False)
    assert (await understood(content))[2] == ("Shoes", "note", True)
    # A field that is gone is forgotten.
    await lists.plan_people(content, columns=[said[2]])
    await lists.notes.call(
        roster_field_pb2.DeleteRosterFieldRequest(roster_field_id=size.id),
        roster_field_pb2.RosterField,
    )
    assert (await understood(content))[2] == ("Shoes", "", False)


async def test_leaves_alone_what_has_changed_since_the_plan(lists: Lists) -> None:
    await lists.take("ID,Name,Team\n1,A,\n2,B,\n")
    await lists.notes.label("reds")
    job = await lists.plan_people("ID,Name,Team\n1,A,reds\n2,B,reds\n3,C,\n")
    entries = {each.display_name: each for each in await lists.notes.group.entries()}
    await lists.notes.note(entries["A"].membership, {}, await lists.notes.label("blues"))
    await lists.take("Name\nC\n")
    await lists.execute(job)
    rows = await lists.rows(job)
    assert list(zip(outcomes(rows), codes(rows), strict=True)) == [
        ("CONFLICT", ["MEMBER_CHANGED_SINCE_PLAN"]),
        ("UPDATE", []),
        ("CONFLICT", ["PERSON_APPEARED_SINCE_PLAN"]),
    ]
    assert rows[2].membership_id == ""


async def test_is_for_those_who_lead(lists: Lists, community: Community) -> None:
    job = await lists.plan_people("Name\nA\n")
    for role in ("COORDINATOR", "MEMBER"):
        lists.passport = await community.holding(None, lists.parent, role)
        for attempt in (lists.plan_people("Name\nA\n"), lists.start(job), lists.undo(job)):
            with pytest.raises(PermissionDenied):
                await attempt
    lists.passport = lists.notes.group.leader
    with pytest.raises(Refused) as caught:
        await lists.resolve(job, pb.IMPORT_ANSWER_SAME)
    assert caught.value.reason == "NOTHING_TO_ANSWER"
