"""From a name that a leader types to an account, through the gateway; and what others make of the link."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.organizations.person_entries.queries import MOST_A_DAY, MOST_UNCLAIMED
from tests.gateway.conftest import Gateway, global_id, local_id
from tests.gateway.schema.desk import ME, PREVIEW, ROSTER, Desk, opened, reason_of
from tests.remedies import Remedies
from tests.waiting import eventually
from tests.world import World

REMEDIES = Remedies(
    "organizations",
    "person_entries",
    elsewhere={
        "REGISTRATION_UNCHECKED": "tests/organizations/person_entries/test_claiming.py",
        "TOO_MANY_IMPORTED": "100,000 people, whom no test makes; links to claim records are followed below",
        "CLAIM_LINK_SHOWN_BEFORE": "tests/organizations/person_entries/test_claiming.py",
    },
)
remedy = REMEDIES.of


@pytest.fixture
async def desk(gateway: Gateway, world: World) -> Desk:
    return await opened(gateway, world)


async def test_who_is_entered_is_a_member_at_once_and_gets_an_account_later(desk: Desk) -> None:
    member = await desk.added("张桂芳", "COORDINATOR")
    assert (member["state"], member["roles"]) == ("ACTIVE", [{"role": "COORDINATOR"}])
    assert member["personEntry"]["state"] == "UNCLAIMED"
    data = await desk.gateway.ask(ROSTER, desk.owner, id=desk.group, query="guifang")
    [entry] = data["organization"]["roster"]["nodes"]
    assert (entry["displayName"], entry["pending"]) == ("张桂芳", False)

    async def is_made() -> bool:
        found = await desk.gateway.ask(ROSTER, desk.owner, id=desk.group, query="张桂")
        [each] = found["organization"]["roster"]["nodes"]
        return bool(each["membership"]["person"] == {"displayName": "张桂芳"})

    await eventually(is_made)
    link = (await desk.link(member))["claimLink"]
    assert link["link"].endswith(f"/claim#{link['token']}")
    guest = desk.newcomer()
    data = await desk.gateway.ask(PREVIEW, guest, token=link["token"])
    assert data["claimPreview"] == {
        "displayName": "张桂芳",
        "usable": True,
        "organization": {"name": "夕阳红茶社"},
    }
    entry = await desk.claimed(link["token"], guest)
    assert (entry["state"], entry["linkExpireTime"]) == ("CLAIMED", None)
    person = (await desk.gateway.ask(ME, guest))["viewer"]["person"]
    assert (person["id"], person["displayName"]) == (entry["person"]["id"], "张桂芳")
    [membership] = person["memberships"]["nodes"]
    assert membership == {
        "organization": {"name": "夕阳红茶社"},
        "state": "ACTIVE",
        "roles": [{"role": "COORDINATOR"}],
    }
    # The role counts, and the data is their own.
    invite = await desk.gateway.do("createInvitation", guest, organizationId=desk.group)
    assert invite["errors"] == []
    renamed = await desk.gateway.do(
        "updatePerson", guest, "person { displayName }", personId=person["id"], displayName="桂芳"
    )
    assert renamed == {"errors": [], "person": {"displayName": "桂芳"}}


async def test_who_is_entered_is_compared_with_nobody(desk: Desk) -> None:
    """Somebody of that name is there, with an account; the answers about a new name are the same."""
    me = await desk.registered()
    mine = (await desk.gateway.ask(ME, me))["viewer"]["person"]
    known, unknown = await desk.added(mine["displayName"]), await desk.added("陆无名")
    for each, name in ((known, mine["displayName"]), (unknown, "陆无名")):
        entry = each["personEntry"]
        assert (each["state"], entry["state"], entry["displayName"]) == (
            "ACTIVE",
            "UNCLAIMED",
            name,
        )
    assert local_id(known["personEntry"]["id"]) != local_id(mine["id"])
    data = await desk.gateway.ask(ME, me)
    assert data["viewer"]["person"]["memberships"]["nodes"] == []


async def test_a_change_of_the_name_reaches_the_person(desk: Desk) -> None:
    member = await desk.added("张桂方")
    payload = await desk.gateway.do(
        "updatePersonEntry",
        desk.owner,
        "personEntry { displayName }",
        personEntryId=member["personEntry"]["id"],
        displayName="张桂芳",
    )
    assert payload == {"errors": [], "personEntry": {"displayName": "张桂芳"}}

    async def is_known() -> bool:
        data = await desk.gateway.ask(ROSTER, desk.owner, id=desk.group, query="张桂芳")
        return [
            (each["displayName"], each["membership"]["person"])
            for each in data["organization"]["roster"]["nodes"]
        ] == [("张桂芳", {"displayName": "张桂芳"})]

    await eventually(is_known)


async def test_of_many_who_claim_at_once_one_gets_the_record(desk: Desk) -> None:
    secret = await desk.token(await desk.added())
    payloads = await asyncio.gather(*(desk.claim(secret, desk.newcomer()) for _ in range(5)))
    reasons = [[error["reason"] for error in payload["errors"]] for payload in payloads]
    assert sorted(reasons) == [[], *[["CLAIM_LINK_USED"]] * 4]


async def test_an_account_claims_one_record(desk: Desk) -> None:
    secrets = [await desk.token(await desk.added(name)) for name in ("张桂芳", "李桂芳")]
    guest = desk.newcomer()
    payloads = await asyncio.gather(*(desk.claim(secret, guest) for secret in secrets))
    reasons = [[error["reason"] for error in payload["errors"]] for payload in payloads]
    assert sorted(reasons) == [[], ["ACCOUNT_HAS_A_PERSON"]]
    left = secrets[0 if reasons[0] else 1]
    assert await desk.usable(left)


async def test_a_retry_gets_the_answer_that_it_missed(desk: Desk) -> None:
    secret, guest, request_id = await desk.token(await desk.added()), desk.newcomer(), str(uuid4())
    first = await desk.claim(secret, guest, requestId=request_id)
    assert first["errors"] == []
    again = await desk.claim(secret, guest, requestId=request_id)
    assert (again["errors"], again["personEntry"]["state"]) == ([], "CLAIMED")


async def test_others_neither_enter_nor_link_nor_see_what_was_entered(desk: Desk) -> None:
    member = await desk.added()
    for other in (await desk.registered(), desk.world.tokens["leader"]):
        for payload in (await desk.add(token=other), await desk.link(member, other)):
            [error] = payload["errors"]
            assert error["code"] == "PERMISSION_DENIED"
        query = "query($id: ID!) { node(id: $id) { id } }"
        data = await desk.gateway.ask(query, other, id=member["personEntry"]["id"])
        assert data["node"] is None


async def test_a_leader_signs_up_who_has_no_account(desk: Desk) -> None:
    member = await desk.added()
    start = datetime.now(UTC) + timedelta(days=40)
    times = {
        "startTime": start.isoformat(),
        "endTime": (start + timedelta(hours=2)).isoformat(),
    }
    made = await desk.gateway.do(
        "createEvent",
        desk.owner,
        "event { id }",
        organizationId=desk.group,
        title="茶会",
        timeZone="Asia/Shanghai",
        visibility="MEMBERS",
        **times,
    )
    shift = await desk.gateway.do(
        "createShift",
        desk.owner,
        "shift { id }",
        eventId=made["event"]["id"],
        title="泡茶",
        capacity=1,
        **times,
    )
    await desk.gateway.do("publishEvent", desk.owner, eventId=made["event"]["id"])
    person = global_id("Person", local_id(member["personEntry"]["id"]))
    about = {"shiftId": shift["shift"]["id"], "personId": person}

    async def is_signed_up() -> bool:
        payload = await desk.gateway.do(
            "createSignUp", desk.owner, "signUp { state person { displayName } }", **about
        )
        if payload["errors"]:  # their name and membership have yet to arrive
            reasons = {error["reason"] for error in payload["errors"]}
            assert reasons <= {"PERSON_UNKNOWN", "NOT_A_MEMBER"}, payload
            return False
        assert payload["signUp"] == {"state": "CONFIRMED", "person": {"displayName": "张桂芳"}}
        return True

    await eventually(is_signed_up)
    # It is theirs once they have claimed their record.
    guest = desk.newcomer()
    await desk.claimed(await desk.token(member), guest)
    mine = "{ viewer { signUps { nodes { state shift { title } } } } }"
    data = await desk.gateway.ask(mine, guest)
    assert data["viewer"]["signUps"]["nodes"] == [
        {"state": "CONFIRMED", "shift": {"title": "泡茶"}}
    ]


@remedy("NO_SUCH_CLAIM_LINK", "CLAIM_LINK_EXPIRED", "NO_CLAIM_LINK")
async def ask_the_organization_for_a_new_one(desk: Desk) -> None:
    member, guest = await desk.added(), desk.newcomer()
    first = await desk.token(member)
    second = await desk.token(member)  # which replaces it
    assert reason_of(await desk.claim(first, guest), "for a new one") == "NO_SUCH_CLAIM_LINK"
    assert (await desk.revoke(member))["personEntry"]["linkExpireTime"] is None
    assert reason_of(await desk.claim(second, guest), "for a new one") == "NO_SUCH_CLAIM_LINK"
    assert reason_of(await desk.revoke(member), "Reload the person") == "NO_CLAIM_LINK"
    third = await desk.token(member)
    await desk.world.platform.site.sql(
        "organizations",
        "UPDATE person_entry SET link_expire_time = now() WHERE id = $1",
        UUID(local_id(member["personEntry"]["id"])),
    )
    assert not await desk.usable(third)
    assert reason_of(await desk.claim(third, guest), "for a new one") == "CLAIM_LINK_EXPIRED"
    await desk.claimed(await desk.token(member), guest)


@remedy("CLAIM_LINK_USED", "PERSON_CLAIMED")
async def tell_the_organization_that_it_was_not_you(desk: Desk) -> None:
    member = await desk.added()
    secret = await desk.token(member)
    await desk.claimed(secret, desk.newcomer())
    assert not await desk.usable(secret)
    said = reason_of(await desk.claim(secret, desk.newcomer()), "tell the organization")
    assert said == "CLAIM_LINK_USED"
    assert reason_of(await desk.link(member), "Ask them to change it") == "PERSON_CLAIMED"
    # What the organization then does: it ends the membership, and enters the person again.
    ended = await desk.gateway.do(
        "endMembership", desk.owner, "membership { state }", membershipId=member["id"]
    )
    assert ended == {"errors": [], "membership": {"state": "ENDED"}}
    await desk.claimed(await desk.token(await desk.added()), desk.newcomer())


@remedy("ACCOUNT_HAS_A_PERSON")
async def join_as_yourself(desk: Desk) -> None:
    member = await desk.added()
    secret, me = await desk.token(member), await desk.registered()
    assert reason_of(await desk.claim(secret, me), "invite you") == "ACCOUNT_HAS_A_PERSON"
    assert await desk.usable(secret)
    made = await desk.gateway.do(
        "createInvitation", desk.owner, "invitationLink { token }", organizationId=desk.group
    )
    joined = await desk.gateway.do(
        "acceptInvitation", me, "membership { state }", token=made["invitationLink"]["token"]
    )
    assert joined == {"errors": [], "membership": {"state": "ACTIVE"}}
    ended = await desk.gateway.do("endMembership", desk.owner, membershipId=member["id"])
    assert ended["errors"] == []


@remedy("CLAIM_LINK_WITHOUT_RIGHT")
async def ask_for_one_of_somebody_who_leads(desk: Desk) -> None:
    leading = await desk.added("王主任", "LEADER")
    leader = desk.newcomer()
    await desk.claimed(await desk.token(leading), leader)
    member = await desk.added()
    secret, guest = await desk.token(member, leader), desk.newcomer()
    assert await desk.usable(secret)
    await desk.gateway.do("endRole", desk.owner, membershipId=leading["id"], role="LEADER")
    assert not await desk.usable(secret)
    said = reason_of(await desk.claim(secret, guest), "for a new one")
    assert said == "CLAIM_LINK_WITHOUT_RIGHT"
    await desk.claimed(await desk.token(member), guest)


@remedy("OWNER_WITHOUT_ACCOUNT")
async def give_a_link_before_the_group(desk: Desk) -> None:
    member = await desk.added()
    owner = {"membershipIds": [member["id"]], "role": "OWNER"}
    said = reason_of(await desk.gateway.do("grantRoles", desk.owner, **owner), "a link")
    assert said == "OWNER_WITHOUT_ACCOUNT"
    await desk.claimed(await desk.token(member), desk.newcomer())
    assert (await desk.gateway.do("grantRoles", desk.owner, **owner))["errors"] == []


@remedy("TOO_MANY_ENTERED")
async def go_on_tomorrow(desk: Desk) -> None:
    await desk.fill(MOST_A_DAY, at=datetime.now(UTC))
    assert reason_of(await desk.add(), "tomorrow") == "TOO_MANY_ENTERED"
    await desk.world.platform.site.sql(
        "organizations",
        "UPDATE person_entry SET create_time = create_time - interval '1 day' WHERE organization_id = $1",
        UUID(local_id(desk.group)),
    )
    await desk.added()


@remedy("TOO_MANY_WITHOUT_ACCOUNT")
async def let_some_claim_their_record(desk: Desk) -> None:
    member = await desk.added()
    await desk.fill(MOST_UNCLAIMED - 1, at=datetime.now(UTC) - timedelta(days=2))
    assert reason_of(await desk.add(), "to claim") == "TOO_MANY_WITHOUT_ACCOUNT"
    await desk.claimed(await desk.token(member), desk.newcomer())
    await desk.added()


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(desk: Desk, scenario: Callable[[Desk], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, desk)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
