"""Restarts processes that have died."""

import asyncio
import signal
import time

from deploy.local.process import LaunchError
from deploy.local.readiness import Part
from deploy.local.terminal import Terminal

_FIRST_DELAY = 1.0  # seconds, doubled at each further end up to the last
_LAST_DELAY = 30.0
_STEADY_SECONDS = 60.0  # a process that ran this long is restarted at once


class Supervisor:
    """Watches running parts, and starts those again that end, with growing delays."""

    def __init__(self, parts: list[Part], terminal: Terminal) -> None:
        self._parts = parts
        self._terminal = terminal
        self._delays = {part.name: _FIRST_DELAY for part in parts}
        self._since = {part.name: time.monotonic() for part in parts}
        self._reviving: dict[str, asyncio.Task[None]] = {}

    async def watch(self) -> None:
        """Watches until cancelled."""
        loop = asyncio.get_running_loop()
        child_ended = asyncio.Event()
        loop.add_signal_handler(signal.SIGCHLD, child_ended.set)
        try:
            while True:
                child_ended.clear()
                for part in self._parts:
                    if not part.server.running and part.name not in self._reviving:
                        self._reviving[part.name] = asyncio.create_task(self._revive(part))
                await child_ended.wait()
        finally:
            loop.remove_signal_handler(signal.SIGCHLD)
            for task in self._reviving.values():
                task.cancel()

    async def _revive(self, part: Part) -> None:
        """Starts the part again, until it is ready and has not ended once more."""
        while not part.server.running:
            delay = self._next_delay(part.name)
            self._terminal.warning(
                f"{part.name} ended ({part.server.ending}); starts again in {delay:g} s. "
                f"Its log: {part.server.log}"
            )
            await asyncio.sleep(delay)
            self._since[part.name] = started = time.monotonic()
            try:
                part.server.launch()
                await part.wait_ready()
            except LaunchError as error:
                self._terminal.warning(str(error))
            else:
                self._terminal.ready(part.name, time.monotonic() - started, part.address)
        del self._reviving[part.name]

    def _next_delay(self, name: str) -> float:
        steady = time.monotonic() - self._since[name] > _STEADY_SECONDS
        delay = _FIRST_DELAY if steady else self._delays[name]
        self._delays[name] = min(2 * delay, _LAST_DELAY)
        return delay
