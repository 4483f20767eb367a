"""Turns: the messages of subscriptions are made a few at a time, one caller after the other.

One change can concern thousands of subscriptions. Without turns the messages of all of them would be made in
one go, while nobody else is served, and a caller with many subscriptions would come before one with a few.
"""

import asyncio
from collections import OrderedDict, deque


class Turns:
    """Gives turns to callers, round and round.

    Args:
        at_once: The number of turns that may be taken at once.
    """

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def take(self, caller: str) -> None:
        """Waits for a turn. The caller gives it back with `end`."""
        if self._free and not self._waiting:
            self._free -= 1
            # Even so others come first: requests that have arrived meanwhile, and the work of the loop.
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                self.end()
                raise
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(caller, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.end()
            raise

    def end(self) -> None:
        """Ends a turn. The next caller who waits gets it."""
        while self._waiting:
            caller, turns = self._waiting.popitem(last=False)
            while turns and turns[0].done():
                turns.popleft()  # the caller has stopped waiting
            if turns:
                turns.popleft().set_result(None)
                if turns:
                    self._waiting[caller] = turns  # behind everyone else
                return
        self._free += 1
