"""A roster with everything in it that a file could lose, and its files, fetched with the key of an app."""

import base64
from typing import Any
from uuid import uuid4

import httpx

from tests.gateway.conftest import Gateway, Json
from tests.gateway.test_operations import OPERATIONS
from tests.gateway.test_partner_apps import Owner

ZONE = "Asia/Shanghai"


class Files:
    """Exports a roster, and imports it again.

    Args:
        gateway: The gateway.
        group: The organization.
        token: A credential of who does it.
    """

    def __init__(self, gateway: Gateway, group: str, token: str) -> None:
        self._gateway, self._group, self._token = gateway, group, token

    async def link(self, format_: str, **variables: Any) -> Json:
        """Asks for a link, and returns the payload."""
        answer = await self._gateway.ask(
            OPERATIONS["ExportRoster"],
            self._token,
            organizationId=self._group,
            format=format_,
            timeZone=ZONE,
            requestId=str(uuid4()),
            **variables,
        )
        payload: Json = answer["createRosterExportLink"]
        return payload

    async def fetch(self, path: str, language: str = "en") -> httpx.Response:
        """Downloads a file."""
        url = self._gateway.url.removesuffix("/graphql") + path
        return await self._gateway.http.get(url, headers={"accept-language": language})

    async def file(self, format_: str, language: str = "en", **variables: Any) -> bytes:
        """Returns the roster as a file."""
        payload = await self.link(format_, **variables)
        assert payload["errors"] == []
        response = await self.fetch(payload["exportLink"]["path"], language)
        assert response.status_code == 200, response.text
        return response.content

    async def plan(self, data: bytes, group: str = "", **variables: Any) -> Json:
        """Plans a file as an import of people."""
        answer = await self._gateway.ask(
            OPERATIONS["PlanPeopleImport"],
            self._token,
            organizationId=group or self._group,
            data=base64.b64encode(data).decode(),
            fileName="members",
            timeZone=ZONE,
            requestId=str(uuid4()),
            **variables,
        )
        assert answer["createPeopleImportJob"]["errors"] == []
        job: Json = answer["createPeopleImportJob"]["importJob"]
        return job

    async def rows(self, job: Json) -> list[Json]:
        """Returns the first rows of an import."""
        answer = await self._gateway.ask(OPERATIONS["ImportPreview"], self._token, id=job["id"])
        found: list[Json] = answer["importJob"]["rows"]["nodes"]
        return found


async def note(owner: Owner, group: list[str]) -> None:
    """Gives members, of whom there are at least five, values and labels that a file could lose."""
    fields: dict[str, str] = {}
    for name, kind in {
        "Phone": "TEXT",
        "First name": "TEXT",
        "小组": "TEXT",
        "编号": "TEXT",
        "学号": "NUMBER",
        "Born": "DATE",
        "Member": "YES_NO",
        "=cmd|' /C calc'!A0": "TEXT",
        "a;b;c;d;e;f;g;h;i;j;k;l": "TEXT",
    }.items():
        made = await owner.do(
            "CreateRosterField",
            organizationId=owner.group,
            displayName=name,
            kind=kind,
            audience="OVERSEERS",
        )
        fields[name] = made["id"]
    labels = [
        (await owner.do("CreateLabel", organizationId=owner.group, displayName=name))["id"]
        for name in ("driver", "一/二；三", '"A", B', "cook | chef")
    ]
    texts = ("=1+1", "'=1", "0012", "0", "110101199003078515", '="x"', "@a", "无", "3\u3000号")
    for number, member in enumerate(group):
        values = {
            "Phone": texts[number % len(texts)],
            "First name": texts[(number + 1) % len(texts)],
            "小组": texts[(number + 2) % len(texts)],
            "编号": f"{number:04}",
            "学号": ("0", "-1.50", "42", "+7", "007")[number % 5],
            "Born": "1960-05-01",
            "Member": ("true", "false")[number % 2],
            "=cmd|' /C calc'!A0": "x",
        }
        await owner.do(
            "AnnotateMembers",
            membershipIds=[member],
            values=[
                {"rosterFieldId": fields[name], "value": each} for name, each in values.items()
            ],
            addLabelIds=labels[number % 4 :],
        )
