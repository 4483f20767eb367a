import asyncio

import pytest

from gateway.backend.turns import Turns


class Crowd:
    """Callers who want turns, and the order in which they got them."""

    def __init__(self, at_once: int = 1) -> None:
        self.turns = Turns(at_once)
        self.served: list[str] = []
        self.tasks: dict[str, list[asyncio.Task[None]]] = {}

    async def want(self, *callers: str) -> None:
        for caller in callers:
            task = asyncio.create_task(self._one(caller))
            self.tasks.setdefault(caller, []).append(task)
        await settle()

    async def _one(self, caller: str) -> None:
        await self.turns.take(caller)
        self.served.append(caller)

    async def end(self) -> None:
        self.turns.end()
        await settle()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def crowd() -> Crowd:
    return Crowd()


async def test_callers_come_one_after_the_other(crowd: Crowd) -> None:
    await crowd.want("flood", "flood", "flood", "flood", "lin", "chen")
    for _ in range(5):
        await crowd.end()
    assert crowd.served == ["flood", "flood", "lin", "chen", "flood", "flood"]


async def test_no_more_at_once_than_there_are(crowd: Crowd) -> None:
    two = Crowd(at_once=2)
    await two.want("lin", "lin", "chen", "maria")
    assert two.served == ["lin", "lin"]
    await two.end()
    assert two.served == ["lin", "lin", "chen"]


async def test_who_has_gone_takes_no_turn(crowd: Crowd) -> None:
    await crowd.want("flood", "lin", "lin", "chen")
    crowd.tasks["lin"][0].cancel()
    await settle()
    await crowd.end()
    assert crowd.served == ["flood", "lin"]
    await crowd.end()
    assert crowd.served == ["flood", "lin", "chen"]


async def test_a_turn_that_came_too_late_goes_to_the_next(crowd: Crowd) -> None:
    await crowd.want("flood", "lin", "chen")
    crowd.turns.end()  # it is the turn of lin, who goes before hearing of it
    crowd.tasks["lin"][0].cancel()
    await settle()
    assert crowd.served == ["flood", "chen"]


async def test_in_the_end_all_turns_are_free(crowd: Crowd) -> None:
    await crowd.want("flood", "lin")
    await crowd.end()
    await crowd.end()
    await crowd.want("chen")
    assert crowd.served == ["flood", "lin", "chen"]
