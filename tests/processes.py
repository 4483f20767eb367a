"""Services and the gateway as real processes, each told through its environment."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from deploy.local.account import CHECKOUT
from tests.waiting import TIMEOUT, eventually


class LoggedProcess:
    """A process that runs a module, and what it has logged.

    Attributes:
        process: The process.
    """

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def records(self) -> list[dict[str, Any]]:
        """What it has logged so far. Every line is JSON."""
        return [json.loads(line) for line in self._log.read_text().splitlines()]

    def logged(self, message: str) -> list[dict[str, Any]]:
        """Returns the records with a message."""
        return [record for record in self.records if record["message"] == message]

    async def wait_for(self, message: str) -> dict[str, Any]:
        """Waits until it has logged a message, and returns the record."""

        def found() -> list[dict[str, Any]]:
            assert self.process.returncode is None, self._log.read_text()
            return self.logged(message)

        return (await eventually(found))[0]

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Asks it to end, and returns its exit status."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), TIMEOUT)


@asynccontextmanager
async def run_module(
    module: str, environment: Mapping[str, str], log: Path, *, files: int | None = None
) -> AsyncIterator[LoggedProcess]:
    """Runs a module for the time of the block.

    Args:
        module: The module.
        environment: Its settings.
        log: Where it writes its log.
        files: How many files it may open; as many as this process by default.
    """
    limit = ("/bin/sh", "-c", f'ulimit -n {files} && exec "$@"', "sh") if files else ()
    with log.open("w") as stderr:
        process = await asyncio.create_subprocess_exec(
            *(*limit, sys.executable, "-m", module),
            env={"PATH": os.environ["PATH"], **environment},
            stderr=stderr,
            cwd=CHECKOUT,
        )
    logged = LoggedProcess(process, log)
    try:
        yield logged
        await logged.stop()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
