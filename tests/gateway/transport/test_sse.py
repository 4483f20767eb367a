"""Server-sent events byte by byte."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from gateway.settings import TransportSettings
from tests.gateway.transport.conftest import serving
from tests.gateway.transport.schema import happened
from tests.gateway.transport.test_http import code, post
from tests.waiting import eventually

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


async def test_stopping_the_gateway_ends_the_streams() -> None:
    closed = happened["watch closed"]
    async with httpx.AsyncClient(trust_env=False) as client:
        settings = TransportSettings(shutdown_grace=60)
        async with serving(settings) as address:
            client.base_url = httpx.URL(address)
            stream = watching(client)
            lines = await stream.__aenter__()
            assert await anext(lines) == "event: next"
        # The server above has stopped, long before its grace ran out.
        rest = [line async for line in lines]
        assert "event: complete" not in rest
        await stream.__aexit__(None, None, None)
    assert happened["watch closed"] == closed + 1


@pytest.mark.parametrize("flood", ["false", "true"])
async def test_nothing_is_left_of_two_hundred_streams_cut_off_at_any_time(
    address: str, flood: str
) -> None:
    opened, closed = happened["watch opened"], happened["watch closed"]
    chance = random.Random(7)

    async def visit() -> None:
        async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
            query = f"subscription {{ watch(flood: {flood}) }}"
            async with watching(client, query) as lines:
                for _ in range(chance.randrange(1, 4)):
                    if flood == "true" or _ == 0:
                        await anext(lines)

    for _ in range(10):
        await asyncio.gather(*(visit() for _ in range(20)))
    assert happened["watch opened"] == opened + 200
    await eventually(lambda: happened["watch closed"] == closed + 200)
