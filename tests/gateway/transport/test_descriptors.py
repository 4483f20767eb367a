"""A gateway that may open few files, and more silent sockets than that: probes are answered all the same."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest_asyncio

from tests.gateway.transport.test_connections import Client, connected
from tests.gateway.transport.test_logs import port_of
from tests.processes import LoggedProcess, run_module
from tests.waiting import eventually

FILES, SOCKETS = 220, 320
ENVIRONMENT = {
    "BANYAN_LISTEN": "127.0.0.1:0",
    "BANYAN_NATS_URL": "nats://127.0.0.1:1",
    "BANYAN_HEADER_TIMEOUT": "60",  # who is silent stays for the whole test
}


class Crowded:
    """A gateway as a process, and where it listens."""

    def __init__(self, process: LoggedProcess, port: int) -> None:
        self.process = process
        self.address = f"http://127.0.0.1:{port}"

    @property
    def open_files(self) -> int:
        """How many files the process has open."""
        return len(list(Path(f"/proc/{self.process.process.pid}/fd").iterdir()))

    async def status(self, path: str) -> int | None:
        async with connected(self.address, "127.0.0.99") as client:
            return await client.get(path)


@pytest_asyncio.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Crowded]:
    async with run_module("gateway", ENVIRONMENT, tmp_path / "log", files=FILES) as process:
        port = await eventually(lambda: port_of(process.records), timeout=40)
        assert port is not None
        yield Crowded(process, port)


async def test_probes_are_answered_and_the_log_says_what_was_done(gateway: Crowded) -> None:
    (limited,) = [each for each in gateway.process.records if "ulimit" in each["message"]]
    assert limited["level"] == "WARNING"
    assert "the process may open 220 files, so there are 60 connections" in limited["message"]
    silent: list[Client] = []
    async with AsyncExitStack() as stack:
        for number in range(SOCKETS):
            client = connected(gateway.address, f"127.0.0.{2 + number % 8}")
            silent.append(await stack.enter_async_context(client))
        assert [await gateway.status("/livez") for _ in range(5)] == [200] * 5
        assert await gateway.status("/graphql") == 503  # for want of room, and told so
        assert gateway.open_files < FILES
    # Once they have gone there is room again for those who ask.
    assert await eventually(lambda: gateway.open_files < FILES - 60)

    async def is_asked() -> bool:
        return await gateway.status("/graphql") == 400  # a question without a query

    await eventually(is_asked)
    errors = [each for each in gateway.process.records if each["level"] in ("ERROR", "CRITICAL")]
    assert not errors
