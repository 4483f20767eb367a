"""Deadlines: how much time is left for the work at hand, passed on at every hop.

gRPC for Python does not pass a deadline on by itself, so the server notes it here and the client
reads it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from services.kit.errors import DeadlineExceeded

DEFAULT_SECONDS = 5.0
LONGEST_HOP_SECONDS = 3.0
MARGIN_SECONDS = 0.05
ANSWER_SECONDS = 0.02

_ends_at: ContextVar[float | None] = ContextVar("deadline", default=None)


@asynccontextmanager
async def within(seconds: float | None) -> AsyncIterator[None]:
    """Bounds the block to so many seconds, or to the default where the caller gave none.

    A moment of it is kept for the answer: once its own deadline has passed, the caller listens no
    more, and gRPC cancels the work a second time, in the middle of its cleaning up.

    Raises:
        DeadlineExceeded: The time ran out; whatever was awaited has been cancelled.
    """
    bound = DEFAULT_SECONDS if seconds is None else max(seconds, 0.0)
    bound -= min(ANSWER_SECONDS, bound / 10)
    token = _ends_at.set(asyncio.get_running_loop().time() + bound)
    try:
        async with asyncio.timeout(bound):
            yield
    except TimeoutError as error:
        raise DeadlineExceeded(
            "The time for this request has run out. Ask for less, or try again."
        ) from error
    finally:
        _ends_at.reset(token)


def remaining() -> float | None:
    """Returns the seconds left for the work at hand, or None where no deadline was set."""
    ends_at = _ends_at.get()
    return None if ends_at is None else ends_at - asyncio.get_running_loop().time()


def for_next_hop() -> float:
    """Returns the seconds to give to a call: what is left less a margin, and never over 3 s.

    Raises:
        DeadlineExceeded: Nothing is left.
    """
    left = remaining()
    if left is None:
        return LONGEST_HOP_SECONDS
    if left <= MARGIN_SECONDS:
        raise DeadlineExceeded("The time for this request has run out. Ask for less, or try again.")
    return min(left - MARGIN_SECONDS, LONGEST_HOP_SECONDS)
