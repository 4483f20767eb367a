"""docs/rosters.md: a list of people from a file to the roster, with the key of an app alone."""

import base64
from typing import Any
from uuid import uuid4

import pytest

from tests.gateway.conftest import Gateway, Json
from tests.gateway.test_operations import OPERATIONS
from tests.gateway.test_partner_apps import Owner, owner
from tests.waiting import eventually

__all__ = ["owner"]  # the fixture
LIST = "编号;姓名;角色;组\n1;林秀英;组长;司机\n2;María García;;司机\n;;;\n3;;;\n"


class App:
    """An app that imports people by the operations of the page."""

    def __init__(self, gateway: Gateway, secret: str, group: str) -> None:
        self._gateway, self._secret, self._group = gateway, secret, group

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


async def names(gateway: Gateway, owner: Owner) -> dict[str, list[str]]:
    """Returns the roles of those who were imported, by their names."""
    answer = await gateway.ask(
        "query($id: ID!) { organization(id: $id) { roster(first: 100, states: [ACTIVE]) {"
        " nodes { displayName membership { roles { role } } } } } }",
        owner.token,
        id=owner.group,
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
