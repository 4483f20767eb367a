"""Operations over WebSocket and server-sent events, by clients that others wrote."""

import asyncio
import json
from typing import Any

import pytest
from strawberry.http.exceptions import WebSocketDisconnected

from gateway.transport.websocket import Handler
from tests.gateway.transport import schema
from tests.gateway.transport.conftest import Watches, run_node, start_node
from tests.waiting import TIMEOUT


@pytest.fixture(params=["ws", "sse"])
def request_to(request: pytest.FixtureRequest, address: str) -> dict[str, Any]:
    url = f"{address}/graphql"
    transport: str = request.param
    return {"transport": transport, "url": url.replace("http", "ws", transport == "ws")}


async def subscribe(request_to: dict[str, Any], query: str, **options: object) -> list[Any]:
    return await run_node("subscribe.mjs", {**request_to, "query": query, **options})


async def test_a_subscription_to_its_end(request_to: dict[str, Any]) -> None:
    query = "subscription($to: Int!) { count(to: $to) }"
    *results, last = await subscribe(request_to, query, variables={"to": 3})
    assert results == [{"data": {"count": number}} for number in (1, 2, 3)]
    assert last == "complete"


async def test_queries_and_mutations_too(request_to: dict[str, Any]) -> None:
    assert await subscribe(request_to, "{ tree { name } }") == [
        {"data": {"tree": {"name": "banyan"}}},
        "complete",
    ]
    mutation = 'mutation { plant(name: "榕") { name } }'
    [result, _] = await subscribe(request_to, mutation)
    assert result == {"data": {"plant": {"name": "榕"}}}


async def test_the_credential_arrives(request_to: dict[str, Any]) -> None:
    [result, _] = await subscribe(request_to, "{ whoami }", authorization="Bearer leader")
    assert result == {"data": {"whoami": "leader"}}


async def test_an_invalid_credential_is_refused(request_to: dict[str, Any]) -> None:
    [result] = await subscribe(request_to, "{ whoami }", authorization="Bearer expired")
    if request_to["transport"] == "ws":
        assert result["failed"]["code"] == 4403
    else:
        assert result["failed"]["status"] == 401


async def test_an_error_in_the_middle_is_a_masked_result(request_to: dict[str, Any]) -> None:
    first, second, last = await subscribe(request_to, "subscription { ring }")
    assert first == {"data": {"ring": "nobody"}}
    assert second["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert last == "complete"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { count(to: 1)" + " # " * 50, "GRAPHQL_PARSE_FAILED"),
        ("{" + "name " * 2000 + "}", "DOCUMENT_TOO_LARGE"),
        ("subscription($n: Int!) { count(to: $n) }", "BAD_USER_INPUT"),
    ],
)
async def test_an_operation_that_cannot_start(
    request_to: dict[str, Any], query: str, code: str
) -> None:
    results = await subscribe(request_to, query)
    if request_to["transport"] == "ws":
        errors = results[0]["failed"]["errors"]
    else:
        errors = results[0]["errors"]
        assert results[1] == "complete"
    assert [error["extensions"]["code"] for error in errors] == [code]


@pytest.mark.parametrize("flood", ["false", "true"])
async def test_unsubscribing_lets_the_source_clean_up(
    request_to: dict[str, Any], flood: str, watches: Watches
) -> None:
    await subscribe(request_to, f"subscription {{ watch(flood: {flood}) }}", take=1)
    assert watches.opened == 1
    await watches.close(1)


async def test_the_end_of_a_connection_leaves_a_cleanup_that_has_begun_alone(
    address: str, watches: Watches, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client is found dead while a result is sent, and a moment later by the end of its connection."""
    broken = asyncio.Event()

    async def break_off(self: Any, operation: Any, results: Any) -> None:
        async for result in results:
            await operation.send_next(result)
            broken.set()
            raise WebSocketDisconnected

    monkeypatch.setattr(Handler, "_send_result_stream", break_off)
    monkeypatch.setattr(schema, "CLEANUP_SECONDS", 1.0)
    url = f"{address}/graphql".replace("http", "ws", 1)
    request = {"transport": "ws", "url": url, "query": "subscription { watch }"}
    process = await start_node("subscribe.mjs", request)
    await asyncio.wait_for(broken.wait(), TIMEOUT)
    process.kill()
    await process.communicate()
    await watches.close(1)


@pytest.mark.parametrize("flood", ["false", "true"])
async def test_a_client_that_dies_is_cleaned_up_after(
    request_to: dict[str, Any], flood: str, watches: Watches
) -> None:
    query = f"subscription {{ watch(flood: {flood}) }}"
    process = await start_node("subscribe.mjs", {**request_to, "query": query})
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), TIMEOUT)
    assert json.loads(line) == {"data": {"watch": "first"}}
    assert watches.opened == 1
    process.kill()
    await process.communicate()
    await watches.close(1)
