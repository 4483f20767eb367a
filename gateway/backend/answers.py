"""What the services have answered during an execution, so that it can be repeated without asking again."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

from google.protobuf.message import Message

T = TypeVar("T")


class Answers:
    """Remembers the answer to each request, or the error in its place.

    Args:
        remembers: Whether to remember them; otherwise each request is only passed on.

    Attributes:
        again: Whether requests are answered from memory. One that is new is passed on.
    """

    def __init__(self, *, remembers: bool = False) -> None:
        self._remembers = remembers
        self._outcomes: dict[Hashable, Any] = {}
        self.again = False

    async def of(
        self, key: Hashable, ask: Callable[[], Awaitable[T]], *, at_once: bool = False
    ) -> T:
        """Returns the answer to a question.

        Args:
            key: Identifies the question; see `key_of`.
            ask: Asks it.
            at_once: Whether an answer may come in the same turn of the event loop, from memory. The order of
                errors depends on the turns.

        Raises:
            Exception: What `ask` raised, now or before.
        """
        if not self._remembers:
            return await ask()
        if self.again and key in self._outcomes:
            if not at_once:
                await asyncio.sleep(0)
        else:
            try:
                self._outcomes[key] = await ask()
            except Exception as error:
                self._outcomes[key] = error
        outcome: T | Exception = self._outcomes[key]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def key_of(request: Message, service: str | None = None) -> Hashable:
    """Returns what identifies a request, and the service that it goes to if others take such requests too."""
    return type(request), request.SerializeToString(deterministic=True), service
