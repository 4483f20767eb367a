from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.gateway.conftest import NOBODYS_ID, Gateway, Json, global_id
from tests.waiting import eventually
from tests.world import World

GROUP: dict[str, Any] = {"kind": "VOLUNTEER_GROUP", "membershipPolicy": "OPEN"}
EVENT: dict[str, Any] = {
    "title": "清洁日",
    "startTime": "2030-05-01T09:00:00+08:00",
    "endTime": "2030-05-01T12:00:00+08:00",
    "timeZone": "Asia/Shanghai",
    "visibility": "PUBLIC",
}
SHIFT: dict[str, Any] = {
    "title": "扫地",
    "startTime": "2030-05-01T09:00:00+08:00",
    "endTime": "2030-05-01T12:00:00+08:00",
    "capacity": 3,
}


def refusal(payload: Json) -> tuple[str, str, list[str] | None]:
    """Returns code, reason and field of the only error of a payload."""
    [error] = payload["errors"]
    return error["code"], error["reason"], error["field"]


class Newcomer:
    """A person who has just registered, and acts through the gateway."""

    def __init__(self, gateway: Gateway, token: str, id_: str) -> None:
        self.gateway = gateway
        self.token = token
        self.id = id_

    async def do(self, mutation: str, selection: str = "__typename", **input_: Any) -> Json:
        return await self.gateway.do(mutation, self.token, selection, **input_)

    async def done(self, mutation: str, resource: str, **input_: Any) -> str:
        """Does something that must succeed; returns the id of the resource."""
        payload = await self.do(mutation, f"{resource} {{ id }}", **input_)
        assert payload["errors"] == []
        id_: str = payload[resource]["id"]
        return id_


async def registered(gateway: Gateway, world: World) -> Newcomer:
    """Registers somebody."""
    token = world.platform.site.issuer.mint(f"newcomer-{uuid4()}", "Newcomer")
    payload = await gateway.do(
        "registerPerson", token, "person { id }", displayName="新邻居", timeZone="Asia/Shanghai"
    )
    assert payload["errors"] == []
    return Newcomer(gateway, token, payload["person"]["id"])


@pytest.fixture
async def newcomer(gateway: Gateway, world: World) -> Newcomer:
    return await registered(gateway, world)


@pytest.fixture
async def group(newcomer: Newcomer) -> str:
    return await newcomer.done(
        "createOrganization", "organization", name="邻里小组", website="https://x.org", **GROUP
    )


async def test_from_a_group_to_a_sign_up_and_back(newcomer: Newcomer, group: str) -> None:
    """Each step needs the role that the one before has given: no passport may be older."""
    event = await newcomer.done("createEvent", "event", organizationId=group, **EVENT)
    shift = await newcomer.done("createShift", "shift", eventId=event, **SHIFT)
    await newcomer.done("publishEvent", "event", eventId=event)
    payload = await newcomer.do(
        "createSignUp",
        """signUp { id state person { id } organization { id }
                    shift { placesTaken capacity } event { state } }""",
        shiftId=shift,
    )
    sign_up = payload["signUp"]
    assert sign_up["state"] == "CONFIRMED"
    assert sign_up["person"] == {"id": newcomer.id}
    assert sign_up["organization"] == {"id": group}
    assert sign_up["shift"] == {"placesTaken": 1, "capacity": 3}
    assert sign_up["event"] == {"state": "PUBLISHED"}
    payload = await newcomer.do(
        "cancelSignUp",
        "signUp { state cancelReason shift { placesTaken } }",
        signUpId=sign_up["id"],
        reason="ill",
    )
    assert payload["signUp"] == {
        "state": "CANCELLED",
        "cancelReason": "ill",
        "shift": {"placesTaken": 0},
    }


