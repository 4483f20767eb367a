"""Metrics of the gateway: what operations came to, whatever clients choose to send."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import uuid4

import httpx
import pytest

from deploy.local.issuer import ISSUER
from gateway.transport.metrics import known
from services.kit.process import metrics
from tests.gateway.conftest import NOBODYS_ID, Gateway, global_id
from tests.gateway.subscribers import PLACES
from tests.metrics import Scrape, exemplars, scrape
from tests.waiting import eventually
from tests.world import World

OPERATIONS = "banyan_graphql_operations_total"
OPEN = "banyan_graphql_subscriptions"
Seen = Callable[[], Awaitable[Scrape]]


@pytest.fixture
async def seen() -> AsyncIterator[Seen]:
    """Returns what Prometheus would see at the moment."""
    async with metrics.served("127.0.0.1:0") as port:
        yield lambda: scrape(port)


def update_name(of: str) -> dict[str, str]:
    return {"personId": of, "displayName": "Name"}


@pytest.mark.parametrize(
    ("query", "type_", "code"),
    [
        ("{ __typename }", "query", "OK"),
        ("query Chosen { events(first: 1) { nodes { id } } }", "query", "OK"),
        ("{ events(first: 100000) { nodes { id } } }", "query", "INVALID_ARGUMENT"),
        ("{ nothing }", "query", "GRAPHQL_VALIDATION_FAILED"),
        ("mutation { nothing }", "mutation", "GRAPHQL_VALIDATION_FAILED"),
        ("{", "unknown", "GRAPHQL_PARSE_FAILED"),
        ("fragment Nothing on Query { __typename }", "unknown", "OPERATION_RESOLUTION_FAILURE"),
    ],
)
async def test_operations_are_counted_by_type_and_outcome(
    gateway: Gateway, seen: Seen, query: str, type_: str, code: str
) -> None:
    before = await seen()
    await gateway.result(query)
    after = await seen()
    grown = {
        (labels["type"], labels["code"]): after.value(OPERATIONS, **labels)
        - before.value(OPERATIONS, **labels)
        for labels in after.labels(OPERATIONS)
    }
    assert {key: number for key, number in grown.items() if number} == {(type_, code): 1}
    timed = "banyan_graphql_operation_duration_seconds_count"
    assert after.value(timed, type=type_) == before.value(timed, type=type_) + 1


async def test_the_duration_of_an_operation_leads_to_its_trace(gateway: Gateway) -> None:
    trace = uuid4().hex
    headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    await gateway.http.post(gateway.url, json={"query": "{ __typename }"}, headers=headers)
    async with metrics.served("127.0.0.1:0") as port:
        name = "banyan_graphql_operation_duration_seconds"
        assert trace in await exemplars(port, name, type="query")


async def test_a_mutation_that_is_refused_counts_as_such(
    gateway: Gateway, world: World, seen: Seen
) -> None:
    labels = {"type": "mutation", "code": "PERMISSION_DENIED"}
    before = await seen()
    person = global_id("Person", world.people["owner"])
    payload = await gateway.do("updatePerson", world.tokens["member"], **update_name(person))
    assert payload["errors"]
    after = await seen()
    assert after.value(OPERATIONS, **labels) == before.value(OPERATIONS, **labels) + 1


async def test_a_query_by_stream_and_one_that_is_misplaced_are_counted_once_and_never(
    gateway: Gateway, seen: Seen
) -> None:
    def total(found: Scrape) -> float:
        return sum(found.of(OPERATIONS).values())

    before = total(await seen())
    async with gateway.events("{ __typename }") as results:
        assert [result async for result in results]
    assert total(await seen()) == before + 1
    response = await gateway.http.get(gateway.url, params={"query": "mutation { nothing }"})
    assert response.status_code == 405
    assert total(await seen()) == before + 1


async def test_open_subscriptions_are_seen_until_the_client_is_gone(
    gateway: Gateway, world: World, seen: Seen
) -> None:
    before = await seen()
    shift = global_id("Shift", world.ids["shift"])
    token = world.tokens["coordinator"]
    async with gateway.events(PLACES, token, id=shift) as results:
        await anext(results)
        assert (await seen()).value(OPEN) == before.value(OPEN) + 1

    async def is_closed() -> bool:
        after = await seen()
        labels = {"type": "subscription", "code": "CANCELLED"}
        grown = after.value(OPERATIONS, **labels) - before.value(OPERATIONS, **labels)
        return after.value(OPEN) == before.value(OPEN) and grown == 1

    await eventually(is_closed)


async def test_a_subscription_that_may_not_be_closes_the_count(
    gateway: Gateway, world: World, seen: Seen
) -> None:
    before = await seen()
    nobodys = global_id("Shift", NOBODYS_ID)
    async with gateway.events(PLACES, world.tokens["member"], id=nobodys) as results:
        (result,) = [result async for result in results]
    after = await seen()
    labels = {"type": "subscription", "code": result["errors"][0]["extensions"]["code"]}
    assert after.value(OPERATIONS, **labels) == before.value(OPERATIONS, **labels) + 1
    assert after.value(OPEN) == before.value(OPEN)


async def test_every_http_answer_is_counted_by_status(gateway: Gateway, seen: Seen) -> None:
    name = "banyan_http_responses_total"
    before = await seen()
    too_large = b'{"query": "' + b"x" * (2 * 1024 * 1024) + b'"}'
    for body, status in ((b"not json", 400), (too_large, 413)):
        response = await gateway.http.post(
            gateway.url, content=body, headers={"content-type": "application/json"}
        )
        assert response.status_code == status
        after = await seen()
        grown = after.value(name, status=str(status)) - before.value(name, status=str(status))
        assert grown == 1


@pytest.mark.parametrize(("level", "names"), [("DEBUG", ["Hello", "Canary"]), ("INFO", ["Canary"])])
async def test_operations_are_logged_without_their_texts(
    gateway: Gateway,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    level: str,
    names: list[str],
) -> None:
    monkeypatch.setattr("gateway.transport.metrics.SLOW_SECONDS", 1000.0)
    with caplog.at_level(level, "banyan.graphql"):
        await gateway.result("query Hello { __typename }")
        await gateway.result("query Canary { canary }")
    records = [vars(record) for record in caplog.records if record.name == "banyan.graphql"]
    told = [(each["type"], each["operation"], each["code"]) for each in records]
    codes = {"Hello": "OK", "Canary": "GRAPHQL_VALIDATION_FAILED"}
    assert told == [("query", name, codes[name]) for name in names]
    assert all("{" not in str(each["msg"]) for each in records)


async def test_a_slow_query_is_logged(
    gateway: Gateway, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.transport.metrics.SLOW_SECONDS", 0.0)
    with caplog.at_level("INFO", "banyan.graphql"):
        await gateway.result("query Hello { __typename }")
    told = [vars(each)["operation"] for each in caplog.records if each.name == "banyan.graphql"]
    assert told == ["Hello"]


async def test_passport_exchanges_are_counted_by_outcome(gateway: Gateway, seen: Seen) -> None:
    name = "banyan_passport_exchanges_total"
    before = await seen()
    await gateway.result("{ __typename }", "junk")
    after = await seen()
    refused = after.value(name, outcome="refused") - before.value(name, outcome="refused")
    assert refused == 1
    outcomes = {labels["outcome"] for labels in after.labels(name)}
    assert outcomes <= {"issued", "refused", "kept", "unavailable", "failed"}
    assert ISSUER not in str(after.series.keys())


async def test_clients_add_no_series(gateway: Gateway, world: World, seen: Seen) -> None:
    """Whatever they send: names of operations and fields, variables, credentials, headers, texts."""
    token = world.tokens["member"]

    async def flood(numbers: range) -> set[str]:
        canaries = set()
        for number in numbers:
            canary = f"canary{number}x{uuid4().hex}"
            canaries.add(canary)
            person = global_id("Person", world.people["owner"])
            await asyncio.gather(
                gateway.result(f"query {canary} {{ __typename }}"),
                gateway.result(f"query {canary} {{ {canary}: __typename }}"),
                gateway.result(f"{{ {canary} }}"),
                gateway.result(f"mutation {canary} {{ {canary} }}"),
                gateway.result(f"subscription {canary} {{ {canary} }}"),
                gateway.result(f"{canary} {{"),
                gateway.result("{ __typename }", canary),
                gateway.result("query($id: ID!) { node(id: $id) { id } }", token, id=canary),
                gateway.do("updatePerson", token, **update_name(canary)),
                gateway.do("updatePerson", token, **update_name(person)),
                gateway.http.get(f"{gateway.url}/{canary}", headers={"x-request-id": canary}),
                gateway.http.request(canary[:20].upper(), gateway.url),
            )
        return canaries

    await flood(range(1))
    before = (await seen()).of("banyan_").keys()
    canaries = await flood(range(1, 15))
    after = (await seen()).of("banyan_").keys()
    assert after == before
    assert not any(canary in str(after) for canary in canaries)


def test_only_codes_of_ours_become_a_label(monkeypatch: pytest.MonkeyPatch) -> None:
    assert known("PERMISSION_DENIED") == "PERMISSION_DENIED"
    codes = {f"CODE_{number}" for number in range(100)}
    assert {known(code) for code in codes} == {"OTHER"}
    # Without the list every one of them would be a series, for ever.
    monkeypatch.setattr("gateway.transport.metrics._KNOWN", codes)
    assert {known(code) for code in codes} == codes


async def test_the_public_port_serves_no_metrics(gateway: Gateway) -> None:
    base = httpx.URL(gateway.url)
    for path in ("/metrics", "/graphql/metrics", "//metrics", "/"):
        response = await gateway.http.get(base.copy_with(path=path))
        assert response.status_code == 404
        assert "banyan_" not in response.text
