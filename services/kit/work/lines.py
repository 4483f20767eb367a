"""Lines: where requests that want the same thing wait before they take a database connection.

A request that waits for a locked row holds a connection. If 300 people want one shift, they would hold all of
the pool, and requests about anything else would find none. So a few at a time go to the database, and the
others wait here, in the order in which they came. A request that cannot have its turn before its deadline
is refused at once, and told when to come back: nothing of it has happened.

A line is known to this process only. What keeps changes apart is the database.
"""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from services.kit.calls import deadline
from services.kit.errors import Exhausted
from services.kit.process import metrics

FIRST_GUESS_SECONDS = 0.05
_OWN_SHARE = 0.25  # of the time that is left: what a request needs at least for itself
_WEIGHT = 0.1  # of the latest turn, in the mean


@dataclass(slots=True)
class _Line:
    """The line for one thing.

    Attributes:
        running: How many have their turn.
        waiting: Those who wait, first come first.
    """

    running: int = 0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)


class Lines:
    """The lines for things of one kind, such as shifts: one line for each.

    Args:
        name: What they wait for, for metrics.
        at_once: How many have their turn at once, of one line.
        longest: How many may wait in one line.
        full: What a request is told that cannot have its turn.
    """

    def __init__(self, name: str, *, at_once: int, longest: int, full: Exhausted) -> None:
        self._at_once = at_once
        self._longest = longest
        self._full = full
        self._lines: dict[object, _Line] = {}
        self._mean = FIRST_GUESS_SECONDS
        self._waiting = metrics.LINE_WAITING.labels(name)
        self._refused = metrics.LINE_REFUSED.labels(name)
        metrics.LINE_LONGEST.labels(name).set_function(self._longest_now)

    def _longest_now(self) -> int:
        """Returns how many wait in the longest line. The thread of the metrics asks."""
        return max((len(line.waiting) for line in list(self._lines.values())), default=0)

    @asynccontextmanager
    async def turn(self, key: object) -> AsyncIterator[None]:
        """Waits for a turn, which lasts as long as the block.

        Args:
            key: The thing.

        Raises:
            Exhausted: There is no turn before the deadline, or too many wait already.
        """
        line = self._lines.setdefault(key, _Line())
        if line.running < self._at_once:
            line.running += 1
        else:
            await self._wait(key, line)
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            yield
        finally:
            self._mean += (clock() - began - self._mean) * _WEIGHT
            self._leave(key, line)

    async def _wait(self, key: object, line: _Line) -> None:
        ahead = len(line.waiting) + 1
        seconds = self._mean * math.ceil(ahead / self._at_once)
        left = deadline.remaining()
        if len(line.waiting) >= self._longest or (left is not None and left < seconds + self._mean):
            raise self._refusal(seconds)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.waiting.append(turn)
        self._waiting.inc()
        try:
            # It may turn out to be slower than it looked. A turn without time to use it is no use.
            most = None if left is None else left - max(self._mean, left * _OWN_SHARE)
            async with asyncio.timeout(most):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._leave(key, line)  # the turn came as the request gave up
            elif turn in line.waiting:
                line.waiting.remove(turn)
            if isinstance(error, TimeoutError):
                raise self._refusal(seconds) from error
            raise
        finally:
            self._waiting.dec()

    def _leave(self, key: object, line: _Line) -> None:
        """Gives a turn to the next in line."""
        while line.waiting:
            turn = line.waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        line.running -= 1
        if not line.running:
            del self._lines[key]

    def _refusal(self, seconds: float) -> Exhausted:
        self._refused.inc()
        return Exhausted(
            self._full.text,
            reason=self._full.reason,
            retry_seconds=max(1, math.ceil(seconds)),
        )