async def test_one_mutation_sees_what_the_one_before_it_did(newcomer: Newcomer, group: str) -> None:
    data = await newcomer.gateway.ask(
        """mutation($a: UpdateOrganizationInput!, $b: UpdateOrganizationInput!, $id: ID!) {
             a: updateOrganization(input: $a) { organization { name } }
             e: createEvent(input: {organizationId: $id, title: "t", timeZone: "UTC",
                   visibility: PUBLIC, startTime: "2030-01-01T00:00:00Z",
                   endTime: "2030-01-01T01:00:00Z"}) { event { organization { name } } }
             b: updateOrganization(input: $b) { organization { name } }
             f: createEvent(input: {organizationId: $id, title: "t", timeZone: "UTC",
                   visibility: PUBLIC, startTime: "2030-01-01T00:00:00Z",
                   endTime: "2030-01-01T01:00:00Z"}) { event { organization { name } } } }""",
        newcomer.token,
        a={"organizationId": group, "name": "first"},
        b={"organizationId": group, "name": "second"},
        id=group,
    )
    assert data["e"]["event"]["organization"]["name"] == "first"
    assert data["f"]["event"]["organization"]["name"] == "second"


class TestUpdates:
    SELECTION = "organization { name description website etag }"

    async def test_absent_leaves_alone_and_null_clears(
        self, newcomer: Newcomer, group: str
    ) -> None:
        payload = await newcomer.do(
            "updateOrganization", self.SELECTION, organizationId=group, description="for all"
        )
        assert payload["organization"]["description"] == "for all"
        assert payload["organization"]["website"] == "https://x.org"
        payload = await newcomer.do(
            "updateOrganization", self.SELECTION, organizationId=group, website=None
        )
        assert payload["organization"]["description"] == "for all"
        assert payload["organization"]["website"] is None

    async def test_what_cannot_be_cleared_says_so(self, newcomer: Newcomer, group: str) -> None:
        payload = await newcomer.do(
            "updateOrganization", self.SELECTION, organizationId=group, name=None
        )
        assert payload["organization"] is None
        assert {error["code"] for error in payload["errors"]} == {"INVALID_ARGUMENT"}
        assert all(error["field"] == ["input", "name"] for error in payload["errors"])

    async def test_an_etag_guards_against_what_somebody_else_has_changed(
        self, newcomer: Newcomer, group: str
    ) -> None:
        payload = await newcomer.do(
            "updateOrganization", self.SELECTION, organizationId=group, name="A"
        )
        old = payload["organization"]["etag"]
        payload = await newcomer.do(
            "updateOrganization", self.SELECTION, organizationId=group, name="B", etag=old
        )
        assert payload["errors"] == []
        payload = await newcomer.do(
            "updateOrganization", self.SELECTION, organizationId=group, name="C", etag=old
        )
        assert refusal(payload) == ("ABORTED", "ETAG_MISMATCH", ["input", "etag"])

    async def test_an_external_id_is_the_text_that_somebody_else_has_chosen(
        self, newcomer: Newcomer
    ) -> None:
        payload = await newcomer.do(
            "createOrganization",
            "organization { id externalId }",
            name="A",
            externalId="社-7",
            **GROUP,
        )
        assert payload["errors"] == []
        assert payload["organization"]["externalId"] == "社-7"
        payload = await newcomer.do(
            "updateOrganization",
            "organization { externalId }",
            organizationId=payload["organization"]["id"],
            externalId=str(uuid4()),
        )
        assert payload["errors"] == []

    async def test_skills_and_birth_date_go_in(self, newcomer: Newcomer) -> None:
        payload = await newcomer.do(
            "updatePerson",
            "person { skills { name level } languages }",
            personId=newcomer.id,
            skills=[{"name": "急救", "level": "EXPERT"}],
            languages=["zh-Hans"],
            birthDate="1980-02-29",
        )
        assert payload["person"] == {
            "skills": [{"name": "急救", "level": "EXPERT"}],
            "languages": ["zh-Hans"],
        }


