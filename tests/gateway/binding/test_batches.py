"""Mutations that do the same to several resources: an outcome for each, and one call to a service."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from google.protobuf.message import Message

from services.kit.calls.client import Client
from services.kit.process.ids import uuid7
from tests.gateway.conftest import Gateway, Json, global_id, local_id
from tests.gateway.subscribers import sign_up
from tests.gateway.test_frontends import newcomer
from tests.world import World

PEOPLE = 33  # who come to a rehearsal
COPIES = """INSERT INTO sign_up SELECT copy.* FROM sign_up, unnest($2::uuid[]) AS added,
    jsonb_populate_record(sign_up, jsonb_build_object('id', added, 'person_id', added)) AS copy
    WHERE sign_up.id = $1"""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The requests that this process sends to services."""
    made: list[str] = []
    call = Client.call

    async def noting(client: Client, request: Message, *rest: Any, **options: Any) -> Any:
        made.append(type(request).__name__)
        return await call(client, request, *rest, **options)

    monkeypatch.setattr(Client, "call", noting)
    return made


@pytest.fixture
async def rehearsal(gateway: Gateway, world: World) -> list[str]:
    """The sign-ups of 33 people for a shift that has begun."""
    owner, now = world.tokens["owner"], datetime.now(UTC)
    times = {
        "startTime": (now - timedelta(minutes=30)).isoformat(),
        "endTime": (now + timedelta(hours=1)).isoformat(),
    }

    async def made(mutation: str, resource: str, **values: Any) -> str:
        payload = await gateway.do(mutation, owner, f"{resource} {{ id }}", **values)
        assert payload["errors"] == []
        return str(payload[resource]["id"])

    event = await made(
        "createEvent",
        "event",
        organizationId=global_id("Organization", world.ids["group"]),
        title="排练 Rehearsal",
        timeZone="UTC",
        visibility="PUBLIC",
        **times,
    )
    shift = await made(
        "createShift", "shift", eventId=event, title="唱歌", capacity=PEOPLE, **times
    )
    await made("publishEvent", "event", eventId=event)
    first = await sign_up(gateway, await newcomer(gateway, world), shift)
    others = [uuid7() for _ in range(PEOPLE - 1)]
    await world.platform.site.sql("events", COPIES, UUID(local_id(first)), others)
    return [first, *(global_id("SignUp", str(id_)) for id_ in others)]


def places(payload: Json) -> list[tuple[str, list[str] | None]]:
    return [(error["reason"], error["field"]) for error in payload["errors"]]


async def test_all_are_here(
    gateway: Gateway, world: World, rehearsal: list[str], calls: list[str]
) -> None:
    token, request_id = world.tokens["coordinator"], str(uuid4())
    selection = "signUps { id state shift { id } }"

    async def check_in(request_id: str) -> Json:
        calls.clear()
        values: dict[str, Any] = {"signUpIds": rehearsal, "requestId": request_id}
        return await gateway.do("checkIn", token, selection, **values)

    payload = await check_in(request_id)
    assert payload["errors"] == []
    assert [(each["id"], each["state"]) for each in payload["signUps"]] == [
        (id_, "CHECKED_IN") for id_ in rehearsal
    ]
    assert [name for name in calls if name != "IssuePassportRequest"] == [
        "BatchCheckInRequest",
        "BatchGetShiftsRequest",
    ]
    assert await check_in(request_id) == payload  # a retry: nobody is checked in twice
    again = await check_in(str(uuid4()))  # control
    assert places(again) == [
        ("STATE_DOES_NOT_ALLOW", ["input", "signUpIds", str(index)]) for index in range(PEOPLE)
    ]
    assert again["signUps"] == [None] * PEOPLE


async def test_some_are_refused_and_others_not(
    gateway: Gateway, world: World, rehearsal: list[str]
) -> None:
    token = world.tokens["coordinator"]
    nobody = global_id("SignUp", str(uuid7()))
    ids = [rehearsal[0], nobody, rehearsal[1]]
    payload = await gateway.do("recordNoShow", token, "signUps { state }", signUpIds=ids)
    assert payload["signUps"] == [{"state": "NO_SHOW"}, None, {"state": "NO_SHOW"}]
    assert places(payload) == [("NOT_PERMITTED", ["input", "signUpIds", "1"])]


async def test_what_is_wrong_for_all_is_told_once(
    gateway: Gateway, world: World, rehearsal: list[str]
) -> None:
    token = world.tokens["coordinator"]
    long = "x" * 1001
    payload = await gateway.do(
        "recordNoShow", token, "signUps { id }", signUpIds=rehearsal, reason=long
    )
    assert (payload["signUps"], places(payload)) == ([], [("STRING_MAX_LEN", ["input", "reason"])])


async def test_the_ids_that_are_none_are_named(gateway: Gateway, world: World) -> None:
    token, event = world.tokens["coordinator"], global_id("Event", world.ids["event"])
    ids = [global_id("SignUp", str(uuid7())), event, "nonsense"]
    payload = await gateway.do("checkIn", token, "signUps { id }", signUpIds=ids)
    assert payload["signUps"] == []
    assert places(payload) == [
        ("ID_INVALID", ["input", "signUpIds", "1"]),
        ("ID_INVALID", ["input", "signUpIds", "2"]),
    ]
    for count, reason in ((0, "REPEATED_MIN_ITEMS"), (101, "REPEATED_MAX_ITEMS")):
        payload = await gateway.do("checkIn", token, signUpIds=ids[:1] * count)
        assert places(payload) == [(reason, ["input", "signUpIds"])]
