"""Connections that ask for nothing, or say too much first; each limit beside the one who keeps it."""

import asyncio
import json
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import pytest
from starlette.datastructures import Headers
from websockets.asyncio.client import connect

from gateway.transport.addresses import Proxies, site
from gateway.transport.server import affordable
from gateway.transport.settings import TransportSettings
from tests.gateway.transport.conftest import Watches, serving
from tests.waiting import TIMEOUT

PATIENCE = TIMEOUT
QUERY = b'{"query": "{ __typename }"}'


class Client:
    """A connection of a client that says exactly what it is told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def status(self) -> int | None:
        """Returns the status of the next answer; None if the connection ends without one."""
        try:
            async with asyncio.timeout(PATIENCE):
                header = await self._reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        for line in header.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                await self._reader.readexactly(int(line.partition(b":")[2]))
        return int(header.split(b" ", 2)[1])

    async def get(self, path: str, *fields: str) -> int | None:
        """Returns the status of the answer to a request."""
        lines = [f"GET {path} HTTP/1.1", "host: x", *fields, "", ""]
        self.writer.write("\r\n".join(lines).encode())
        return await self.status()

    async def ended(self) -> bool:
        """Waits until the server has ended the connection."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._reader.read() == b""
        except ConnectionError:
            return True


@asynccontextmanager
async def connected(address: str, source: str = "127.0.0.1") -> AsyncIterator[Client]:
    """Connects from an address of this machine."""
    host, _, port = address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port), local_addr=(source, 0))
    try:
        yield Client(reader, writer)
    finally:
        writer.transport.abort()


class TestHeader:
    SETTINGS = TransportSettings(max_header_bytes=4096, max_headers=20)

    @pytest.fixture
    async def address(self) -> AsyncIterator[str]:
        async with serving(self.SETTINGS) as address:
            yield address

    async def test_one_within_the_limits(self, address: str) -> None:
        async with connected(address) as client:
            for _ in range(3):  # each request has the limits for itself
                assert await client.get("/livez", f"x: {'a' * 3000}") == 200
                assert await client.get("/livez", *(f"x{i}: a" for i in range(18))) == 200

    async def test_one_too_large(self, address: str) -> None:
        async with connected(address) as client:
            assert await client.get("/livez", f"x: {'a' * 4096}") == 431
            assert await client.ended()

    async def test_one_that_never_ends_is_refused_before_it_is_complete(self, address: str) -> None:
        for beginning in (b"GET /", b"GET / HTTP/1.1\r\nx: "):
            async with connected(address) as client:
                client.writer.write(beginning + b"a" * 100_000)
                assert await client.status() in {431, None}
                assert await client.ended()

    async def test_one_with_too_many_fields(self, address: str) -> None:
        async with connected(address) as client:
            assert await client.get("/livez", *(f"x{i}: a" for i in range(20))) == 431
            assert await client.ended()

    async def test_trailers_are_counted_too(self, address: str) -> None:
        async with connected(address) as client:
            client.writer.write(
                b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                b"transfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n" % (len(QUERY), QUERY)
            )
            client.writer.write(b"x: " + b"a" * 100_000)
            assert await client.status() in {431, None}
            assert await client.ended()

    async def test_a_body_is_no_header(self, address: str) -> None:
        async with connected(address) as client:
            body = QUERY + b" " * 100_000
            client.writer.write(
                b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                b"content-length: %d\r\n\r\n%s" % (len(body), body)
            )
            assert await client.status() == 200


class TestSilence:
    SETTINGS = TransportSettings(header_timeout=0.2)

    async def test_who_says_nothing_is_cut_off(self) -> None:
        async with serving(self.SETTINGS) as address, connected(address) as client:
            assert await client.ended()

    async def test_who_never_finishes_the_header_is_cut_off(self) -> None:
        async with serving(self.SETTINGS) as address, connected(address) as client:
            client.writer.write(b"GET /livez HTTP/1.1\r\n")
            assert await client.ended()

    async def test_nor_does_a_byte_now_and_then_help(self) -> None:
        async with serving(self.SETTINGS) as address, connected(address) as client:
            assert await client.get("/livez") == 200
            client.writer.write(b"G")
            assert await client.ended()

    async def test_an_idle_connection_ends_later(self) -> None:
        settings = TransportSettings(header_timeout=0.2, idle_timeout=3600)
        async with serving(settings) as address, connected(address) as client:
            assert await client.get("/livez") == 200
            async with connected(address) as silent:
                assert await silent.ended()
            assert await client.get("/livez") == 200
        settings = TransportSettings(header_timeout=3600, idle_timeout=1)
        async with serving(settings) as address, connected(address) as client:
            assert await client.get("/livez") == 200
            assert await client.ended()

    async def test_who_does_not_read_is_cut_off(self, watches: Watches) -> None:
        body = b'{"query": "subscription { watch(flood: true) }"}'
        async with (
            serving(TransportSettings(write_timeout=0.2)) as address,
            connected(address) as client,
        ):
            client.writer.write(
                b"POST /graphql HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n"
                b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
                % (len(body), body)
            )
            await watches.close(1)

    async def test_nor_is_who_does_not_read_a_websocket(self, watches: Watches) -> None:
        settings = TransportSettings(write_timeout=0.2, keepalive=60)
        async with (
            serving(settings) as address,
            connect(
                f"ws{address[4:]}/graphql",
                subprotocols=["graphql-transport-ws"],  # type: ignore[list-item]
                close_timeout=0.1,  # nobody reads what the server says
            ) as socket,
        ):
            await socket.send('{"type": "connection_init"}')
            await socket.recv()
            query = "subscription { watch(flood: true) }"
            await socket.send(
                json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}})
            )
            await watches.close(1)