class TestRetries:
    async def test_the_same_request_has_one_effect(self, newcomer: Newcomer, group: str) -> None:
        input_ = {"organizationId": group, "requestId": str(uuid4()), **EVENT}
        first = await newcomer.done("createEvent", "event", **input_)
        assert await newcomer.done("createEvent", "event", **input_) == first

    async def test_another_body_under_the_same_id_is_refused(
        self, newcomer: Newcomer, group: str
    ) -> None:
        input_ = {"organizationId": group, "requestId": str(uuid4()), **EVENT}
        await newcomer.done("createEvent", "event", **input_)
        payload = await newcomer.do("createEvent", **(input_ | {"title": "other"}))
        code, _, field = refusal(payload)
        assert (code, field) == ("INVALID_ARGUMENT", ["input", "requestId"])

    async def test_without_an_id_it_is_done_again(self, newcomer: Newcomer, group: str) -> None:
        first = await newcomer.done("createEvent", "event", organizationId=group, **EVENT)
        assert await newcomer.done("createEvent", "event", organizationId=group, **EVENT) != first


class TestErrors:
    async def test_every_reason_of_a_refusal_is_told(self, newcomer: Newcomer, group: str) -> None:
        event = await newcomer.done("createEvent", "event", organizationId=group, **EVENT)
        shift = await newcomer.done(
            "createShift", "shift", eventId=event, requiredSkills=["急救", "烹饪"], **SHIFT
        )
        payload = await newcomer.do("createSignUp", "signUp { id }", shiftId=shift)
        assert payload["signUp"] is None
        assert {error["code"] for error in payload["errors"]} == {"FAILED_PRECONDITION"}
        assert len(payload["errors"]) >= 2
        assert all(error["reason"] and error["message"] for error in payload["errors"])

    async def test_what_somebody_may_not_do(self, newcomer: Newcomer, world: World) -> None:
        group = global_id("Organization", world.ids["group"])
        payload = await newcomer.do("closeOrganization", organizationId=group)
        assert refusal(payload) == ("PERMISSION_DENIED", "NOT_PERMITTED", None)

    async def test_what_is_there_already(self, newcomer: Newcomer, group: str) -> None:
        payload = await newcomer.do("applyForMembership", organizationId=group)
        code, _, _ = refusal(payload)
        assert code == "ALREADY_EXISTS"

    async def test_nobody_in_particular_has_to_sign_in(self, gateway: Gateway) -> None:
        answer = await gateway.result(
            'mutation { registerPerson(input: {displayName: "x", timeZone: "UTC"}) '
            "{ person { id } errors { code } } }"
        )
        assert answer["data"] == {"registerPerson": None}
        [error] = answer["errors"]
        assert error["extensions"]["code"] == "UNAUTHENTICATED"
        assert error["path"] == ["registerPerson"]

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"displayName": ""}, ["input", "displayName"]),
            ({"displayName": "\u3000"}, ["input", "displayName"]),
            ({"displayName": "x\ny"}, ["input", "displayName"]),
            ({"displayName": "canary" * 50}, ["input", "displayName"]),
            ({"displayName": "canary\x00"}, ["input", "displayName"]),
            ({"displayName": "canary\u202e"}, ["input", "displayName"]),
            ({"timeZone": "Canary/Nowhere"}, ["input", "timeZone"]),
            ({"birthDate": "canary"}, ["input", "birthDate"]),
            ({"birthDate": "2001-02-30"}, ["input", "birthDate"]),
            ({"languages": ["en", "canary canary"]}, ["input", "languages", "1"]),
            (
                {"skills": [{"name": "x", "level": "EXPERT"}, {"name": "", "level": "EXPERT"}]},
                ["input", "skills", "1", "name"],
            ),
        ],
    )
    async def test_what_breaks_a_rule_is_told_of_its_field(
        self, newcomer: Newcomer, given: Json, field: list[str]
    ) -> None:
        payload = await newcomer.do("updatePerson", personId=newcomer.id, **given)
        assert {error["code"] for error in payload["errors"]} == {"INVALID_ARGUMENT"}
        assert field in [error["field"] for error in payload["errors"]]
        assert "canary" not in str(payload)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"startTime": "2030-05-01T09:00:00"}, ["input", "startTime"]),
            ({"startTime": "2030-05-01"}, ["input", "startTime"]),
            ({"startTime": "0001-01-01T00:00:00+14:00"}, ["input", "startTime"]),
            ({"endTime": EVENT["startTime"]}, ["input", "endTime"]),
            ({"organizationId": "canary"}, ["input", "organizationId"]),
            ({"organizationId": global_id("Person", NOBODYS_ID)}, ["input", "organizationId"]),
        ],
    )
    async def test_moments_and_ids(
        self, newcomer: Newcomer, group: str, given: Json, field: list[str]
    ) -> None:
        payload = await newcomer.do("createEvent", **({"organizationId": group} | EVENT | given))
        code, _, where = refusal(payload)
        assert (code, where) == ("INVALID_ARGUMENT", field)

    @pytest.mark.parametrize(
        "given",
        [
            {"capacity": 2**31},
            {"capacity": "3"},
            {"startTime": "canary"},
            {"startTime": "9999-12-31T24:00:00Z"},
            {"requestId": "canary"},
            {"unknown": 1},
        ],
    )
    async def test_what_is_no_value_of_its_type_never_reaches_a_service(
        self, newcomer: Newcomer, given: Json
    ) -> None:
        answer = await newcomer.gateway.result(
            "mutation($input: CreateShiftInput!) { createShift(input: $input) { errors { code } } }",
            newcomer.token,
            input={"eventId": global_id("Event", NOBODYS_ID)} | SHIFT | given,
        )
        [error] = answer["errors"]
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        [name] = given
        assert name in error["message"]


