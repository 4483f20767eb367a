"""The calendar of a person: what it shows of their sign-ups, at an address that nothing else gives away."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
from banyan.events.v1 import calendar_feed_pb2, sign_up_pb2
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from gateway.backend.allowances import Allowances
from gateway.calendars.personal import calendar_of_person
from services.events.calendar_feeds import servicer
from services.kit.process import logs, telemetry
from services.kit.process.ids import uuid7
from tests.gateway.calendars.test_feeds import published, read
from tests.gateway.conftest import Gateway, Json, serving
from tests.gateway.subscribers import new_shift, sign_up
from tests.gateway.test_frontends import newcomer
from tests.gateway.test_operations import OPERATIONS
from tests.logs import all_that_is_logged
from tests.world import World


async def fetch(gateway: Gateway, token: str, tag: str = "", query: str = "") -> httpx.Response:
    """Fetches a personal calendar, as an application that knows it by a tag."""
    url = gateway.url.removesuffix("graphql") + f"calendars/mine/{token}.ics{query}"
    return await gateway.http.get(url, headers={"If-None-Match": tag} if tag else {})


async def done(gateway: Gateway, person: str, name: str, **variables: Any) -> Json:
    """Returns the payload of a mutation that succeeds."""
    variables["requestId"] = str(uuid4())
    payload: Json
    (payload,) = (await gateway.ask(OPERATIONS[name], person, **variables)).values()
    assert payload["errors"] == []
    return payload


async def shared(gateway: Gateway, person: str) -> str:
    """Gives a person's calendar a new address, and returns its token."""
    token: str = (await done(gateway, person, "ShareMyCalendar"))["calendarFeedToken"]["token"]
    return token


