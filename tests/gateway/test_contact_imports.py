"""docs/rosters.md: phone numbers and email addresses in lists of people, with the key of an app alone."""

import csv
import io
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.gateway.conftest import Gateway, Json
from tests.gateway.exports.rosters import Files
from tests.gateway.test_frontends import newcomer
from tests.gateway.test_operations import OPERATIONS
from tests.gateway.test_partner_apps import Owner, owner
from tests.gateway.test_people_imports import App
from tests.waiting import eventually
from tests.world import World

__all__ = ["owner"]  # the fixture
SCOPES = ("MEMBERS_READ", "MEMBERS_WRITE", "CONTACTS_READ")
CONSENT = {"manner": "ON_PAPER", "date": "2026-01-05"}
LIST = (
    "姓名,固定电话,手机,邮箱,同意日期\n"
    "林秀英,010-62345678,138 0013 8000,Lin@example.org,2026-02-01\n"
    "吕布,,+49 30 1234567,,是\n"
    "陈静,010 6234 5679,,nobody,2026-02-01\n"
    "王芳,,13800138001,,\n"
)
Reached = dict[str, tuple[str, str]]


async def reached(app: App, gateway: Gateway, owner: Owner) -> Reached:
    """Returns how members can be reached, by their names, as those see who may read contact details."""
    files = Files(gateway, owner.group, owner.token)
    text = (await files.file("CSV", withContacts=True)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    found = {row[0]: (row[-2].strip('="'), row[-1]) for row in rows}
    return {name: each for name, each in found.items() if any(each)}


async def comes_to_be(app: App, gateway: Gateway, owner: Owner, expected: Reached) -> None:
    """Waits until members can be reached so: volunteers hears of entries a moment later."""

    async def is_so() -> bool:
        return await reached(app, gateway, owner) == expected

    await eventually(is_so)


def said(rows: list[Json]) -> list[tuple[Any, ...]]:
    """Returns the outcome, the codes, and the changed fields of rows."""
    return [
        (
            each["outcome"],
            [reason["code"] for reason in each["reasons"]],
            [change["field"] for change in each["changes"] if change["field"] != "display_name"],
        )
        for each in rows
    ]


async def test_contacts_go_in_with_consent_and_come_back(gateway: Gateway, owner: Owner) -> None:
    app = App(gateway, await owner.key(*SCOPES), owner.group)
    job = await app.plan(LIST, contactConsent=CONSENT)
    fields = ["name", "phone", "phone", "email", "consent_date"]
    assert [each["field"] for each in job["columns"]] == fields
    rows = (await app.preview(job))["rows"]["nodes"]
    assert said(rows) == [
        ("CREATE", [], ["phone", "email"]),
        ("CREATE", [], ["phone"]),
        ("CREATE", ["NOT_AN_EMAIL"], ["phone"]),
        ("CREATE", ["CONSENT_NOT_GIVEN"], []),
    ]
    # The import keeps none of it.
    assert not [text for text in ("0013", "62345678", "Lin@") if text in str(rows)]
    await app.do("ExecuteImport", importJobId=job["id"])
    await app.comes_to(job, "COMPLETED")
    expected = {
        "林秀英": ("+8613800138000", "Lin@example.org"),
        "吕布": ("+49301234567", ""),
        "陈静": ("+861062345679", ""),
    }
    await comes_to_be(app, gateway, owner, expected)
    # The same list says nothing new, and neither does the file of the roster.
    again = await app.plan(LIST, contactConsent=CONSENT)
    assert said((await app.preview(again))["rows"]["nodes"])[:3] == [
        ("UNCHANGED", [], []),
        ("UNCHANGED", [], []),
        ("UNCHANGED", ["NOT_AN_EMAIL"], []),
    ]
    data = await app.files.file("CSV", withContacts=True)
    back = await app.plan(data, contactConsent=CONSENT)
    assert back["unchangedCount"] == back["rowsTotal"] == 5
    # A new number replaces the old one, until the import is undone.
    changed = "Name,Mobile,E-mail\n林秀英,13800138009,lin@example.org\n"
    job = await app.plan(changed, contactConsent=CONSENT)
    assert said((await app.preview(job))["rows"]["nodes"]) == [("UPDATE", [], ["phone"])]
    await app.do("ExecuteImport", importJobId=job["id"])
    await app.comes_to(job, "COMPLETED")
    new = {"林秀英": ("+8613800138009", "Lin@example.org")}
    await comes_to_be(app, gateway, owner, expected | new)
    await app.do("UndoImport", importJobId=job["id"])
    await app.comes_to(job, "UNDONE")
    await comes_to_be(app, gateway, owner, expected)


async def test_a_name_with_a_phone_says_who_it_is_and_a_phone_alone_does_not(
    gateway: Gateway, owner: Owner
) -> None:
    app = App(gateway, await owner.key(*SCOPES), owner.group)
    job = await app.plan("Name,Phone\n李伟,13800138000\n", contactConsent=CONSENT)
    await app.do("ExecuteImport", importJobId=job["id"])
    await comes_to_be(app, gateway, owner, {"李伟": ("+8613800138000", "")})
    family = (
        "Name,Phone\n李伟,13800138000\n李明,13800138000\n李伟,13800138001\n李明,+86 138 0013 8000\n"
    )
    job = await app.plan(family, contactConsent=CONSENT)
    assert said((await app.preview(job))["rows"]["nodes"]) == [
        ("UNCHANGED", [], []),
        ("CREATE", [], ["phone"]),
        ("CONFLICT", ["SAME_NAME"], []),
        ("UNCHANGED", [], []),
    ]


async def test_without_consent_nothing_of_it_is_imported(gateway: Gateway, owner: Owner) -> None:
    app = App(gateway, await owner.key("MEMBERS_READ", "MEMBERS_WRITE"), owner.group)
    job = await app.plan(LIST)
    assert [each["field"] for each in job["columns"]] == ["name", None, None, None, None]
    refused = await gateway.result(
        OPERATIONS["PlanPeopleImport"],
        owner.token,
        organizationId=owner.group,
        data="TmFtZSxQaG9uZQpBLDEK",
        fileName="x",
        timeZone="UTC",
        columns=[{"name": "Phone", "field": "phone"}],
        requestId=str(uuid4()),
    )
    (error,) = refused["data"]["createPeopleImportJob"]["errors"]
    assert (error["reason"], error["field"]) == ("CONSENT_MISSING", ["input", "contactConsent"])


async def test_an_app_that_may_not_read_contacts_may_not_enter_them(
    gateway: Gateway, owner: Owner
) -> None:
    app = App(gateway, await owner.key("MEMBERS_READ", "MEMBERS_WRITE"), owner.group)
    job = await app.plan("Name\nA\n")
    await app.do("ExecuteImport", importJobId=job["id"])
    await app.comes_to(job, "COMPLETED")
    secret = await owner.key("MEMBERS_READ", "MEMBERS_WRITE")
    answer = await gateway.result(
        OPERATIONS["PlanPeopleImport"],
        secret,
        organizationId=owner.group,
        data="TmFtZSxQaG9uZQpBLDEzODAwMTM4MDAwCg==",
        fileName="x",
        timeZone="Asia/Shanghai",
        contactConsent=CONSENT,
        requestId=str(uuid4()),
    )
    assert "contacts.read" in str(answer)


async def test_nobody_learns_whose_number_it_is(
    gateway: Gateway, world: World, owner: Owner
) -> None:
    """Whoever has an account with a number is told apart from nobody: neither in the plan nor on the roster."""
    token = await newcomer(gateway, world)
    person = (await gateway.ask("{ viewer { person { id } } }", token))["viewer"]["person"]["id"]
    updated = await gateway.do(
        "updatePersonContact", token, personId=person, phone="+8613900000001"
    )
    assert updated["errors"] == []
    app = App(gateway, await owner.key(*SCOPES), owner.group)
    job = await app.plan(
        "Name,Phone\nNewcomer,13900000001\nNobody,13900000002\n", contactConsent=CONSENT
    )
    rows = said((await app.preview(job))["rows"]["nodes"])
    # The founder is called so, too, so the row would be a conflict if anything were known by the name alone.
    assert rows[1] == ("CREATE", [], ["phone"])
    assert rows[0] in (("CONFLICT", ["SAME_NAME"], []), ("CREATE", [], ["phone"]))
    other = await app.plan("Name,Phone\n甲,13900000001\n乙,13900000002\n", contactConsent=CONSENT)
    found = (await app.preview(other))["rows"]["nodes"]
    assert said(found) == [("CREATE", [], ["phone"])] * 2
    await app.do("ExecuteImport", importJobId=other["id"])
    expected = {"甲": ("+8613900000001", ""), "乙": ("+8613900000002", "")}
    await comes_to_be(app, gateway, owner, expected)


async def test_a_member_with_an_account_keeps_their_own(
    gateway: Gateway, world: World, owner: Owner
) -> None:
    token = await newcomer(gateway, world)
    applied = await gateway.do(
        "applyForMembership", token, "membership { id }", organizationId=owner.group
    )
    app = App(gateway, await owner.key(*SCOPES), owner.group)
    content = f"Name,Banyan ID,Phone\nNewcomer,{applied['membership']['id']},13900000003\n"

    async def is_known() -> bool:
        job = await app.plan(content, contactConsent=CONSENT)
        rows = (await app.preview(job))["rows"]["nodes"]
        return said(rows) == [("UNCHANGED", ["CONTACT_IS_THEIRS"], [])]

    await eventually(is_known)
    await eventually(partial(_is_unreached, app, gateway, owner))


async def _is_unreached(app: App, gateway: Gateway, owner: Owner) -> bool:
    return await reached(app, gateway, owner) == {}


@pytest.mark.parametrize("day", ["2999-01-01", "yesterday"])
async def test_consent_is_of_a_day_that_has_been(gateway: Gateway, owner: Owner, day: str) -> None:
    answer = await gateway.result(
        OPERATIONS["PlanPeopleImport"],
        owner.token,
        organizationId=owner.group,
        data="TmFtZSxQaG9uZQpBLDEzODAwMTM4MDAwCg==",
        fileName="x",
        timeZone="Asia/Shanghai",
        contactConsent={"manner": "ORALLY", "date": day},
        requestId=str(uuid4()),
    )
    (error,) = answer["data"]["createPeopleImportJob"]["errors"]
    assert error["field"] == ["input", "contactConsent", "date"]
