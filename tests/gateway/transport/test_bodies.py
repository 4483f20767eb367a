"""Bodies that are no requests, or too large, or never end."""

import asyncio
import logging
from collections.abc import AsyncIterator

import httpx
import pytest

from gateway.transport.settings import TransportSettings
from tests.gateway.transport.conftest import serving
from tests.gateway.transport.test_http import JSON, QUERY, RESPONSE_JSON, code, post
from tests.steps import counted_steps
from tests.waiting import TIMEOUT


async def post_raw(client: httpx.AsyncClient, body: bytes | str) -> httpx.Response:
    return await client.post("/graphql", content=body, headers={"content-type": JSON})


class TestBodies:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"null",
            b'"text"',
            b"[]",
            b"42",
            b'[{"query":"{ __typename }"}]',
            b"{}",
            b'{"query":""}',
            b'{"query":null}',
            b'{"query":7}',
            b'{"query":["{ __typename }"]}',
            b'{"query":{"a":1}}',
            b'{"query":"{ __typename }","variables":[]}',
            b'{"query":"{ __typename }","variables":"{}"}',
            b'{"query":"{ __typename }","operationName":{}}',
            b'{"query":"{ __typename }","extensions":1}',
            b'{"query":"{ __typename }","variables":{"n":NaN}}',
            b'{"query":"{ __typename }","variables":{"n":-Infinity}}',
            b'{"query":"{ __typename }","variables":{"n":' + b"9" * 5000 + b"}}",
            b'{"query":"{ __typename }","variables":{"a":'
            + b"[" * 100_000
            + b"]" * 100_000
            + b"}}",
            b'{"query":"{ __typename } #\xff"}',
            b'{"query":"{ __typename } #\\ud800"}',
            b'{"query":"{ __typename }","variables":{"\\uDFFF":1}}',
            b'\x00{"query":"{ __typename }"}',
            b'{"query":"{ __typename }\x00"}',
            '{"query":"{ __typename }"}'.encode("utf-16"),
            b'\xef\xbb\xbf{"query":"{ __typename }"}',
        ],
    )
    async def test_what_is_no_request_is_refused(
        self, client: httpx.AsyncClient, body: bytes
    ) -> None:
        response = await post_raw(client, body)
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST")

    async def test_more_values_than_any_operation_takes_are_not_looked_at(
        self, client: httpx.AsyncClient
    ) -> None:
        query = '{"query":"query($f: Filter!) { filtered(filter: $f) }","variables":{"f":{"allOf":['
        body = query + ",".join(['{"name":"x"}'] * 150_000) + "]}}}"
        with counted_steps() as steps:
            response = await post_raw(client, body)
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST")
        assert steps.count < 300_000  # reading all of them takes millions
        body = query + ",".join(['{"name":"x"}'] * 4_000) + "]}}}"
        assert (await post_raw(client, body)).status_code == 200

    @pytest.mark.parametrize(
        ("variable", "expected"),
        [
            ("a\x00b", "a\x00b"),
            ("\U0001f333", "\U0001f333"),
            ("\u2028 \r\n", "\u2028 \r\n"),
        ],
    )
    async def test_what_is_odd_but_text_comes_back(
        self, client: httpx.AsyncClient, variable: str, expected: str
    ) -> None:
        body = {"query": "query($t: String!) { echo(text: $t) }", "variables": {"t": variable}}
        assert (await post(client, body)).json() == {"data": {"echo": expected}}

    @pytest.mark.parametrize("number", [2**31, -(2**63), 10**400, 1e300, "1", True, None, [1], {}])
    async def test_numbers_out_of_range_are_the_clients_fault(
        self, client: httpx.AsyncClient, number: object
    ) -> None:
        body = {"query": "query($n: Int!) { square(number: $n) }", "variables": {"n": number}}
        response = await post(client, body, accept=RESPONSE_JSON)
        assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")

    async def test_a_null_byte_in_a_document_is_a_syntax_error(
        self, client: httpx.AsyncClient
    ) -> None:
        response = await post(client, {"query": "{ __typename }\x00"}, accept=RESPONSE_JSON)
        assert (response.status_code, code(response)) == (400, "GRAPHQL_PARSE_FAILED")


class TestSize:
    LIMIT = TransportSettings().max_body_bytes

    def body(self, size: int) -> bytes:
        """A valid request of so many bytes."""
        start = b'{"query":"{ __typename }","variables":{"padding":"'
        return start + b"x" * (size - len(start) - 3) + b'"}}'

    async def test_up_to_the_limit(self, client: httpx.AsyncClient) -> None:
        response = await post_raw(client, self.body(self.LIMIT))
        assert response.json() == {"data": {"__typename": "Query"}}

    async def test_a_declared_length_over_it(self, client: httpx.AsyncClient) -> None:
        response = await post_raw(client, self.body(self.LIMIT + 1))
        assert (response.status_code, code(response)) == (413, "PAYLOAD_TOO_LARGE")

    async def test_the_limit_is_what_stops_it(self) -> None:
        settings = TransportSettings(max_body_bytes=self.LIMIT + 1)
        async with (
            serving(settings) as address,
            httpx.AsyncClient(base_url=address, trust_env=False) as client,
        ):
            assert (await post_raw(client, self.body(self.LIMIT + 1))).status_code == 200

    async def test_chunks_without_a_declared_length(self, client: httpx.AsyncClient) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(10 * self.LIMIT // 65536):
                yield b" " * 65536

        headers = {"content-type": JSON}
        response = await client.post("/graphql", content=chunks(), headers=headers)
        assert (response.status_code, code(response)) == (413, "PAYLOAD_TOO_LARGE")

    async def test_a_body_larger_than_declared(self, address: str) -> None:
        reply = await self.speak(address, b"Content-Length: 10\r\n", self.body(200))
        assert reply.startswith(b"HTTP/1.1 400")

    async def test_a_body_smaller_than_declared(self) -> None:
        async with serving(TransportSettings(operation_timeout=0.2)) as address:
            reply = await self.speak(address, b"Content-Length: 1000\r\n", self.body(200))
            assert reply.startswith(b"HTTP/1.1 408")
            assert b"REQUEST_TIMEOUT" in reply

    @pytest.mark.parametrize("length", [b"-1", b"1e9", b"99999999999999999999999", b"0x10"])
    async def test_a_length_that_is_none(self, address: str, length: bytes) -> None:
        reply = await self.speak(address, b"Content-Length: " + length + b"\r\n", self.body(200))
        assert reply.startswith((b"HTTP/1.1 400", b"HTTP/1.1 413"))

    async def test_a_client_that_hangs_up(
        self, address: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        host, port = address.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
        writer.write(b"Content-Length: 1000\r\n\r\n{")
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
            assert (await post(client, QUERY)).status_code == 200
        assert not [record for record in caplog.records if record.levelno > logging.INFO]

    async def speak(self, address: str, length: bytes, body: bytes) -> bytes:
        """Returns the beginning of the answer to a request that an HTTP library would not send."""
        host, port = address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        head = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        writer.write(head + length + b"\r\n" + body)
        reply = await asyncio.wait_for(reader.read(4096), TIMEOUT)
        writer.close()
        return reply
