"""Waiting for a condition, in place of sleeping and hoping."""

import asyncio
import inspect
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, overload

Result = TypeVar("Result")

TIMEOUT = 60.0  # the machine may stand still for seconds, more than once
INTERVAL = 0.01


class _Attempts:
    """Counts down to the deadline, and remembers why the last attempt failed."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._deadline = time.monotonic() + timeout
        self._reason: AssertionError | None = None

    def failed(self, condition: object, reason: AssertionError | None) -> None:
        """Notes a failed attempt; raises AssertionError once the time is up."""
        self._reason = reason
        if time.monotonic() > self._deadline:
            name = getattr(condition, "__name__", repr(condition))
            message = f"{name} did not hold within {self._timeout:g} s"
            raise AssertionError(f"{message}: {reason}" if reason else message) from reason


@overload
async def eventually(
    condition: Callable[[], Coroutine[Any, Any, Result]],
    timeout: float = ...,
    interval: float = ...,
) -> Result: ...
@overload
async def eventually(
    condition: Callable[[], Result], timeout: float = ..., interval: float = ...
) -> Result: ...
async def eventually(
    condition: Callable[[], Any],
    timeout: float = TIMEOUT,
    interval: float = INTERVAL,
) -> Any:
    """Returns the condition's answer as soon as it is truthy, asking every `interval` seconds.

    The condition may be a coroutine function. An AssertionError in it counts as "not yet".
    Raises AssertionError, with the last one as its cause, when `timeout` seconds have passed.
    """
    attempts = _Attempts(timeout)
    while True:
        reason = None
        try:
            answer = condition()
            result = await answer if inspect.isawaitable(answer) else answer
            if result:
                return result
        except AssertionError as error:
            reason = error
        attempts.failed(condition, reason)
        await asyncio.sleep(interval)


def eventually_sync(
    condition: Callable[[], Result], timeout: float = TIMEOUT, interval: float = INTERVAL
) -> Result:
    """Does what `eventually` does, for a test without an event loop."""
    attempts = _Attempts(timeout)
    while True:
        reason = None
        try:
            result = condition()
            if result:
                return result
        except AssertionError as error:
            reason = error
        attempts.failed(condition, reason)
        time.sleep(interval)