async def test_from_a_sign_up_to_its_cancellation(gateway: Gateway, world: World) -> None:
    person = await newcomer(gateway, world)
    assert (await gateway.ask(OPERATIONS["MyCalendar"], person))["viewer"]["calendarFeed"] is None
    event = await published(world, world.event())
    place = await sign_up(gateway, person, await new_shift(gateway, world, event.id, capacity=1))
    token = await shared(gateway, person)
    response = await fetch(gateway, token)
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.headers["cache-control"] == "private, no-cache"
    assert response.headers["referrer-policy"] == "no-referrer"
    calendar = read(response.content)
    assert [str(each["tzid"]) for each in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    [found] = calendar.walk("VEVENT")
    assert (found["status"], found["class"]) == ("CONFIRMED", "PRIVATE")
    assert str(found["summary"]).startswith(event.title)
    assert found["location"] == "文化宫"
    assert found["dtstart"].params["tzid"] == "Asia/Shanghai"
    tag = response.headers["etag"]
    assert (await fetch(gateway, token, tag)).status_code == 304
    english = read((await fetch(gateway, token, query="?language=en")).content)
    assert str(english.walk("VEVENT")[0]["summary"]).startswith("Concert")

    cancel = {"signUpId": place, "requestId": str(uuid4())}
    assert (await gateway.do("cancelSignUp", person, **cancel))["errors"] == []
    response = await fetch(gateway, token, tag)
    [after] = read(response.content).walk("VEVENT")
    assert (after["uid"], after["status"]) == (found["uid"], "CANCELLED")
    assert after["sequence"] >= found["sequence"]
    assert response.headers["etag"] != tag

    feed = (await gateway.ask(OPERATIONS["MyCalendar"], person))["viewer"]["calendarFeed"]
    assert feed["state"] == "ACTIVE"
    ended = await done(gateway, person, "StopSharingMyCalendar", calendarFeedId=feed["id"])
    assert ended["calendarFeed"]["state"] == "REVOKED"
    response = await fetch(gateway, token, tag)  # not even that nothing has changed
    assert response.status_code == 404
    assert token not in response.text


async def test_the_token_is_nowhere_else(
    gateway: Gateway, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in a log, down to DEBUG, nor in a trace, nor in an error; also where the service fails."""
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    monkeypatch.setattr(telemetry, "_tracer", provider.get_tracer("tests"))
    monkeypatch.setattr(telemetry, "_provider", provider)

    async def fail(*_: object) -> UUID:
        raise RuntimeError("of its own")

    with all_that_is_logged() as logged:
        person = await newcomer(gateway, world)
        token, guess = await shared(gateway, person), "canary-" + uuid4().hex
        answers = [await fetch(gateway, each) for each in (token, guess, guess * 10)]
        assert [each.status_code for each in answers] == [200, 404, 404]
        monkeypatch.setattr(servicer, "owner_of", fail)
        answers.append(await fetch(gateway, token))
        assert answers[-1].status_code == 503
    places = [_of_our_own(logged), *(each.text + str(each.headers) for each in answers)]
    places += [
        f"{each.name} {each.attributes} {each.events}" for each in spans.get_finished_spans()
    ]
    for secret in (token, guess):
        assert not [each for each in places if secret in each]
    # The controls: the failure is logged with its request, and the requests are in traces.
    assert "of its own" in places[0]
    assert "[redacted]" in places[0]
    assert [each for each in places if each.startswith("personal calendar")]
    with all_that_is_logged() as logged:
        monkeypatch.setattr(logs, "without_personal_data", lambda message: message)
        await fetch(gateway, token)
    assert token in _of_our_own(logged)


def _of_our_own(logged: io.StringIO) -> str:
    """Returns what is logged, but for the client of the test, and the line of uvicorn that a gateway as a process has not.

    tests/gateway/transport/test_logs.py looks at all lines of a process.
    """
    lines = logged.getvalue().splitlines()
    others = ("httpx", "uvicorn.access")
    return "\n".join(each for each in lines if json.loads(each)["logger"] not in others)


async def test_costs_points_also_for_guesses(gateway: Gateway, world: World) -> None:
    token = await shared(gateway, await newcomer(gateway, world))
    poor = Allowances(anonymous_budget=1200, anonymous_refill=0.001)
    async with serving(world.platform.site, allowances=poor) as other:
        assert (await fetch(other, token)).status_code == 200
        while (response := await fetch(other, "guess")).status_code == 404:
            pass
        assert response.status_code == 429
        assert (await fetch(other, token)).status_code == 429
    assert (await fetch(gateway, token)).status_code == 200


def entry(state: str, created: datetime, *changed: datetime) -> calendar_feed_pb2.CalendarEntry:
    """Returns a sign-up with its event and shift, last changed at these times."""
    found = calendar_feed_pb2.CalendarEntry()
    found.sign_up.CopyFrom(sign_up_pb2.SignUp(id=str(uuid7()), state=f"SIGN_UP_STATE_{state}"))
    found.event.title, found.shift.title, found.event.time_zone = "演出", "搬椅子", "Asia/Shanghai"
    found.sign_up.create_time.FromDatetime(created)
    starts = datetime(2026, 10, 18, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    found.sign_up.start_time.FromDatetime(starts)
    found.sign_up.end_time.FromDatetime(starts + timedelta(hours=2))
    times = (found.sign_up.update_time, found.event.update_time, found.shift.update_time)
    for time, at in zip(times, changed, strict=True):
        time.FromDatetime(at)
    return found


@pytest.mark.parametrize(
    ("state", "status", "transparency"),
    [
        ("CONFIRMED", "CONFIRMED", None),
        ("CHECKED_IN", "CONFIRMED", None),
        ("COMPLETED", "CONFIRMED", None),
        ("NO_SHOW", "CONFIRMED", None),
        ("WAITLISTED", "TENTATIVE", "TRANSPARENT"),
        ("OFFERED", "TENTATIVE", None),
        ("CANCELLED", "CANCELLED", None),
        ("EXPIRED", "CANCELLED", None),
        ("EXCUSED", "CANCELLED", None),
    ],
)
def test_the_states_of_a_sign_up(state: str, status: str, transparency: str | None) -> None:
    at = datetime(2026, 10, 1, tzinfo=UTC)
    calendar = read(calendar_of_person([entry(state, at, at, at, at)], ""))
    [found] = calendar.walk("VEVENT")
    assert (found["status"], found.get("transp")) == (status, transparency)
    assert found["summary"] == "演出 · 搬椅子"


def test_whatever_changes_makes_the_next_version() -> None:
    """The sequence tells of changes of the event and of the shift as well, and never goes back."""
    at = datetime(2026, 10, 1, tzinfo=UTC)
    times = [at, at - timedelta(days=1), at - timedelta(days=1)]
    last = -1
    for number, minutes in ((1, 5), (0, 6), (2, 7), (1, 8)):
        times[number] = at + timedelta(minutes=minutes)
        found = entry("CONFIRMED", at, *times)
        [shown] = read(calendar_of_person([found], "")).walk("VEVENT")
        assert shown["sequence"] > last
        last = shown["sequence"]
        assert shown["dtstamp"].dt == times[number]
