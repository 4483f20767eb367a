"""Server-sent events byte by byte."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest

from gateway.transport.settings import TransportSettings
from tests.gateway.transport.conftest import Watches, serving
from tests.gateway.transport.test_http import code, post

EVENTS = "text/event-stream"


@asynccontextmanager
async def watching(
    client: httpx.AsyncClient, query: str = "subscription { watch }"
) -> AsyncIterator[AsyncIterator[str]]:
    """Opens a stream and yields its lines."""
    headers = {"accept": EVENTS}
    async with client.stream(
        "POST", "/graphql", json={"query": query}, headers=headers
    ) as response:
        assert response.headers["content-type"].startswith(EVENTS)
        yield response.aiter_lines()


async def test_the_events(client: httpx.AsyncClient) -> None:
    response = await post(client, {"query": "subscription { count(to: 2) }"}, accept=EVENTS)
    assert response.headers["cache-control"] == "no-store, no-transform"
    assert response.text == (
        'event: next\ndata: {"data":{"count":1}}\n\n'
        'event: next\ndata: {"data":{"count":2}}\n\n'
        "event: complete\ndata:\n\n"
    )


async def test_a_value_with_line_breaks_stays_on_one_line(client: httpx.AsyncClient) -> None:
    body = {"query": "query($t: String!) { echo(text: $t) }", "variables": {"t": "a\r\nb\n\ndata:"}}
    response = await post(client, body, accept=EVENTS)
    assert 'data: {"data":{"echo":"a\\r\\nb\\n\\ndata:"}}\n\n' in response.text


async def test_clients_that_accept_everything_get_json_but_for_subscriptions(
    client: httpx.AsyncClient,
) -> None:
    accept = f"application/graphql-response+json, application/json, {EVENTS}, multipart/mixed"
    response = await post(client, {"query": "{ __typename }"}, accept=accept)
    assert response.headers["content-type"] == "application/graphql-response+json"
    response = await post(client, {"query": "subscription { count(to: 1) }"}, accept=accept)
    assert response.headers["content-type"].startswith(EVENTS)


async def test_requests_are_refused_as_elsewhere(client: httpx.AsyncClient) -> None:
    headers = {"accept": EVENTS, "content-type": "text/plain"}
    response = await client.post("/graphql", content="{}", headers=headers)
    assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")


async def test_an_event_source_of_a_browser_comes_by_get(client: httpx.AsyncClient) -> None:
    params = {"query": "subscription { count(to: 1) }"}
    response = await client.get("/graphql", params=params, headers={"accept": EVENTS})
    assert response.text.startswith('event: next\ndata: {"data":{"count":1}}\n\n')


async def test_an_idle_stream_shows_signs_of_life() -> None:
    async with (
        serving(TransportSettings(keepalive=0.02)) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
        watching(client) as lines,
    ):
        comments = 0
        async for line in lines:
            comments += line == ":"
            if comments == 3:
                break


async def test_stopping_the_gateway_ends_the_streams(watches: Watches) -> None:
    async with httpx.AsyncClient(trust_env=False) as client, AsyncExitStack() as stack:
        async with serving(TransportSettings(shutdown_grace=60)) as address:
            client.base_url = httpx.URL(address)
            lines = await stack.enter_async_context(watching(client))
            assert await anext(lines) == "event: next"
        # The server has stopped, long before its grace ran out.
        assert "event: complete" not in [line async for line in lines]
    await watches.close(1)


@pytest.mark.parametrize("flood", ["false", "true"])
async def test_nothing_is_left_of_a_hundred_streams_cut_off_at_any_time(
    client: httpx.AsyncClient, flood: str, watches: Watches
) -> None:
    async def visit(number: int) -> None:
        async with watching(client, f"subscription {{ watch(flood: {flood}) }}") as lines:
            for _ in range(number % 3):
                await anext(lines)

    for _ in range(5):
        await asyncio.gather(*(visit(number) for number in range(20)))
    assert watches.opened == 100
    await watches.close(100)
