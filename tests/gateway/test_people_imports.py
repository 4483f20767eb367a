"""docs/rosters.md: a list of people from a file to the roster, with the key of an app alone."""

import base64
import csv
import io
import re
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import Workbook

from tests.gateway.conftest import Gateway, Json
from tests.gateway.exports.rosters import Files
from tests.gateway.test_operations import OPERATIONS
from tests.gateway.test_partner_apps import Owner, owner
from tests.waiting import eventually

__all__ = ["owner"]  # the fixture
LIST = "编号;姓名;角色;组\n1;林秀英;组长;司机\n2;María García;;司机\n;;;\n3;;;\n"


class App:
    """An app that imports people by the operations of the page."""

    def __init__(self, gateway: Gateway, secret: str, group: str) -> None:
        self._gateway, self._secret, self._group = gateway, secret, group
        self.files = Files(gateway, group, secret)

    async def do(self, name: str, /, **variables: Any) -> Json:
        """Runs a mutation, which must succeed, and returns the import."""
        variables["requestId"] = str(uuid4())
        answer = await self._gateway.ask(OPERATIONS[name], self._secret, **variables)
        (payload,) = answer.values()
        assert payload["errors"] == []
        job: Json = payload["importJob"]
        return job

    async def plan(self, content: str | bytes, **variables: Any) -> Json:
        """Plans a file."""
        data = content if isinstance(content, bytes) else content.encode()
        return await self.do(
            "PlanPeopleImport",
            organizationId=self._group,
            data=base64.b64encode(data).decode(),
            fileName="members.csv",
            timeZone="Asia/Shanghai",
            **variables,
        )

    async def preview(self, job: Json, **variables: Any) -> Json:
        """Returns the import with its rows."""
        answer = await self._gateway.ask(
            OPERATIONS["ImportPreview"], self._secret, id=job["id"], **variables
        )
        found: Json = answer["importJob"]
        return found

    async def comes_to(self, job: Json, state: str) -> Json:
        """Waits until an import is in a state."""

        async def there() -> Json | None:
            now = await self.preview(job)
            return now if now["state"] == state else None

        found = await eventually(there)
        assert found is not None
        return found


async def test_an_app_imports_people_and_takes_them_back(gateway: Gateway, owner: Owner) -> None:
    app = App(gateway, await owner.key("MEMBERS_READ", "MEMBERS_WRITE"), owner.group)
    job = await app.plan(LIST, createMissing=True)
    assert (job["state"], job["createCount"], job["errorCount"]) == ("READY", 2, 1)
    assert job["columns"][0] == {
        "name": "编号",
        "field": "external_id",
        "rosterField": "编号",
        "createsRosterField": True,
    }
    refused = await app.preview(job, reasons=["NAME_MISSING"])
    assert [each["line"] for each in refused["rows"]["nodes"]] == [5]
    async with gateway.events(
        OPERATIONS["ImportProgress"], owner.token, importJobId=job["id"]
    ) as told:
        assert (await anext(told))["data"]["importJobProgress"]["state"] == "READY"
        await app.do("ExecuteImport", importJobId=job["id"])
        async for event in told:
            now = event["data"]["importJobProgress"]
            if now["state"] == "COMPLETED":
                assert (now["rowsDone"], now["createCount"]) == (3, 2)
                break
    assert await names(gateway, owner) == {"林秀英": ["LEADER"], "María García": []}
    await app.do("UndoImport", importJobId=job["id"])
    await app.comes_to(job, "UNDONE")
    assert await names(gateway, owner) == {}


FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙", "芳伟敏静丽强磊军洋勇艳杰"
GERMAN = ("Müller, Anna", "O'Brien, Pat", "García, José", "Nguyễn, An")


def club_list() -> tuple[str, int]:
    """Returns the list of a club of 500 with every mess that such lists have, and how many of them can be read."""
    lines = [
        "sep=;",
        "阳光社区志愿服务队 花名册;;;;;;;",
        "（2024年更新）;;;;;;;",
        "会员;;基本信息;;;;;",
        "编号;姓名;角色;组;加入日期;生日;备注;",
    ]
    unreadable = 0
    for number in range(1, 501):
        name = f"{FAMILY[number % 12]}{GIVEN[number // 12 % 12]}{GIVEN[number // 144 % 12]}"
        if number % 10 == 0:
            name = f'"{GERMAN[number // 10 % 4]} {number}"'
        role = {1: "会长", 2: "组长", 3: "Coordinator", 4: "监督员", 5: "摄影"}.get(number, "")
        joined = ("2021年3月5日", "2022/4/1", "5.6.2023", "20240102", "不详")[number % 5]
        note = ('会"做"饭', "'=1+1", "a; b", "－", "")[number % 5]
        note = f'"{note.replace(chr(34), chr(34) * 2)}"' if ";" in note or '"' in note else note
        tail = "附" if number == 7 else ""  # in a column without a name
        if number in (100, 200):
            name, unreadable = (
                ("" if number == 100 else f"{name[:-1]}\0{name[-1:]}"),
                unreadable + 1,
            )
        id_ = f'="{number:04}"' if number % 2 else f"{number:04}"
        born = f"19{50 + number % 40}-0{1 + number % 9}-11"
        lines.append(
            f"{id_};{name};{role};一组、{'司机' if number % 3 else '厨师'};{joined};{born};{note};{tail}"
        )
        if number % 50 == 0:
            lines.append(";;;;;;;")
    return "\r\n".join(lines), 500 - unreadable