async def test_from_a_waitlist_to_hours_on_record(
    newcomer: Newcomer, group: str, world: World
) -> None:
    """One place, two people: the second waits, is offered the place, accepts it, and comes."""
    now = datetime.now(UTC)
    times = {
        "startTime": (now - timedelta(hours=1)).isoformat(),
        "endTime": (now + timedelta(hours=1)).isoformat(),
    }
    event = await newcomer.done("createEvent", "event", organizationId=group, **(EVENT | times))
    shift = await newcomer.done(
        "createShift", "shift", eventId=event, offerSeconds=60, **(SHIFT | times | {"capacity": 1})
    )
    await newcomer.done("publishEvent", "event", eventId=event)
    first = await newcomer.done("createSignUp", "signUp", shiftId=shift)
    second = await registered(newcomer.gateway, world)
    refused = await second.do("createSignUp", shiftId=shift)
    assert refusal(refused)[1] == "SHIFT_FULL"
    waiting = await second.done("createSignUp", "signUp", shiftId=shift, joinWaitlist=True)
    await newcomer.done("cancelSignUp", "signUp", signUpId=first)

    async def is_offered() -> bool:
        data = await second.gateway.ask(
            "query($id: ID!) { node(id: $id) { ... on SignUp { state offerExpireTime"
            " shift { placesTaken placesOffered waitlistLength offerSeconds } } } }",
            second.token,
            id=waiting,
        )
        sign_up: Json = data["node"]
        return (sign_up.pop("offerExpireTime") is not None) and sign_up == {
            "state": "OFFERED",
            "shift": {
                "placesTaken": 1,
                "placesOffered": 1,
                "waitlistLength": 0,
                "offerSeconds": 60,
            },
        }

    await eventually(is_offered)
    await second.done("acceptOffer", "signUp", signUpId=waiting)
    came = (now - timedelta(minutes=30)).isoformat()
    for mutation, values in (("checkIn", {"checkInTime": came}), ("checkOut", {})):
        payload = await newcomer.do(mutation, "signUps { id }", signUpIds=[waiting], **values)
        assert payload == {"errors": [], "signUps": [{"id": waiting}]}
    payload = await newcomer.do(
        "correctAttendance",
        "signUp { state checkInTime checkOutTime attendanceReason }",
        signUpId=waiting,
        checkInTime="2030-05-01T09:00:00+08:00",
        checkOutTime=came,
        reason="抄错了",
    )
    assert {error["reason"] for error in payload["errors"]} >= {"TIME_IN_FUTURE"}
    assert refusal(await second.do("checkIn", signUpIds=[waiting]))[0] == "PERMISSION_DENIED"
