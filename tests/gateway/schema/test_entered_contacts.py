"""Contact details of people without an account: entered with their consent, and whose they are afterwards."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.gateway.conftest import Gateway, local_id
from tests.gateway.schema.desk import CONTACTS, ME, PHONE, Desk, opened, reason_of
from tests.waiting import eventually
from tests.world import World


@pytest.fixture
async def desk(gateway: Gateway, world: World) -> Desk:
    return await opened(gateway, world)


async def test_consent_to_be_reached_is_on_record(desk: Desk) -> None:
    member = await desk.added()
    payload = await desk.enter_contact(member)
    assert payload["errors"] == []
    [share] = payload["personContact"]["shares"]
    assert share == {
        "consentManner": "ON_PAPER",
        "consentDate": "2026-11-01",
        "recorder": {"displayName": "林秀英"},
        "organization": {"id": desk.group},
    }

    async def phones() -> list[str | None]:
        data = await desk.gateway.ask(CONTACTS, desk.owner, id=desk.group)
        people = [each["membership"]["person"] for each in data["organization"]["roster"]["nodes"]]
        return [each["contact"]["phone"] for each in people if each and each["contact"]]

    async def is_shown() -> bool:
        return await phones() == [PHONE]

    await eventually(is_shown)
    tomorrow = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    [error] = (await desk.enter_contact(member, consentDate=tomorrow))["errors"]
    assert (error["reason"], error["field"]) == ("OUT_OF_RANGE", ["input", "consentDate"])
    payload = await desk.gateway.do(
        "deletePersonContact",
        desk.owner,
        "personContact { phone }",
        personEntryId=member["personEntry"]["id"],
    )
    assert payload == {"errors": [], "personContact": {"phone": None}}
    assert await phones() == []


async def test_contact_details_are_the_persons_once_they_have_an_account(desk: Desk) -> None:
    member = await desk.added()
    assert (await desk.enter_contact(member))["errors"] == []
    guest = desk.newcomer()
    await desk.claimed(await desk.token(member), guest)
    assert reason_of(await desk.enter_contact(member)) == "PERSON_CLAIMED"
    data = await desk.gateway.ask(
        "{ viewer { person { contact { phone shares { consentManner } } } } }", guest
    )
    contact = data["viewer"]["person"]["contact"]
    assert contact == {"phone": PHONE, "shares": [{"consentManner": "ON_PAPER"}]}


async def test_a_phone_number_of_somebody_with_an_account_tells_nothing(desk: Desk) -> None:
    me = await desk.registered()
    mine = (await desk.gateway.ask(ME, me))["viewer"]["person"]
    payload = await desk.gateway.do(
        "updatePersonContact", me, personId=mine["id"], phone="+8613800138042"
    )
    assert payload["errors"] == []
    answers = [
        await desk.enter_contact(await desk.added(), phone=phone)
        for phone in ("+8613800138042", "+8613800138043")
    ]
    for answer in answers:
        answer["personContact"].pop("phone")
    assert answers[0] == answers[1]


async def test_contact_details_go_with_the_membership(desk: Desk) -> None:
    member = await desk.added()
    assert (await desk.enter_contact(member))["errors"] == []
    person = UUID(local_id(member["personEntry"]["id"]))

    async def is_kept() -> bool:
        query = "SELECT FROM person_contact WHERE id = $1"
        return bool(await desk.world.platform.site.sql("volunteers", query, person))

    assert await is_kept()
    ended = await desk.gateway.do("endMembership", desk.owner, membershipId=member["id"])
    assert ended["errors"] == []

    async def is_gone() -> bool:
        return not await is_kept()

    await eventually(is_gone)
    assert reason_of(await desk.enter_contact(member)) == "NOT_AN_ACTIVE_MEMBER"


async def test_only_who_leads_there_enters_contact_details(desk: Desk) -> None:
    member = await desk.added()
    coordinating = await desk.added("李桂芳", "COORDINATOR")
    coordinator = desk.newcomer()
    await desk.claimed(await desk.token(coordinating), coordinator)
    for other in (coordinator, await desk.registered(), desk.world.tokens["administrator"]):
        [error] = (await desk.enter_contact(member, other))["errors"]
        assert error["code"] == "PERMISSION_DENIED"
