"""Ending background work, whatever it is doing at the moment."""

import asyncio
from collections.abc import Iterable


async def end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancels tasks and waits until they are done.

    It asks more than once: `asyncio.wait_for` of Python 3.11 can lose a cancellation, and nats-py takes
    one for a failed attempt to connect.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=0.1)
