"""The launcher with stand-ins for the services, the gateway, the migrations and the seed.

Run as a program by the launcher's tests: what it starts are this file's `service`, `worker` and `gateway`.
STANDIN_BROKEN names a service that ends at its start.
"""

import asyncio
import os
import signal
import sys
import types
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.local import __main__ as program
from deploy.local.plan import GATEWAY, Plan
from deploy.local.process import Process
from services.catalogue import WORKERS


async def service() -> None:
    """Answers gRPC health checks until SIGTERM."""
    import grpc.aio
    from grpc_health.v1 import health, health_pb2, health_pb2_grpc

    server = grpc.aio.server()
    servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    server.add_insecure_port(os.environ["BANYAN_LISTEN"])
    await server.start()
    await servicer.set("", health_pb2.HealthCheckResponse.SERVING)
    await _terminated()
    await server.stop(0)


async def gateway() -> None:
    """Answers every HTTP request with 200, and the names of the variables it was given."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        names = "\n".join(os.environ)
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(names)}\r\n\r\n{names}".encode())
        writer.close()

    host, port = os.environ["BANYAN_LISTEN"].split(":")
    async with await asyncio.start_server(answer, host, int(port)):
        await _terminated()


async def _terminated() -> None:
    event = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, event.set)
    await event.wait()


def _stand_in() -> None:
    """Replaces what the launcher runs and imports."""
    original = Plan._process

    def process(
        plan: Plan, name: str, module: Sequence[str], environment: Mapping[str, str]
    ) -> Process:
        made = original(plan, name, module, environment)
        role = "gateway" if name == GATEWAY else "worker" if name in WORKERS else "service"
        broken = os.environ.get("STANDIN_BROKEN") == name
        made.command = [sys.executable, "-m", __spec__.name, "broken" if broken else role]
        return made

    async def migrate(service: str, database_url: str) -> None:
        if "broken" in database_url:
            raise ConnectionError(f"no database for {service}")

    async def seed(endpoint: str, tokens: dict[str, str]) -> None:
        assert set(tokens) == {"admin", "lin", "chen", "maria"}
        with (Path(os.environ["BANYAN_STATE"]) / "seeds").open("a") as file:
            file.write(f"{endpoint}\n")

    Plan._process = process  # type: ignore[assignment, method-assign]  # the stand-in is meant
    for name, attribute, value in (
        ("services.kit.work.migrate", "migrate_async", migrate),
        ("deploy.local.seed", "seed", seed),
    ):
        module = types.ModuleType(name)
        setattr(module, attribute, value)
        sys.modules[name] = module


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["service"]:
            asyncio.run(service())
        case ["gateway"]:
            asyncio.run(gateway())
        case ["worker"]:
            asyncio.run(_terminated())
        case ["broken"]:
            sys.exit("this service is broken")
        case _:
            _stand_in()
            sys.exit(program.main())