class TestCrowd:
    SETTINGS = TransportSettings(
        max_connections=6, max_connections_per_address=4, reserved_connections=2
    )

    @pytest.fixture
    async def address(self) -> AsyncIterator[str]:
        async with serving(self.SETTINGS) as address:
            yield address

    async def test_one_address_leaves_room_for_others(self, address: str) -> None:
        async with AsyncExitStack() as stack:
            crowd = [
                await stack.enter_async_context(connected(address, "127.0.0.2")) for _ in range(6)
            ]
            answers = [await client.get("/graphql?query={__typename}") for client in crowd]
            assert answers == [200] * 4 + [503] * 2
            async with connected(address, "127.0.0.3") as other:
                assert await other.get("/graphql?query={__typename}") == 200

    async def test_probes_are_answered_however_full_it_is(self, address: str) -> None:
        async with AsyncExitStack() as stack:
            for number in range(20):
                client = connected(address, f"127.0.0.{2 + number % 5}")
                await stack.enter_async_context(client)
            for path, status in (("/livez", 200), ("/readyz", 200), ("/graphql", 503)):
                async with connected(address) as probe:
                    assert await probe.get(path) == status
                    assert await probe.ended()

    async def test_places_are_free_again(self, address: str) -> None:
        for _ in range(20):
            async with connected(address) as client:
                assert await client.get("/graphql?query={__typename}") == 200
        async with AsyncExitStack() as stack:
            for _ in range(4):
                client = await stack.enter_async_context(connected(address))
                assert await client.get("/graphql?query={__typename}") == 200


@contextmanager
def files(most: int) -> Iterator[None]:
    """Lets this process open so many files, and in the end as many as before."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_there_are_descriptors_for_all_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = TransportSettings(max_connections=1000, reserved_connections=10)
    with files(500):
        assert affordable(settings) == 1000
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= 1010
    monkeypatch.setattr(resource, "getrlimit", lambda _: (500, 500))
    assert affordable(settings) == 500 - 10 - 128


class TestProxies:
    def client(self, peer: str, header: str, value: str, name: str = "") -> str:
        proxies = Proxies(["10.0.0.0/8", "fd00::1"], header)
        return proxies.client(peer, Headers({name or header: value}))

    def test_nobody_else_is_believed(self) -> None:
        assert self.client("192.0.2.1", "X-Forwarded-For", "203.0.113.5") == "192.0.2.1"

    @pytest.mark.parametrize(
        ("value", "client"),
        [
            ("203.0.113.5", "203.0.113.5"),
            ("1.2.3.4, 203.0.113.5", "203.0.113.5"),  # the first one is the client's own invention
            ("203.0.113.5, 10.1.1.1", "203.0.113.5"),
            ("203.0.113.5:4711", "203.0.113.5"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]:80", "2001:db8::7"),
            ("1.2.3.4, unknown", "10.0.0.1"),
            ("", "10.0.0.1"),
        ],
    )
    def test_what_a_proxy_says(self, value: str, client: str) -> None:
        assert self.client("10.0.0.1", "X-Forwarded-For", value) == client

    @pytest.mark.parametrize(
        ("value", "client"),
        [
            ("for=203.0.113.5;proto=https", "203.0.113.5"),
            ('For="[2001:db8::7]:4711"', "2001:db8::7"),
            ("for=1.2.3.4, for=203.0.113.5, for=10.1.1.1", "203.0.113.5"),
            ("for=_hidden", "10.0.0.1"),
            ("proto=https", "10.0.0.1"),
        ],
    )
    def test_what_it_says_in_the_header_of_the_standard(self, value: str, client: str) -> None:
        assert self.client("10.0.0.1", "Forwarded", value) == client

    def test_the_other_header_may_be_the_clients_own(self) -> None:
        forged = self.client("10.0.0.1", "X-Forwarded-For", "for=1.2.3.4", name="Forwarded")
        assert forged == "10.0.0.1"

    def test_callers_are_told_apart_by_what_they_cannot_choose(self) -> None:
        assert site("2001:db8:1:2:3::4") == site("2001:db8:1:2::1") == "2001:db8:1:2::/64"
        assert site("::ffff:192.0.2.1") == site("192.0.2.1") == "192.0.2.1"
