"""graphql-transport-ws message by message."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from gateway.transport.settings import TransportSettings
from tests.gateway.transport.conftest import Watches, serving
from tests.gateway.transport.schema import happened
from tests.waiting import TIMEOUT, eventually

PROTOCOL = Subprotocol("graphql-transport-ws")
INIT = {"type": "connection_init"}


def subscribe(query: str, name: str = "1") -> dict[str, object]:
    return {"type": "subscribe", "id": name, "payload": {"query": query}}


async def send(socket: ClientConnection, message: object) -> None:
    await socket.send(message if isinstance(message, str | bytes) else json.dumps(message))


async def receive(socket: ClientConnection) -> Any:
    return json.loads(await asyncio.wait_for(socket.recv(), TIMEOUT))


async def close_code(socket: ClientConnection) -> int | None:
    """Reads until the server closes the connection, and returns why it did."""
    await asyncio.wait_for(socket.wait_closed(), TIMEOUT)
    return socket.close_code


@asynccontextmanager
async def opened(address: str, **options: Any) -> AsyncIterator[ClientConnection]:
    url = address.replace("http", "ws", 1) + "/graphql"
    options = {"subprotocols": [PROTOCOL], "proxy": None, **options}
    async with connect(url, **options) as socket:
        yield socket


@asynccontextmanager
async def acknowledged(address: str, **options: Any) -> AsyncIterator[ClientConnection]:
    async with opened(address, **options) as socket:
        await send(socket, INIT)
        assert await receive(socket) == {"type": "connection_ack"}
        yield socket


class TestHandshake:
    @pytest.mark.parametrize("protocols", [["graphql-ws"], ["soap"], None])
    async def test_no_other_protocol_is_spoken(
        self, address: str, protocols: list[Subprotocol] | None
    ) -> None:
        async with opened(address, subprotocols=protocols) as socket:
            assert socket.subprotocol is None
            assert await close_code(socket) == 4406

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", ""])
    async def test_pages_of_other_sites_are_refused(self, address: str, origin: str) -> None:
        with pytest.raises(InvalidStatus, match="403"):
            async with opened(address, origin=Origin(origin)):
                pass

    async def test_pages_of_this_site_are_not(self, address: str) -> None:
        async with acknowledged(address, origin=Origin(address)):
            pass

    async def test_allowed_origins(self) -> None:
        settings = TransportSettings(allowed_origins=("https://app.example",))
        async with serving(settings) as address:
            async with acknowledged(address, origin=Origin("https://app.example")):
                pass
            with pytest.raises(InvalidStatus, match="403"):
                async with opened(address, origin=Origin("https://app.example.evil.example")):
                    pass

    async def test_no_other_address_has_websockets(self, address: str) -> None:
        with pytest.raises(InvalidStatus, match="403"):
            async with opened(address + "/livez"):
                pass


class TestCredentials:
    async def init(self, address: str, payload: object, **options: Any) -> Any:
        async with opened(address, **options) as socket:
            await send(socket, {**INIT, "payload": payload})
            await send(socket, subscribe("{ whoami }"))
            try:
                await receive(socket)
                return (await receive(socket))["payload"]["data"]["whoami"]
            except ConnectionClosed:
                return socket.close_code

    async def test_from_connection_init(self, address: str) -> None:
        assert await self.init(address, {}) is None
        assert await self.init(address, {"authorization": "Bearer a"}) == "a"
        assert await self.init(address, {"Authorization": "Bearer b", "locale": "zh"}) == "b"

    async def test_from_the_header(self, address: str) -> None:
        headers = {"Authorization": "Bearer h"}
        assert await self.init(address, {}, additional_headers=headers) == "h"
        payload = {"authorization": "Bearer p"}
        assert await self.init(address, payload, additional_headers=headers) == "p"

    @pytest.mark.parametrize("given", ["Bearer expired", "Basic x", "expired", 7, ["Bearer a"]])
    async def test_an_invalid_one_closes_the_connection(self, address: str, given: object) -> None:
        assert await self.init(address, {"authorization": given}) == 4403

    @pytest.mark.parametrize(("given", "logged"), [("broken", 1), ("unverifiable", 0)])
    async def test_one_that_cannot_be_verified_is_our_fault(
        self, address: str, given: str, logged: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert await self.init(address, {"authorization": f"Bearer {given}"}) == 4500
        assert len(caplog.records) == logged

    async def test_each_operation_has_a_context_of_its_own(self, address: str) -> None:
        numbers: set[str] = set()
        async with acknowledged(address) as socket:
            for name in "abc":
                await send(socket, subscribe("{ contextNumber }", name))
            while len(numbers) < 3:
                message = await receive(socket)
                if message["type"] == "next":
                    numbers.add(message["payload"]["data"]["contextNumber"])


class TestProtocol:
    async def test_nothing_starts_before_connection_init(self, address: str) -> None:
        async with opened(address) as socket:
            await send(socket, subscribe("{ __typename }"))
            assert await close_code(socket) == 4401

    async def test_connection_init_is_awaited_for_a_while(self) -> None:
        async with (
            serving(TransportSettings(connection_init_timeout=0.05)) as address,
            opened(address) as socket,
        ):
            assert await close_code(socket) == 4408

    async def test_connection_init_comes_once(self, address: str) -> None:
        async with acknowledged(address) as socket:
            await send(socket, INIT)
            assert await close_code(socket) == 4429

    async def test_an_id_is_used_once_at_a_time(self, address: str) -> None:
        async with acknowledged(address) as socket:
            await send(socket, subscribe("subscription { watch }"))
            await send(socket, subscribe("subscription { watch }"))
            assert await close_code(socket) == 4409

    async def test_an_empty_operation_name_is_none(self, address: str) -> None:
        async with acknowledged(address) as socket:
            payload = {"query": "query One { __typename }", "operationName": ""}
            await send(socket, {"type": "subscribe", "id": "1", "payload": payload})
            answer = await receive(socket)
            assert answer["payload"] == {"data": {"__typename": "Query"}}

    async def test_ping(self, address: str) -> None:
        async with acknowledged(address) as socket:
            await send(socket, {"type": "ping"})
            assert await receive(socket) == {"type": "pong"}

    @pytest.mark.parametrize(
        "message",
        [
            "",
            "{",
            "null",
            "[]",
            '"subscribe"',
            "{}",
            b"bytes",
            "[" * 100_000,
            '{"type":' + "9" * 5000 + "}",
            '{"type":"subscribe","id":"1","payload":{"query":"{ echo(text: \\"\\ud800\\") }"}}',
            {"type": "start"},
            {"type": ["ping"]},
            {"type": "subscribe"},
            {"type": "subscribe", "id": ["1"], "payload": {"query": "{ __typename }"}},
            {"type": "subscribe", "id": "1", "payload": None},
            {"type": "subscribe", "id": "1", "payload": {"query": 7}},
            {"type": "subscribe", "id": "1", "payload": {"query": "{ a }", "variables": []}},
            {"type": "subscribe", "id": "1", "payload": [{"query": "{ a }"}]},
            {"type": "complete", "id": {}},
            {"type": "connection_init", "payload": "Bearer a"},
        ],
    )
    async def test_what_is_no_message_closes_the_connection(
        self, address: str, message: object, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with acknowledged(address) as socket:
            await send(socket, message)
            assert await close_code(socket) == 4400
        assert not caplog.records

    async def test_a_long_syntax_error_ends_the_operation_alone(self, address: str) -> None:
        async with acknowledged(address) as socket:
            await send(socket, subscribe('{ "' + "榕" * 200 + '" }'))
            message = await receive(socket)
            assert message["type"] == "error"
            assert message["payload"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"
            await send(socket, subscribe("{ __typename }"))
            assert (await receive(socket))["type"] == "next"

    async def test_a_credential_that_expires_starts_nothing_new(
        self, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        headers = {"Authorization": "Bearer soon"}
        async with acknowledged(address, additional_headers=headers) as socket:
            await send(socket, subscribe("subscription { watch }", "long"))
            assert (await receive(socket))["type"] == "next"
            monkeypatch.setattr("gateway.transport.websocket.bearer", lambda _: "expired")
            await send(socket, subscribe("{ whoami }", "late"))
            message = await receive(socket)
            assert (message["type"], message["id"]) == ("error", "late")
            assert message["payload"][0]["extensions"]["code"] == "UNAUTHENTICATED"
            await send(socket, {"type": "ping"})
            assert await receive(socket) == {"type": "pong"}


class TestLimits:
    async def test_twenty_operations_at_once(self, address: str, watches: Watches) -> None:
        async with acknowledged(address) as socket:
            for number in range(20):
                await send(socket, subscribe("subscription { watch }", f"{number}"))
                assert (await receive(socket))["type"] == "next"
            await send(socket, subscribe("{ __typename }", "one more"))
            message = await receive(socket)
            assert (message["type"], message["id"]) == ("error", "one more")
            assert message["payload"][0]["extensions"]["code"] == "TOO_MANY_SUBSCRIPTIONS"

            await send(socket, {"type": "complete", "id": "7"})
            await watches.close(1)
            await send(socket, subscribe("{ __typename }", "one more"))
            assert (await receive(socket))["type"] == "next"
        await watches.close(20)

    async def test_the_size_of_a_message(self) -> None:
        async with serving(TransportSettings(max_message_bytes=2000)) as address:
            async with acknowledged(address) as socket:
                await send(socket, subscribe("{ __typename }" + " " * 1800))
                assert (await receive(socket))["type"] == "next"
            async with acknowledged(address) as socket:
                await send(socket, subscribe("{ __typename }" + " " * 2000))
                assert await close_code(socket) == 1009

    async def test_a_client_that_answers_no_ping_is_dropped(self, watches: Watches) -> None:
        settings = TransportSettings(keepalive=0.5)
        async with serving(settings) as address, acknowledged(address) as socket:
            await send(socket, subscribe("subscription { watch }"))
            await receive(socket)
            socket.transport.pause_reading()
            await watches.close(1)
            socket.transport.resume_reading()

    async def test_a_client_that_does_not_read_holds_the_source_back(
        self, address: str, watches: Watches
    ) -> None:
        async def is_held_back() -> bool:
            before = happened["flooded"]
            await asyncio.sleep(0.05)
            return 0 < before == happened["flooded"]

        async with acknowledged(address, close_timeout=0.1) as socket:
            socket.transport.pause_reading()
            await send(socket, subscribe("subscription { watch(flood: true) }"))
            await eventually(is_held_back)
            assert happened["flooded"] < 100
        await watches.close(1)

    async def test_stopping_the_gateway_closes_connections(self, watches: Watches) -> None:
        async with AsyncExitStack() as stack:
            async with serving(TransportSettings(shutdown_grace=60)) as address:
                socket = await stack.enter_async_context(acknowledged(address))
                await send(socket, subscribe("subscription { watch }"))
                await receive(socket)
            assert await close_code(socket) == 1012
        await watches.close(1)
