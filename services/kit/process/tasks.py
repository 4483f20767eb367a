"""Background tasks that end together with the block that started them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any

from services.kit.process.backoff import Backoff

log = logging.getLogger(__name__)
BackgroundTask = Callable[[], Coroutine[Any, Any, None]]


@asynccontextmanager
async def in_background(works: Iterable[BackgroundTask]) -> AsyncIterator[None]:
    """Runs tasks while the block runs, and cancels them at its end."""
    stopping = asyncio.Event()
    tasks = [asyncio.create_task(run_forever(work, stopping)) for work in works]
    try:
        yield
    finally:
        stopping.set()
        await end(tasks)


async def run_forever(work: BackgroundTask, stopping: asyncio.Event) -> None:
    """Runs an endless task, and starts it again after a fault.

    A cancellation that this process did not request counts as a fault: a library that cancels its own
    task also cancels whatever awaits it, and the work would stop silently.

    Args:
        work: The task.
        stopping: Set when a cancellation means that the task must end.
    """
    backoff = Backoff(first=0.2, longest=10.0)
    while True:
        try:
            await work()
        except asyncio.CancelledError:
            if stopping.is_set():
                raise
            log.exception("a background task was cancelled by a library; starting again")
        except Exception:
            log.exception("background work failed; beginning again")
        await backoff.wait()


async def end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancels tasks and waits until they are done.

    It cancels repeatedly: `asyncio.wait_for` of Python 3.11 can lose a cancellation, and nats-py treats
    one as a failed attempt to connect.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=0.1)


def raise_if_cancelled() -> None:
    """Raises the cancellation of this task if a library has lost it, as described at `end`.

    A loop in an `asyncio.TaskGroup` calls this at each turn: the group cancels once, and then waits.

    Raises:
        asyncio.CancelledError: The task was cancelled.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
