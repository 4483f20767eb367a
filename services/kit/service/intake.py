"""The intake of a server: changes let reads go first, so that a rush of changes holds up nobody else.

gRPC hands over one request in each turn of the event loop. If 300 people want to change something at once and each
begins as it comes in, turns are long, and a read that comes right behind them waits for 300 long turns. So once some
changes are under way, the next ones begin when nothing has come in for a moment. Until then turns are short, and what
waits outside is in soon. They begin a few at a time, and leave the intake when they wait for something else.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from services.kit.errors import Exhausted
from services.kit.work.lines import Lines

AT_ONCE = 4
LONGEST_LINE = 1000
FEW = 4  # how many changes may be under way before the next ones let others go first
# What is quiet: a thread brings requests in, and gets its turn late on a busy processor.
QUIET_SECONDS = 0.02
PATIENCE_SECONDS = 0.4  # for how long a change lets others go first

Leave = Callable[[], Awaitable[None]]


async def nothing_to_leave() -> None:
    """Leaves nothing: what a request does that has not passed the intake."""


class Intake:
    """Lets changes begin, a few at a time and after what has just arrived."""

    def __init__(self) -> None:
        self._latest = 0.0
        self._under_way = 0
        self._door = asyncio.Lock()
        self._line = Lines(
            "intake",
            at_once=AT_ONCE,
            longest=LONGEST_LINE,
            full=Exhausted(
                "Too many people change something at once. Nothing was changed. Try again in a moment.",
                reason="TOO_MANY_AT_ONCE",
            ),
        )

    @asynccontextmanager
    async def entered(self) -> AsyncIterator[Leave]:
        """Waits until a change may begin.

        Yields:
            What the change calls, once or again, as it begins to wait for something else: others may begin then.

        Raises:
            Exhausted: It cannot begin before its deadline, or too many wait already.
        """
        self._latest = _now()
        patience = self._latest + PATIENCE_SECONDS
        are_few = self._under_way < FEW
        self._under_way += 1
        try:
            if not are_few:
                async with self._door:  # in the order in which they came
                    await self._quiet(patience)
            async with AsyncExitStack() as turn:
                await turn.enter_async_context(self._line.turn(None))
                yield turn.aclose
        finally:
            self._under_way -= 1

    async def _quiet(self, patience: float) -> None:
        # Nothing can say that nothing has happened.
        while (left := min(self._latest + QUIET_SECONDS, patience) - _now()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(left)


def _now() -> float:
    return asyncio.get_running_loop().time()
