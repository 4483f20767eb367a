"""Deadlines: the time left for the current work, passed on at every hop.

gRPC for Python does not propagate deadlines, so the server stores the deadline here and the client reads
it.
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
    """Limits the block to a number of seconds, or to the default if the caller gave none.

    It ends a moment early to leave time for the answer. Once the caller's own deadline has passed, the
    caller no longer listens, and gRPC cancels the work again in the middle of its cleanup.

    Raises:
        DeadlineExceeded: The time ran out. The awaited work has been cancelled.
    """
    bound = DEFAULT_SECONDS if seconds is None else max(seconds, 0.0)
    bound -= min(ANSWER_SECONDS, bound / 10)
    token = _ends_at.set(asyncio.get_running_loop().time() + bound)
    try:
        async with asyncio.timeout(bound):
            yield
    except TimeoutError as error:
        raise DeadlineExceeded("The request took too long. Ask for less, or try again.") from error
    finally:
        _ends_at.reset(token)


def remaining() -> float | None:
    """Returns the seconds left for the current work, or None without a deadline."""
    ends_at = _ends_at.get()
    return None if ends_at is None else ends_at - asyncio.get_running_loop().time()


def for_next_hop(longest: float | None = None) -> float:
    """Returns the timeout for a call: the time left minus a margin, and no more than is usual.

    Args:
        longest: The most that the contract gives to the method, in seconds; None for 3 s.

    Raises:
        DeadlineExceeded: No time is left.
    """
    longest = longest or LONGEST_HOP_SECONDS
    left = remaining()
    if left is None:
        return longest
    if left <= MARGIN_SECONDS:
        raise DeadlineExceeded("The request took too long. Ask for less, or try again.")
    return min(left - MARGIN_SECONDS, longest)
