"""Lines: who wants the same thing waits in order, and holds nothing meanwhile."""

import asyncio

import pytest
from prometheus_client import REGISTRY

from services.kit.calls import deadline
from services.kit.errors import DeadlineExceeded, Exhausted
from services.kit.work.lines import Lines
from tests.waiting import eventually

FULL = Exhausted("Too many at once. Try again in a moment.", reason="TOO_MANY_AT_ONCE")


def lines(at_once: int = 1, longest: int = 100) -> Lines:
    return Lines("tests", at_once=at_once, longest=longest, full=FULL)


class Crowd:
    """People who want the same thing, each for as long as the gate is shut.

    Attributes:
        inside: Those who have their turn.
        came: All who had one, in order.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._gates: dict[int, asyncio.Event] = {}
        self.inside: set[int] = set()
        self.came: list[int] = []

    async def come(self, number: int, key: object = "shift") -> None:
        gate = self._gates[number] = asyncio.Event()
        async with self._lines.turn(key):
            self.inside.add(number)
            self.came.append(number)
            try:
                await gate.wait()
            finally:
                self.inside.discard(number)

    def begin(self, number: int, key: object = "shift") -> asyncio.Task[None]:
        return asyncio.create_task(self.come(number, key))

    async def is_inside(self, number: int) -> None:
        await eventually(lambda: number in self.inside)

    def leave(self, number: int) -> None:
        self._gates[number].set()


async def test_so_many_have_their_turn_and_the_others_follow_in_order() -> None:
    crowd = Crowd(lines(at_once=2))
    tasks = [crowd.begin(number) for number in range(5)]
    await eventually(lambda: crowd.inside == {0, 1})
    assert REGISTRY.get_sample_value("banyan_line_longest", {"line": "tests"}) == 3
    crowd.leave(1)
    await eventually(lambda: crowd.inside == {0, 2})
    for number in (0, 2, 3, 4):
        await crowd.is_inside(number)
        crowd.leave(number)
    await asyncio.gather(*tasks)
    assert crowd.came == [0, 1, 2, 3, 4]


async def test_another_thing_has_a_line_of_its_own_which_goes_with_the_last() -> None:
    all_lines = lines()
    crowd = Crowd(all_lines)
    tasks = [crowd.begin(0, "hot"), crowd.begin(1, "hot"), crowd.begin(2, "other")]
    await eventually(lambda: crowd.inside == {0, 2})
    for number in (0, 2, 1):
        await crowd.is_inside(number)
        crowd.leave(number)
    await asyncio.gather(*tasks)
    assert all_lines._lines == {}


async def test_who_gives_up_leaves_the_line_and_takes_nobody_s_turn() -> None:
    all_lines = lines()
    crowd = Crowd(all_lines)
    first, second, third = (crowd.begin(number) for number in range(3))
    await eventually(lambda: crowd.inside == {0})
    second.cancel()
    await asyncio.wait([second])
    crowd.leave(0)
    await eventually(lambda: crowd.inside == {2})
    crowd.leave(2)
    await asyncio.gather(first, third)
    assert all_lines._lines == {}


async def test_a_turn_that_comes_as_one_gives_up_goes_to_the_next() -> None:
    crowd = Crowd(lines())
    first, second, third = (crowd.begin(number) for number in range(3))
    await eventually(lambda: crowd.inside == {0})
    crowd.leave(0)
    await asyncio.wait([first])
    second.cancel()  # it has the turn, and has not run since
    await asyncio.wait([second])
    await eventually(lambda: crowd.inside == {2})
    crowd.leave(2)
    await third


async def test_who_would_wait_beyond_the_deadline_is_refused_at_once() -> None:
    all_lines = lines()
    all_lines._mean = 2.0
    crowd = Crowd(all_lines)
    tasks = [crowd.begin(0)]
    await eventually(lambda: crowd.inside == {0})
    async with deadline.within(5):
        tasks.append(crowd.begin(1))  # two seconds, and two of its own
        await asyncio.sleep(0)
        with pytest.raises(Exhausted) as caught:
            await crowd.come(2)
    assert (caught.value.reason, caught.value.retry_seconds) == ("TOO_MANY_AT_ONCE", 4)
    crowd.leave(0)
    await eventually(lambda: crowd.inside == {1})
    crowd.leave(1)
    await asyncio.gather(*tasks)


async def test_who_waits_longer_than_it_looked_is_told_that_nothing_happened() -> None:
    all_lines = lines()
    all_lines._mean = 0.001
    crowd = Crowd(all_lines)
    first = crowd.begin(0)
    await eventually(lambda: crowd.inside == {0})
    with pytest.raises(Exhausted):
        async with deadline.within(0.1):
            await crowd.come(1)
    crowd.leave(0)
    await first
    assert crowd.came == [0]
    assert all_lines._lines == {}


async def test_the_turn_itself_runs_into_the_deadline_as_ever() -> None:
    crowd = Crowd(lines())
    with pytest.raises(DeadlineExceeded):
        async with deadline.within(0.05):
            await crowd.come(0)


async def test_a_line_has_an_end() -> None:
    crowd = Crowd(lines(longest=1))
    tasks = [crowd.begin(0), crowd.begin(1)]
    await eventually(lambda: crowd.inside == {0})
    with pytest.raises(Exhausted):
        await crowd.come(2)
    crowd.leave(0)
    await eventually(lambda: crowd.inside == {1})
    crowd.leave(1)
    await asyncio.gather(*tasks)
