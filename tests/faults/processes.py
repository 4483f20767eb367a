"""Services as processes of their own, to be killed."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.local.account import CHECKOUT
from deploy.local.process import LOOPBACK, accepts_connections, free_port
from services.kit.calls.client import Client
from tests.services import Site
from tests.waiting import TIMEOUT, eventually


@dataclass
class ServiceProcess:
    """A service that runs as a process.

    Attributes:
        name: The service.
        port: Where it listens.
        pid: The id of the process.
        log: Where it writes its log.
        client: Calls it.
    """

    name: str
    port: int
    pid: int
    log: Path
    client: Client
    _nursery: "Nursery"

    @property
    def target(self) -> str:
        """Where it listens, as gRPC writes targets."""
        return f"{LOOPBACK}:{self.port}"

    async def kill(self) -> None:
        """Ends it at once, whatever it is doing (SIGKILL), and waits until it is gone."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Asks it to end (SIGTERM) and waits for that; returns its exit status."""
        return await self._end(signal.SIGTERM)

    async def listening(self) -> None:
        """Waits until it accepts connections."""
        await eventually(lambda: accepts_connections(self.port))

    async def is_serving(self) -> bool:
        """Tells whether it says of itself that it is ready for requests."""
        # A pool of its own, or the next call would wait for this one's back-off.
        options = [("grpc.use_local_subchannel_pool", 1)]
        async with grpc.aio.insecure_channel(self.target, options=options) as channel:
            stub = health_pb2_grpc.HealthStub(channel)
            answer = await stub.Check(health_pb2.HealthCheckRequest(), timeout=TIMEOUT)
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)

    def faults(self) -> list[dict[str, Any]]:
        """Returns what it logged as an error, which an outage alone must not lead to."""
        lines = [line for line in self.log.read_text().splitlines() if line]
        assert all(line.startswith("{") for line in lines), self.log.read_text()
        records = [json.loads(line) for line in lines]
        return [record for record in records if record["level"] in ("ERROR", "CRITICAL")]

    async def _end(self, number: signal.Signals) -> int:
        status = await self._nursery.ask({"end": self.pid, "signal": number})
        await self.client.close()
        return status


class Nursery:
    """The process that starts and ends the others. See `tests.faults.nursery`."""

    def __init__(self, process: asyncio.subprocess.Process, directory: Path) -> None:
        self._process = process
        self._directory = directory
        self._turn = asyncio.Lock()
        self._started = 0

    @classmethod
    @asynccontextmanager
    async def open(cls, directory: Path) -> AsyncIterator["Nursery"]:
        """Runs a nursery for the time of the block; nothing that it started outlives it."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.faults.nursery"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
        )
        try:
            yield cls(process, directory)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await process.wait()

    async def ask(self, request: Mapping[str, Any]) -> int:
        """Sends a request to the nursery and returns its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._turn:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            answer = await self._process.stdout.readline()
        assert answer, "the nursery has ended; what it wrote on standard error says why"
        return int(answer)

    async def launch(
        self, name: str, environment: Mapping[str, str], varied: Sequence[str] = ()
    ) -> tuple[int, Path]:
        """Starts a service, or the gateway, and returns the id of its process and the file of its log."""
        self._started += 1
        log = self._directory / f"{self._started}-{name}.log"
        asked = {"service": name, "environment": environment, "varied": varied, "log": str(log)}
        return await self.ask(asked), log

    async def start(
        self, site: Site, name: str, *varied: str, port: int | None = None, **overrides: Any
    ) -> ServiceProcess:
        """Starts a service.

        Args:
            site: Where its database, bus and keys are.
            name: The service.
            varied: Names of `tests.faults.variations` to apply to it.
            port: Where it is to listen; on a free port by default.
            overrides: Configuration that differs from the site's.
        """
        port = port or site.held_port(name) or free_port()
        overrides["listen"] = f"{LOOPBACK}:{port}"
        environment = site.environment(name)
        environment |= {f"BANYAN_{key.upper()}": str(value) for key, value in overrides.items()}
        pid, log = await self.launch(name, environment, varied)
        client = Client({name: f"{LOOPBACK}:{port}"})
        return ServiceProcess(name, port, pid, log, client, self)
