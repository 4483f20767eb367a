"""Rosters as files: what is in them, that nothing is lost on the way back, and who may have them."""

import csv
import io
import json
import os
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from banyan.organizations.v1 import organization_pb2
from banyan.volunteers.v1 import person_contact_pb2

from gateway.backend.allowances import Allowances
from gateway.exports import members
from gateway.exports.spreadsheets import spreadsheet
from gateway.exports.tables import ROLES
from services.kit.calls import links
from services.kit.errors import PermissionDenied
from services.kit.language import LANGUAGES, speaking, worded
from services.organizations.imports.people.cells import ROLE_OF
from services.organizations.organizations.names import match_name
from tests.gateway.conftest import Gateway, Json, global_id, serving
from tests.gateway.exports.rosters import Files, note
from tests.gateway.test_operations import OPERATIONS
from tests.gateway.test_partner_apps import Owner, owner
from tests.waiting import eventually
from tests.world import CANARIES, World

__all__ = ["owner"]  # the fixture
NAMES = ("林秀英", "María García", "林秀英", 'O\'Brien, "Pat"', "=2+3", "王\u3000五")
EMAIL = "pat@example.org"


async def _roster(gateway: Gateway, owner: Owner) -> tuple[Files, list[str]]:
    """Returns the files of a roster with everything that one could lose, for an app."""
    scopes = ("MEMBERS_READ", "MEMBERS_WRITE", "CONTACTS_READ")
    files = Files(gateway, owner.group, await owner.key(*scopes))
    found = []
    for number, name in enumerate(NAMES):
        roles = [[], ["LEADER", "COORDINATOR"], ["SUPERVISOR"], []][number % 4]
        values: dict[str, Any] = {"displayName": name, "roles": roles, "timeZone": "Asia/Shanghai"}
        added = await owner.do("AddMember", organizationId=owner.group, **values)
        found.append(added["id"])
    entry = added["personEntry"]["id"]

    async def is_entered() -> bool:
        answer = await gateway.ask(
            OPERATIONS["EnterContact"],
            owner.token,
            personEntryId=entry,
            phone="+8613800138000",
            email=EMAIL,
            consentManner="ON_PAPER",
            consentDate="2026-01-05",
            requestId="019ad0c1-5a5e-7bb2-9d51-2f6f0f1f7a10",
        )
        return not answer["enterPersonContact"]["errors"]

    await eventually(is_entered)  # once volunteers knows the person
    await note(owner, found)
    return files, found


async def test_nothing_is_lost_on_the_way_back(
    gateway: Gateway, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "_PAGE", 4)  # so that there are several pages
    files, _ = await _roster(gateway, owner)
    everyone = len(NAMES) + 1  # with the founder
    for format_, language, with_contacts in (
        ("CSV", "en", False),
        ("CSV", "zh", True),
        ("XLSX", "zh", False),
        ("XLSX", "en", True),
    ):
        data = await files.file(format_, language, withContacts=with_contacts)
        job = await files.plan(data, createMissing=True)
        rows = await files.rows(job)
        said = [(each["outcome"], each["reasons"], each["changes"]) for each in rows]
        assert said == [("UNCHANGED", [], [])] * everyone, (format_, language)
        assert not [each["name"] for each in job["columns"] if each["createsRosterField"]]
    # What somebody changed in the file changes in the roster, also a name: the ID says who it is.
    text = (await files.file("CSV")).decode("utf-8-sig")
    lines = [
        line.replace("1960-05-01", "1961-05-01") if "Brien" in line else line
        for line in text.replace("María García", "María Gracia").split("\r\n")
    ]
    changed = "\r\n".join(lines)
    assert (await files.plan(changed.encode()))["updateCount"] == 2


async def test_has_those_whom_the_filters_of_the_roster_name(
    gateway: Gateway, owner: Owner
) -> None:
    files, ids = await _roster(gateway, owner)
    suspended = await gateway.do("suspendMembership", owner.token, membershipId=ids[0])
    assert suspended["errors"] == []

    async def exported(**filters: Any) -> list[list[str]]:
        text = (await files.file("CSV", **filters)).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))

    header, *rows = await exported(states=["SUSPENDED", "ACTIVE"])
    assert header[-1] == "Membership state"
    states = {row[4]: row[-1] for row in rows}
    assert (states[ids[0]], states[ids[1]], len(rows)) == ("suspended", "active", len(ids) + 1)
    header, *rows = await exported(roles=["LEADER", "SUPERVISOR"])
    assert header[-1] != "Membership state"
    assert sorted(row[4] for row in rows) == sorted([ids[1], ids[2], ids[5]])
    assert {row[4] for row in (await exported(query="garcía"))[1:]} == {ids[1]}
    found = json.loads(await files.file("JSON", states=["SUSPENDED"]))
    assert [each["state"] for each in found["members"]] == ["SUSPENDED"]
    # The file can be imported: the state is of no meaning to it.
    job = await files.plan(
        await files.file("CSV", states=["SUSPENDED", "ACTIVE"]), createMissing=True
    )
    assert not [each["name"] for each in job["columns"] if each["createsRosterField"]]
    payload = await files.link("CSV", labelIds=["TGFiZWw6MDFhYQ=="])
    assert payload["errors"]


