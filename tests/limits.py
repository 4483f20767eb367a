"""Limits of time that pass when a test says so: on a slow machine, a short one may pass too early."""

import asyncio
import contextlib

import pytest

LONG = 1000.0  # seconds: a limit that does not pass by itself


class Limits:
    """The limits of at least `LONG` seconds, less what the code deducts, that hold just now."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._made: list[asyncio.Timeout] = []
        timeout = asyncio.timeout

        def remembered(delay: float | None) -> asyncio.Timeout:
            made = timeout(delay)
            if delay is not None and delay > LONG / 2:
                self._made.append(made)
            return made

        patch.setattr(asyncio, "timeout", remembered)

    def end(self) -> None:
        """Lets all of them pass at this moment."""
        for each in self._made:
            with contextlib.suppress(RuntimeError):  # its block has ended
                each.reschedule(asyncio.get_running_loop().time())
