"""Asking the parts of the platform whether they are ready."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from deploy.local.process import LOOPBACK, LaunchError, Process, accepts_connections
from deploy.local.server import Server

_INTERVAL = 0.03
_ANSWER_SECONDS = 2.0


@dataclass(frozen=True)
class Part:
    """A process or server that the launcher starts and watches.

    `ready` answers whether it does its work; it raises LaunchError when the process has ended.
    """

    server: Process | Server
    ready: Callable[[], Awaitable[bool]]
    address: str

    @property
    def name(self) -> str:
        """What the part is called."""
        return self.server.name

    async def wait_ready(self, *, timeout: float = 60.0) -> None:
        """Waits until the part is ready; raises LaunchError when it ends or `timeout` s pass."""
        deadline = time.monotonic() + timeout
        while not await self.ready():
            if time.monotonic() > deadline:
                raise LaunchError(
                    f"{self.name} was not ready within {timeout:g} s; see {self.server.log}"
                )
            await asyncio.sleep(_INTERVAL)


def server_part(server: Server) -> Part:
    """Returns a server as a part; it knows by itself when it is ready."""

    async def ready() -> bool:
        return server.ready()

    return Part(server, ready, f"{LOOPBACK}:{server.port}")


def service_part(process: Process, target: str) -> Part:
    """Returns a service as a part: ready when its gRPC health service says SERVING."""
    port = int(target.rpartition(":")[2])

    async def ready() -> bool:
        process.require_running()
        return accepts_connections(port) and await _is_serving(target)

    return Part(process, ready, target)


def worker_part(process: Process) -> Part:
    """Returns a worker as a part: it takes its work from the database, and nobody calls it."""

    async def ready() -> bool:
        process.require_running()
        return True

    return Part(process, ready, "takes its work from the database")


def gateway_part(process: Process, port: int, endpoint: str) -> Part:
    """Returns the gateway as a part: ready when `GET /readyz` is answered with 200."""

    async def ready() -> bool:
        process.require_running()
        return await _answers_ok(port, "/readyz")

    return Part(process, ready, endpoint)


async def _is_serving(target: str) -> bool:
    # Imported here, while the services start: it takes as long as they do to come up.
    import grpc.aio
    from grpc_health.v1 import health_pb2, health_pb2_grpc

    # A pool of its own, or the next try would wait for this one's connection back-off.
    options = [("grpc.use_local_subchannel_pool", 1)]
    async with grpc.aio.insecure_channel(target, options=options) as channel:
        try:
            answer = await health_pb2_grpc.HealthStub(channel).Check(
                health_pb2.HealthCheckRequest(), timeout=_ANSWER_SECONDS
            )
        except grpc.aio.AioRpcError:
            return False
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


async def _answers_ok(port: int, path: str) -> bool:
    request = f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nConnection: close\r\n\r\n"
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            try:
                writer.write(request.encode())
                status = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return status.split()[1:2] == [b"200"]