async def test_opens_in_a_spreadsheet_and_in_an_address_book(
    gateway: Gateway, owner: Owner
) -> None:
    files, ids = await _roster(gateway, owner)
    data = await files.file("CSV", "zh-CN", withContacts=True)
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert header[:5] == ["姓名", "角色", "标签", "加入日期", "Banyan ID"]
    assert header[-2:] == ["手机", "邮箱"]
    cells = [cell for row in [header, *rows] for cell in row]
    assert {'="0012"', '="110101199003078515"', '="0"', "'=1+1", "'@a"} <= {*cells}
    unsafe = [cell for cell in cells if cell[:1] in {*"=+-@"} and cell[:2] != '="']
    assert unsafe == ["-1.50"]
    assert {row[4]: row[-2:] for row in rows}[ids[-1]] == ['="+8613800138000"', EMAIL]
    cards = (await files.file("VCARD", withContacts=True)).decode()
    assert cards.count("BEGIN:VCARD\r\nVERSION:4.0\r\n") == cards.count("END:VCARD\r\n") == 7
    unfolded = cards.replace("\r\n ", "")
    assert f"EMAIL:{EMAIL}\r\n" in unfolded
    assert "TEL;VALUE=uri:tel:+8613800138000\r\n" in unfolded
    assert 'FN:O\'Brien\\, "Pat"\r\n' in unfolded
    assert max(len(line.encode()) for line in cards.split("\r\n")) <= 75
    found = json.loads(await files.file("JSON"))
    assert found["organizationId"] == owner.group
    by_id: dict[str, Json] = {each["membershipId"]: each for each in found["members"]}
    assert len(by_id) == len(NAMES) + 1
    assert (by_id[ids[1]]["displayName"], sorted(by_id[ids[1]]["roles"])) == (
        "María García",
        ["COORDINATOR", "LEADER"],
    )
    assert by_id[ids[0]]["values"]["Phone"] == "=1+1"
    assert sorted(by_id[ids[0]]["labels"]) == sorted(
        ["driver", "一/二；三", '"A", B', "cook | chef"]
    )
    assert "phone" not in by_id[ids[0]]


def test_imports_know_the_words_of_files() -> None:
    for language in LANGUAGES:
        with speaking(language):
            for role, word in ROLES.items():
                assert ROLE_OF[match_name(worded(word))] == role


async def test_who_goes_away_leaves_no_spreadsheet_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    async def pages() -> AsyncIterator[list[members.Member]]:
        yield [members.Member("x", "y", "林秀英", [], [], "2026-12-01", [])]

    roster = members.Roster(organization_pb2.Organization(), [], False, False, pages())
    file = spreadsheet(roster)
    assert await anext(file) == b""
    assert os.listdir(tmp_path)
    await cast("AsyncGenerator[bytes, None]", file).aclose()
    assert not os.listdir(tmp_path)


async def test_who_may_have_what(gateway: Gateway, world: World) -> None:
    group = global_id("Organization", world.ids["group"])

    async def asked(kind: str, **variables: Any) -> str:
        files = Files(gateway, group, world.tokens[kind])
        errors = (await files.link("JSON", **variables))["errors"]
        return errors[0]["code"] if errors else ""

    for kind in ("coordinator", "leader", "owner", "administrator"):
        assert await asked(kind, withContacts=True) == "", kind
    for kind in ("member", "supervisor"):
        assert (await asked(kind), await asked(kind, withContacts=True)) == (
            "",
            "PERMISSION_DENIED",
        )
    assert await asked("stranger") == "PERMISSION_DENIED"
    shown = {}
    for kind in ("leader", "administrator", "member"):
        files = Files(gateway, group, world.tokens[kind])
        contacts: Json = {} if kind == "member" else {"withContacts": True}
        shown[kind] = (await files.file("JSON", **contacts)).decode()
    assert CANARIES[0] in shown["leader"]
    assert not [each for each in CANARIES if each in shown["administrator"] + shown["member"]]
    (payload,) = [await Files(gateway, group, world.tokens["leader"]).link("VCARD")]
    assert [each["field"] for each in payload["errors"]] != []
    # Each reading is recorded: who asked for the file in the trail, who saw the contact for the person.
    trail = await gateway.ask(
        "query($id: ID!) { organization(id: $id) { auditTrail(first: 50) { nodes { action } } } }",
        world.tokens["owner"],
        id=group,
    )
    actions = {each["action"] for each in trail["organization"]["auditTrail"]["nodes"]}
    assert {"CREATE_ROSTER_EXPORT_LINK", "BATCH_GET_PERSON_CONTACTS"} <= actions


async def test_a_link_opens_one_file_for_a_minute(
    gateway: Gateway, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = global_id("Organization", world.ids["group"])
    files = Files(gateway, group, world.tokens["leader"])
    path = (await files.link("JSON"))["exportLink"]["path"]
    token = path.split("/")[2]
    for wrong in (
        path.replace("members.json", "members.csv"),
        path.replace("/exports/", "/personal-data/").replace("/members.json", ".json"),
        path.replace(token, token[:-10] + token[-10:][::-1]),
        "/exports/guess/members.json",
    ):
        assert (await files.fetch(wrong)).status_code == 404, wrong
    contact = person_contact_pb2.GetPersonContactRequest(person_id=world.people["subject"])
    with pytest.raises(PermissionDenied):
        await world.platform.call(contact, person_contact_pb2.PersonContact, token)
    poor = Allowances(anonymous_budget=5, anonymous_refill=0.001)
    async with serving(world.platform.site, allowances=poor) as other:
        assert (await Files(other, group, "").fetch(path)).status_code == 429
    monkeypatch.setattr(links, "LIFETIME", timedelta(0))
    old = (await files.link("JSON"))["exportLink"]["path"]
    response = await files.fetch(old)
    assert (response.status_code, response.headers["cache-control"]) == (404, "no-store")
