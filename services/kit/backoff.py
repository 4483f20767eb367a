"""Waiting longer after each failure, with jitter, so that many do not return at once.

"Full jitter" of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/.
"""

import asyncio
import random


class Backoff:
    """The waits between attempts: random, up to a bound that doubles from the first to the longest.

    Args:
        first: The bound of the first wait, in seconds.
        longest: The bound that is never passed, in seconds.
    """

    def __init__(self, *, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._bound = first

    async def wait(self) -> None:
        """Waits, and doubles the bound."""
        await asyncio.sleep(random.uniform(self._bound / 2, self._bound))  # noqa: S311 # no secret
        self._bound = min(self._bound * 2, self._longest)

    def reset(self) -> None:
        """Begins again at the first bound, after a success."""
        self._bound = self._first
