"""Compressed answers, as clients accept them."""

import gzip

import brotli
import httpx
import pytest

from gateway.transport.compression import SMALLEST
from tests.gateway.transport.test_http import JSON, RESPONSE_JSON
from tests.gateway.transport.test_websocket import acknowledged, receive, send, subscribe

TEXT = "榕树 banyan " * 200
BODY = {"query": "query($t: String!) { echo(text: $t) }", "variables": {"t": TEXT}}
DECODED = {"gzip": gzip.decompress, "br": brotli.decompress}


async def raw(
    client: httpx.AsyncClient, body: object, **headers: str
) -> tuple[httpx.Response, bytes]:
    """Returns an answer, and its body as it was sent."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    async with client.stream("POST", "/graphql", json=body, headers=given) as response:
        return response, b"".join([chunk async for chunk in response.aiter_raw()])


@pytest.mark.parametrize("media_type", [JSON, RESPONSE_JSON])
@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"), ("br;q=0, gzip", "gzip")],
)
async def test_a_large_answer(
    client: httpx.AsyncClient, accepted: str, expected: str, media_type: str
) -> None:
    response, sent = await raw(client, BODY, accept_encoding=accepted, accept=media_type)
    assert response.headers["content-encoding"] == expected
    assert response.headers["content-type"] == media_type
    assert "Accept-Encoding" in response.headers["vary"]
    assert int(response.headers["content-length"]) == len(sent) < SMALLEST
    assert TEXT in DECODED[expected](sent).decode()


@pytest.mark.parametrize("accepted", ["identity", "zstd", "gzip;q=0"])
async def test_a_client_that_accepts_neither(client: httpx.AsyncClient, accepted: str) -> None:
    response, sent = await raw(client, BODY, accept_encoding=accepted)
    assert "content-encoding" not in response.headers
    assert "Accept-Encoding" in response.headers["vary"]  # another client may get it otherwise
    assert TEXT in sent.decode()


async def test_a_small_answer_is_sent_as_it_is(client: httpx.AsyncClient) -> None:
    response, sent = await raw(client, {"query": "{ __typename }"}, accept_encoding="br, gzip")
    assert "content-encoding" not in response.headers
    assert sent == b'{"data":{"__typename":"Query"}}'


async def test_a_refusal_is_an_answer_too(client: httpx.AsyncClient) -> None:
    names = " ".join(f"unknown_field_of_a_client_{number}" for number in range(30))
    response, sent = await raw(
        client, {"query": f"{{ {names} }}"}, accept_encoding="gzip", accept=RESPONSE_JSON
    )
    assert (response.status_code, response.headers["content-encoding"]) == (400, "gzip")
    assert b"GRAPHQL_VALIDATION_FAILED" in gzip.decompress(sent)


async def test_events_are_sent_as_they_are(client: httpx.AsyncClient) -> None:
    events = {"accept": "text/event-stream", "accept_encoding": "br, gzip"}
    response, sent = await raw(client, BODY, **events)
    assert "content-encoding" not in response.headers
    assert sent.startswith(b"event: next\ndata: ")


async def test_so_are_messages_on_a_websocket(address: str) -> None:
    async with acknowledged(address, compression="deflate") as socket:
        assert not socket.protocol.extensions
        await send(socket, subscribe(f'{{ echo(text: "{TEXT}") }}'))
        assert (await receive(socket))["payload"] == {"data": {"echo": TEXT}}
