"""Stopping without losing a request: behind a load balancer that polls `/readyz`, and seen closely."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import httpx

from gateway.transport.app import create_app
from gateway.transport.server import Server
from gateway.transport.settings import TransportSettings
from tests.gateway.transport.schema import make_schema, open_context
from tests.waiting import eventually

QUERY = b"GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nHost: gateway\r\n\r\n"
PROBE = b"GET /readyz HTTP/1.1\r\nHost: gateway\r\n\r\n"
RESTARTS = 20
POLL_SECONDS = 0.02
DRAIN_SECONDS = 60.0  # longer than any machine stalls: the balancer sees each instance drain


async def _is_ready() -> bool:
    return True


class Instance:
    """A gateway that can be restarted on its port."""

    def __init__(self, settings: TransportSettings, port: int = 0) -> None:
        self._settings = settings
        self.port = port

    async def start(self) -> None:
        app = create_app(
            make_schema(self._settings),
            open_context=open_context,
            settings=self._settings,
            is_ready=_is_ready,
        )
        self.server = Server(app, self._settings, port=self.port)
        self._task = asyncio.create_task(self.server.serve())
        await eventually(lambda: self.server.started)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def told_to_stop(self) -> None:
        """What SIGTERM does; a signal would reach the whole test process."""
        self.server.handle_exit(signal.SIGTERM, None)
        self.server._captured_signals.clear()

    async def restart(self, is_left: Callable[[], bool]) -> None:
        """Stops and starts again, and ends the drain once the condition holds."""
        self.told_to_stop()
        await eventually(is_left)
        assert not self.server.should_exit
        self.told_to_stop()
        await self._task
        await self.start()

    async def end(self) -> None:
        self.server.should_exit = True
        await self._task


@asynccontextmanager
async def running(count: int, settings: TransportSettings) -> AsyncIterator[list[Instance]]:
    instances = [Instance(settings) for _ in range(count)]
    for instance in instances:
        await instance.start()
    try:
        yield instances
    finally:
        for instance in instances:
            await instance.end()


class Balancer:
    """Sends requests to the instances that were ready when it last polled them.

    It keeps connections, as load balancers do, one for each of its clients and instances.
    """

    def __init__(self, instances: list[Instance]) -> None:
        self._instances = instances
        self.ready = list(instances)
        self.asked = dict.fromkeys(instances, 0)
        self.answered = self.lost = 0

    def has_left(self, instance: Instance) -> bool:
        """Returns whether no request is at an instance, and none will be sent to it."""
        return instance not in self.ready and not self.asked[instance]

    async def poll(self) -> None:
        connections = [Connection(instance) for instance in self._instances]
        while True:
            statuses = [await connection.ask(PROBE) for connection in connections]
            pairs = zip(self._instances, statuses, strict=True)
            self.ready = [instance for instance, status in pairs if status == 200]
            await asyncio.sleep(POLL_SECONDS)

    async def load(self, stopping: asyncio.Event) -> None:
        """Sends one request after another."""
        connections = {instance: Connection(instance) for instance in self._instances}
        number = 0
        while not stopping.is_set():
            number += 1
            instance = self.ready[number % len(self.ready)]
            self.asked[instance] += 1
            if await connections[instance].ask(QUERY) == 200:
                self.answered += 1
            else:
                self.lost += 1
            self.asked[instance] -= 1


class Connection:
    """A connection that is kept until an answer closes it."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> int:
        """Returns the status of the answer to a request; 0 if there is none."""
        try:
            if self._streams is None or self._streams[0].at_eof():
                self._streams = await asyncio.open_connection("127.0.0.1", self._instance.port)
            reader, writer = self._streams
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.split("content-length: ")[1].split("\r\n")[0])
            await reader.readexactly(length)
        except (OSError, asyncio.IncompleteReadError):
            self._streams = None
            return 0
        if "connection: close" in head:
            writer.close()
            self._streams = None
        return int(head.split(" ")[1])


async def test_nothing_is_lost_in_twenty_restarts_behind_a_load_balancer() -> None:
    settings = TransportSettings(drain=DRAIN_SECONDS)
    stopping = asyncio.Event()
    async with running(2, settings) as instances:
        balancer = Balancer(instances)
        polling = asyncio.create_task(balancer.poll())
        clients = [asyncio.create_task(balancer.load(stopping)) for _ in range(8)]
        for number in range(RESTARTS):
            instance = instances[number % 2]
            await instance.restart(partial(balancer.has_left, instance))
            # The next one waits until the balancer has seen this one ready again.
            await eventually(lambda: len(balancer.ready) == 2)
        stopping.set()
        await asyncio.gather(*clients)
        polling.cancel()
    assert balancer.lost == 0
    assert balancer.answered > RESTARTS


async def test_while_it_drains_it_serves_and_says_that_it_stops() -> None:
    settings = TransportSettings(drain=30.0)
    async with running(1, settings) as [instance], httpx.AsyncClient(trust_env=False) as http:
        url = f"{instance.url}/graphql?query=%7B__typename%7D"
        assert "connection" not in (await http.get(url)).headers
        instance.told_to_stop()
        ready = f"{instance.url}/readyz"

        async def is_unready() -> bool:
            return (await http.get(ready)).status_code == 503

        await eventually(is_unready)
        assert (await http.get(f"{instance.url}/livez")).status_code == 200
        answer = await http.get(url)
        assert answer.status_code == 200
        assert answer.headers["connection"] == "close"
        assert not instance.server.should_exit


async def test_it_stops_by_itself_when_it_has_drained() -> None:
    async with running(1, TransportSettings(drain=0.05)) as [instance]:
        instance.told_to_stop()
        await eventually(lambda: instance.server.should_exit)


async def test_a_second_signal_stops_it_at_once() -> None:
    settings = TransportSettings(drain=30.0)
    async with running(1, settings) as [instance]:
        instance.told_to_stop()
        await eventually(lambda: instance.server._draining.is_set())
        instance.told_to_stop()
        assert instance.server.should_exit


async def test_control_without_a_drain_requests_are_refused_before_readiness_says_so() -> None:
    async with running(1, TransportSettings()) as [instance], httpx.AsyncClient() as http:
        ready = f"{instance.url}/readyz"
        assert (await http.get(ready)).status_code == 200
        instance.told_to_stop()
        seen: set[int] = set()

        async def is_refused() -> bool:
            try:
                async with httpx.AsyncClient(trust_env=False) as fresh:
                    seen.add((await fresh.get(ready)).status_code)
            except httpx.TransportError:  # refused, or accepted and closed at that very moment
                return True
            return False

        await eventually(is_refused)
        assert 503 not in seen
