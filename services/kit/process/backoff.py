"""Exponential backoff with jitter, so that many clients do not retry at once.

"Full jitter" of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/.
"""

import asyncio
import random


class Backoff:
    """The delays between attempts: random, up to a bound that doubles each time.

    Args:
        first: The bound of the first delay, in seconds.
        longest: The largest bound, in seconds.
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
        """Returns to the first bound, after a success."""
        self._bound = self._first