async def test_a_club_of_500_with_every_mess(gateway: Gateway, owner: Owner) -> None:
    content, readable = club_list()
    app = App(gateway, await owner.key("MEMBERS_READ", "MEMBERS_WRITE"), owner.group)
    job = await app.plan(content.encode("gb18030"), createMissing=True)
    assert [(each["name"], each["field"]) for each in job["columns"]] == [
        ("编号", "external_id"),
        ("姓名", "name"),
        ("角色", "roles"),
        ("组", "labels"),
        ("加入日期", "join_date"),
        ("生日", "birth_date"),
        ("备注", "note"),
        ("column 8", "new_field"),
    ]
    assert (job["rowsTotal"], job["createCount"], job["errorCount"]) == (500, readable, 2)
    for code, count in {
        "CONTROL_CHARACTERS": 1,
        "NAME_MISSING": 1,
        "OWNER_NOT_GRANTED": 1,
        "ROLE_NOT_KNOWN": 1,
    }.items():
        assert (await app.preview(job, reasons=[code]))["rows"]["totalCount"] == count, code
    await app.do("ExecuteImport", importJobId=job["id"])
    await app.comes_to(job, "COMPLETED")
    assert (await app.preview(job, outcomes=["CREATE"]))["rows"]["totalCount"] == readable
    found = await names(gateway, owner, roles=["LEADER", "COORDINATOR", "SUPERVISOR"])
    assert sorted(found.values()) == [["COORDINATOR"], ["LEADER"], ["SUPERVISOR"]]
    # The same list from a spreadsheet, where cells hold no NUL, says of one person what is new.
    again = await app.plan(spreadsheet(content), createMissing=True)
    assert (again["createCount"], again["unchangedCount"]) == (1, readable)
    # Exported and sent again as it is, nothing of it is new; the founder is in it, too.
    for format_, language in (("CSV", "zh"), ("XLSX", "en")):
        back = await app.plan(await app.files.file(format_, language))
        assert (back["rowsTotal"], back["unchangedCount"]) == (readable + 1, readable + 1)


def spreadsheet(content: str) -> bytes:
    """Returns a list as a spreadsheet has it."""
    book, out = Workbook(), io.BytesIO()
    lines = content.replace("\0", "").split("\r\n")[1:]
    for row in csv.reader(lines, delimiter=";"):
        book.worksheets[0].append([re.sub('^="(.*)"$', r"\1", cell) for cell in row])
    book.save(out)
    return out.getvalue()


async def names(gateway: Gateway, owner: Owner, **question: Any) -> dict[str, list[str]]:
    """Returns the roles of those who were imported, by their names, the first hundred."""
    answer = await gateway.ask(
        "query($id: ID!, $roles: [Role!]) { organization(id: $id) {"
        " roster(first: 100, states: [ACTIVE], roles: $roles) {"
        " nodes { displayName membership { roles { role } } } } } }",
        owner.token,
        id=owner.group,
        **question,
    )
    found = {
        each["displayName"]: [held["role"] for held in each["membership"]["roles"]]
        for each in answer["organization"]["roster"]["nodes"]
    }
    return {name: roles for name, roles in found.items() if "OWNER" not in roles}


@pytest.mark.parametrize("scopes", [("MEMBERS_READ",), ()])
async def test_an_app_needs_the_scope(
    gateway: Gateway, owner: Owner, scopes: tuple[str, ...]
) -> None:
    secret = await owner.key(*(scopes or ("EVENTS_READ",)))
    answer = await gateway.result(
        OPERATIONS["PlanPeopleImport"],
        secret,
        organizationId=owner.group,
        data=base64.b64encode(LIST.encode()).decode(),
        fileName="x",
        timeZone="UTC",
        requestId=str(uuid4()),
    )
    assert "SCOPE_MISSING" in str(answer)
