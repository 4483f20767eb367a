"""The refused rows of an import, as a file to mend and send again, of both kinds."""

import csv
import io
from uuid import uuid4

from services.kit.language import LANGUAGES, speaking, worded
from services.organizations.imports.mending import is_ours
from tests.gateway.conftest import Gateway, Json
from tests.gateway.exports.rosters import Files
from tests.gateway.test_operations import OPERATIONS
from tests.gateway.test_partner_apps import Owner, owner
from tests.gateway.test_people_imports import App

__all__ = ["owner"]  # the fixture
PEOPLE = """阳光社区志愿队,,,,
姓名,角色,手机,血型,备注
林秀英,队长,13800138000,A,
,,13800138001,B,=1+1
王\0五,,13800138002,,
林秀英,,13800138003,O,又一位
赵六,"组长,监督员",13800138004,,
钱七,多,出,来,的,一,格
"""
ORGANIZATIONS = '''Name,Phone,Leader
读书会,010 5550 0100,Lin
,010 5550 0101,"=Chen; ""Li"""
合唱团,010 5550 0102,Wang
合唱团,010 5550 0103,Zhao
'''


async def _file(gateway: Gateway, token: str, job: Json, language: str) -> list[list[str]]:
    """Returns the lines of the file of the refused rows of an import."""
    variables = {"importJobId": job["id"], "requestId": str(uuid4())}
    answer = await gateway.ask(OPERATIONS["DownloadRefusedRows"], token, **variables)
    payload = answer["createRefusedRowsLink"]
    assert payload["errors"] == []
    path = payload["exportLink"]["path"]
    response = await Files(gateway, "", "").fetch(path, language)
    assert response.status_code == 200, response.text
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def _written(lines: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


async def test_people_are_mended_and_sent_again(gateway: Gateway, owner: Owner) -> None:
    app = App(gateway, await owner.key("MEMBERS_READ", "MEMBERS_WRITE"), owner.group)
    job = await app.plan(PEOPLE, createMissing=True)
    assert (job["createCount"], job["errorCount"], job["conflictCount"]) == (1, 4, 1)
    header, *rows = await _file(gateway, owner.token, job, "zh")
    assert header == ["需要修改之处", "姓名", "角色", "手机", "血型", "备注"]
    assert [each[1] for each in rows] == ["", "王\ufffd五", "林秀英", "赵六", "钱七"]
    assert rows[0][1:] == ["", "", "", "B", "'=1+1"]  # no phone number is kept
    assert [len(each) for each in rows] == [6, 6, 6, 6, 8]
    assert rows[0][0].startswith("姓名：") or rows[0][0].startswith("姓名: ")
    assert not any("import" in each[0].casefold() for each in rows)
    # Sent again as it is, what is missing is missing still; mended, each is taken.
    again = await app.plan(_written([header, *rows]), createMissing=True)
    assert (again["rowsTotal"], again["errorCount"]) == (5, 3)
    rows[0][1], rows[1][1], rows[2][1] = "孙八", "王五", "林秀英2"
    rows[3][2], rows[4] = "监督员", ["", "钱七", "", "", "", ""]
    mended = await app.plan(_written([header, *rows]), createMissing=True)
    assert (mended["rowsTotal"], mended["createCount"]) == (5, 5)
    assert [each["name"] for each in mended["columns"]] == header[1:]


async def test_rows_that_the_execution_refuses_are_among_them(
    gateway: Gateway, owner: Owner
) -> None:
    app = App(gateway, await owner.key("MEMBERS_READ", "MEMBERS_WRITE"), owner.group)
    job = await app.plan("Name,Blood type\nMaría García,A\n", createMissing=True)
    await owner.do(
        "AddMember",
        organizationId=owner.group,
        displayName="María García",
        timeZone="Asia/Shanghai",
    )
    await app.do("ExecuteImport", importJobId=job["id"])
    await app.comes_to(job, "COMPLETED")
    header, *rows = await _file(gateway, owner.token, job, "en")
    assert header == ["What to mend", "Name", "Blood type"]
    assert [each[1:] for each in rows] == [["María García", "A"]]
    assert rows[0][0].endswith("Plan a new import.")


async def test_organizations_are_mended_and_sent_again(gateway: Gateway, owner: Owner) -> None:
    async def plan(content: str) -> Json:
        made = await gateway.do(
            "createOrganizationImportJob",
            owner.token,
            "importJob { id rowsTotal createCount rows(first: 9) { nodes { cells changes { after } } } }",
            parentId=owner.group,
            content=content,
            fileName="groups.csv",
            kind="INTEREST_GROUP",
            membershipPolicy="OPEN",
        )
        assert made["errors"] == []
        job: Json = made["importJob"]
        return job

    job = await plan(ORGANIZATIONS)
    assert job["createCount"] == 1
    lines = await _file(gateway, owner.token, job, "en")
    assert [each[1:] for each in lines] == [
        ["Name", "Phone", "Leader"],
        ["", "010 5550 0101", '\'=Chen; "Li"'],
        ["合唱团", "010 5550 0102", "Wang"],
        ["合唱团", "010 5550 0103", "Zhao"],
    ]
    lines[1][1], lines[2][1], lines[3][1] = "舞蹈队", "合唱一团", "合唱二团"
    mended = await plan(_written(lines).decode())
    assert (mended["rowsTotal"], mended["createCount"]) == (3, 3)
    said = [change["after"] for row in mended["rows"]["nodes"] for change in row["changes"]]
    assert 'Leader: =Chen; "Li"' in said
    assert not [each for each in said if "mend" in each]


def test_imports_know_the_column_of_reasons() -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert is_ours(worded("What to mend"))
