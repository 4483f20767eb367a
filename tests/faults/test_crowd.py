"""500 people on 10 places, a fifth of whom cancel, while whatever is freed is offered to those who wait."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from banyan.events.v1 import shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb

from services.events.shifts.models import Shift
from services.kit.errors import Exhausted
from services.kit.process.ids import uuid7
from tests.events.stage import Stage
from tests.faults.races import OK, at_once, without_row_locks
from tests.waiting import eventually

PLACES = 10
CLIENTS = 500
SIGN_UPS = (
    "SELECT id::text, person_id, state FROM sign_up WHERE shift_id = $1 ORDER BY create_time, id"
)


class Crowd:
    """People who want a place in one shift.

    Args:
        stage: Where they are.
        shift: The shift.
    """

    def __init__(self, stage: Stage, shift: shift_pb2.Shift) -> None:
        self.stage = stage
        self.shift = shift

    async def come(self, *, cancels: bool) -> None:
        """Signs somebody up, who perhaps cancels at once."""
        person_id = uuid7()
        sign_up = await _until_it_is_their_turn(
            lambda: self.stage.sign_up(self.shift, person_id, join_waitlist=True)
        )
        if cancels:
            await self.leave(sign_up.id, person_id)

    async def leave(self, sign_up_id: str, person_id: UUID) -> None:
        """Cancels a sign-up, as the person."""
        sign_up, passport = pb.SignUp(id=sign_up_id), self.stage.office.person(person_id)
        await _until_it_is_their_turn(lambda: self.stage.cancel(sign_up, passport))

    async def who(self, *states: str) -> list[tuple[str, UUID]]:
        """Returns the sign-ups in these states and their people, first come first."""
        rows = await self.stage.sql(SIGN_UPS, UUID(self.shift.id))
        return [(row["id"], row["person_id"]) for row in rows if row["state"] in states]

    async def accept_every_offer(self) -> bool:
        """Lets everybody accept who is offered a place; tells whether all places are confirmed."""
        offers = await self.who("OFFERED")
        ends = await at_once(
            self.stage.accept(pb.SignUp(id=id_, person_id=str(person))) for id_, person in offers
        )
        assert set(ends) <= {OK}
        return len(await self.who("CONFIRMED")) == PLACES

    async def wrong(self) -> list[str]:
        """Returns what is wrong with the numbers of the shift."""
        rows = await self.stage.sql(SIGN_UPS, UUID(self.shift.id))
        states = Counter(row["state"] for row in rows)
        now = await self.stage.get_shift(self.shift)
        held = states["CONFIRMED"] + states["OFFERED"]
        told = {
            "places taken": (now.places_taken, held),
            "places offered": (now.places_offered, states["OFFERED"]),
            "people waiting": (now.waitlist_length, states["WAITLISTED"]),
            "places too many": (max(held - PLACES, 0), 0),
        }
        return [name for name, (found, expected) in told.items() if found != expected]


async def _until_it_is_their_turn(call: Callable[[], Awaitable[pb.SignUp]]) -> pb.SignUp:
    """Calls, and again after the time that people are told to wait if too many came at once."""
    while True:
        try:
            return await call()
        except Exhausted as told:
            if told.reason != "TOO_MANY_AT_ONCE" or told.retry_seconds is None:
                raise
            await asyncio.sleep(told.retry_seconds)


async def test_500_people_on_10_places(stage: Stage) -> None:
    crowd = Crowd(stage, await stage.shift(capacity=PLACES))
    ends = await at_once(crowd.come(cancels=number % 5 == 0) for number in range(CLIENTS))
    assert ends == {OK: CLIENTS}
    await eventually(crowd.accept_every_offer, interval=0.1)
    assert await crowd.wrong() == []
    # Then everybody with a place leaves, and a fifth of those who wait, all at once.
    waiting = await crowd.who("WAITLISTED")
    assert len(waiting) == CLIENTS * 4 // 5 - PLACES
    leaving = await crowd.who("CONFIRMED") + waiting[::5]
    ends = await at_once(crowd.leave(*each) for each in leaving)
    assert ends == {OK: len(leaving)}
    await eventually(crowd.accept_every_offer, interval=0.1)
    assert await crowd.wrong() == []
    left = [each for each in waiting if each not in leaving]
    assert await crowd.who("CONFIRMED") == left[:PLACES]


async def test_negative_control_without_locks_it_oversells(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = Crowd(stage, await stage.shift(capacity=PLACES))
    without_row_locks(monkeypatch, parties=10, at=Shift)
    ends = await at_once(crowd.come(cancels=False) for _ in range(PLACES + 20))
    assert ends == {OK: PLACES + 20}
    assert "places too many" in await crowd.wrong()
