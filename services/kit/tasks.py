"""Background work: done beside something else, and ended with it, whatever it is doing at the moment."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any

from services.kit.backoff import Backoff

log = logging.getLogger(__name__)
Endless = Callable[[], Coroutine[Any, Any, None]]


@asynccontextmanager
async def doing(works: Iterable[Endless]) -> AsyncIterator[None]:
    """Does work beside the block, and ends it with it."""
    stopping = asyncio.Event()
    tasks = [asyncio.create_task(for_ever(work, stopping)) for work in works]
    try:
        yield
    finally:
        stopping.set()
        await end(tasks)


async def for_ever(work: Endless, stopping: asyncio.Event) -> None:
    """Does work that has no end, and begins it again should a fault have ended it.

    A cancellation that nobody here asked for is one: what a library cancels of its own cancels whoever
    waits for it, and the work would be gone without a word.

    Args:
        work: What to do.
        stopping: Whether it is to end when it is cancelled.
    """
    backoff = Backoff(first=0.2, longest=10.0)
    while True:
        try:
            await work()
        except asyncio.CancelledError:
            if stopping.is_set():
                raise
            log.exception("background work was cancelled by others; beginning again")
        except Exception:
            log.exception("background work failed; beginning again")
        await backoff.wait()


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
