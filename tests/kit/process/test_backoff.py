"""Waits between attempts."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.process.backoff import Backoff


def waits(backoff: Backoff, times: int) -> list[float]:
    """Returns how long the backoff would have slept each time."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def wait() -> None:
        for _ in range(times):
            await backoff.wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.kit.process.backoff.asyncio.sleep", sleep)
        asyncio.new_event_loop().run_until_complete(wait())
    return slept


@given(st.floats(0.001, 10), st.floats(1, 100), st.integers(1, 30))
def test_each_wait_lies_in_the_upper_half_of_a_bound_that_doubles(
    first: float, factor: float, times: int
) -> None:
    longest = first * factor
    bound = first
    for wait in waits(Backoff(first=first, longest=longest), times):
        assert bound / 2 <= wait <= bound
        bound = min(bound * 2, longest)


def test_a_success_begins_again() -> None:
    backoff = Backoff(first=1, longest=1000)
    assert waits(backoff, 8)[-1] >= 64
    backoff.reset()
    assert waits(backoff, 1)[0] <= 1


def test_many_do_not_return_at_once() -> None:
    firsts = {waits(Backoff(first=1, longest=10), 1)[0] for _ in range(50)}
    assert len(firsts) > 40
