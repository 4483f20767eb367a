"""No place is taken twice, no person is in two places, no place is freed twice: at once or not.

Each guard has a negative control, a test in which the guard is taken away and the damage must happen.
Were it not to, the test of the guard would prove nothing. In a control nobody acts before everybody
has looked, so the damage does not depend on luck.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import shift_pb2
from sqlmodel import col

from services.events.eligibility.rules import Facts
from services.events.events.models import EventState
from services.events.shifts.models import Shift, ShiftState
from services.events.shifts.roles import OPEN
from services.events.sign_ups import servicer as sign_ups
from services.events.sign_ups.choosing import Chosen, choose
from services.kit.process.ids import uuid7
from services.kit.work.claim import Claim
from services.kit.work.work import Work
from tests.events.stage import Stage
from tests.faults.races import OK, Gathering, at_once, without_row_locks, without_the_line


async def places(stage: Stage, shift: shift_pb2.Shift) -> tuple[int, int]:
    """Returns how many places of a shift are taken, and how many sign-ups hold one."""
    query = (
        "SELECT places_taken, (SELECT count(*) FROM sign_up WHERE shift_id = $1"
        " AND state = 'CONFIRMED') AS held FROM shift WHERE id = $1"
    )
    row = (await stage.sql(query, UUID(shift.id)))[0]
    return row["places_taken"], row["held"]


async def engagements(stage: Stage, person_id: UUID) -> int:
    """Returns how many places a person holds."""
    query = "SELECT 1 FROM sign_up WHERE person_id = $1 AND state = 'CONFIRMED'"
    return len(await stage.sql(query, person_id))


def look_then_take(monkeypatch: pytest.MonkeyPatch, parties: int) -> None:
    """Puts a look and an unconditional UPDATE in the place of the conditional one."""
    gathering = Gathering(parties)

    async def take_place(shift_id: UUID, work: Work, *, is_request: bool = False) -> Shift | None:
        shift = await work.get(Shift, shift_id)
        await gathering.attend()
        if shift.is_full:
            return None
        return await work.change_if(Shift, shift_id, places_taken=col(Shift.places_taken) + 1)

    without_the_line(monkeypatch)
    monkeypatch.setattr(sign_ups, "take_place", take_place)


def without_the_lock_on_the_person(monkeypatch: pytest.MonkeyPatch, parties: int) -> None:
    """Lets everybody look at the person's sign-ups before anybody adds one."""
    gathering = Gathering(parties)

    def statement(claim: Claim, locks: Sequence[str]) -> str:
        del locks
        return claims(claim, ())

    claims = Claim.statement

    async def choose_and_attend(*about: Any, **more: Any) -> Chosen:
        chosen = await choose(*about, **more)
        await gathering.attend()
        return chosen

    monkeypatch.setattr(Claim, "statement", statement)
    monkeypatch.setattr(sign_ups, "choose", choose_and_attend)


# Of a shift without roles, both say that no more places are taken than there are.
_WITHOUT_QUOTAS = (
    "ALTER TABLE shift DROP CONSTRAINT shift_capacity, DROP CONSTRAINT shift_open_places"
)
# What would let anyone sign up, whatever is true.
UNKNOWN = Facts(
    event_state=EventState.PUBLISHED,
    shift_state=ShiftState.PLANNED,
    organization_state=None,
    is_for_members=False,
    is_member=False,
    has_ended=False,
    is_full=False,
    minimum_age=0,
    is_of_age=None,
    required_skills=(),
    person_state=None,
    skills=None,
    is_signed_up=False,
    is_engaged=False,
)


class TestCapacity:
    async def test_100_people_at_once_take_10_places(self, stage: Stage) -> None:
        shift = await stage.shift(capacity=10)
        ends = await at_once(stage.sign_up(shift) for _ in range(100))
        assert ends == {OK: 10, "FAILED_PRECONDITION SHIFT_FULL": 90}
        assert await places(stage, shift) == (10, 10)

    async def test_the_table_refuses_what_gets_past_the_update(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shift = await stage.shift(capacity=10)
        look_then_take(monkeypatch, parties=20)
        ends = await at_once(stage.sign_up(shift) for _ in range(20))
        assert ends == {OK: 10, "FAILED_PRECONDITION SHIFT_FULL": 10}
        assert await places(stage, shift) == (10, 10)

    async def test_negative_control_without_both_it_oversells(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shift = await stage.shift(capacity=10)
        await stage.sql(_WITHOUT_QUOTAS)
        look_then_take(monkeypatch, parties=20)
        assert await at_once(stage.sign_up(shift) for _ in range(20)) == {OK: 20}
        assert await places(stage, shift) == (20, 20)


class TestOnePlaceAtATime:
    async def overlapping(self, stage: Stage, number: int) -> list[shift_pb2.Shift]:
        """Creates shifts of different events at the same time."""
        return [await stage.shift() for _ in range(number)]

    async def test_50_shifts_at_the_same_time_leave_one(self, stage: Stage) -> None:
        shifts, me = await self.overlapping(stage, 50), uuid7()
        ends = await at_once(stage.sign_up(shift, me) for shift in shifts)
        assert ends == {OK: 1, "FAILED_PRECONDITION OVERLAPPING_SIGN_UP": 49}
        assert await engagements(stage, me) == 1

    async def test_50_times_the_same_shift_leave_one(self, stage: Stage) -> None:
        shift, me = await stage.shift(capacity=50), uuid7()
        ends = await at_once(stage.sign_up(shift, me) for _ in range(50))
        assert ends == {OK: 1, "FAILED_PRECONDITION ALREADY_SIGNED_UP": 49}
        assert await places(stage, shift) == (1, 1)

    async def test_the_table_refuses_what_gets_past_the_lock(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shifts, me = await self.overlapping(stage, 2), uuid7()
        without_the_lock_on_the_person(monkeypatch, parties=2)
        ends = await at_once(stage.sign_up(shift, me) for shift in shifts)
        assert ends == {OK: 1, "FAILED_PRECONDITION OVERLAPPING_SIGN_UP": 1}
        assert await engagements(stage, me) == 1

    async def test_the_table_refuses_a_second_sign_up_for_one_shift(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shift, me = await stage.shift(), uuid7()
        await stage.sign_up(shift, me)

        async def know_nothing(*about: Any, **more: Any) -> Chosen:
            await choose(*about, **more)  # which checks that they may see the event
            return Chosen(OPEN, UNKNOWN, (), ())

        monkeypatch.setattr(sign_ups, "choose", know_nothing)
        ends = await at_once([stage.sign_up(shift, me)])
        assert ends == {"FAILED_PRECONDITION ALREADY_SIGNED_UP": 1}

    async def test_negative_control_without_both_a_person_is_in_many_places(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shifts, me = await self.overlapping(stage, 10), uuid7()
        await stage.sql("ALTER TABLE sign_up DROP CONSTRAINT sign_up_overlap")
        without_the_lock_on_the_person(monkeypatch, parties=10)
        assert await at_once(stage.sign_up(shift, me) for shift in shifts) == {OK: 10}
        assert await engagements(stage, me) == 10


class TestCancelling:
    async def test_30_times_at_once_frees_one_place(self, stage: Stage) -> None:
        shift = await stage.shift(capacity=3)
        sign_up, *_ = [await stage.sign_up(shift) for _ in range(3)]
        ends = await at_once(stage.cancel(sign_up) for _ in range(30))
        assert ends == {OK: 1, "FAILED_PRECONDITION ALREADY_CANCELLED": 29}
        assert await places(stage, shift) == (2, 2)

    async def test_30_sign_ups_at_once_free_30_places(self, stage: Stage) -> None:
        shift = await stage.shift(capacity=30)
        held = [await stage.sign_up(shift) for _ in range(30)]
        assert await at_once(stage.cancel(sign_up) for sign_up in held) == {OK: 30}
        assert await places(stage, shift) == (0, 0)

    async def test_negative_control_without_locks_it_is_cancelled_many_times(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_up = await stage.sign_up(await stage.shift())
        without_row_locks(monkeypatch, parties=30)
        assert await at_once(stage.cancel(sign_up) for _ in range(30)) == {OK: 30}

    async def test_negative_control_without_locks_places_are_lost(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shift = await stage.shift(capacity=30)
        held = [await stage.sign_up(shift) for _ in range(30)]
        without_row_locks(monkeypatch, parties=30)
        assert await at_once(stage.cancel(sign_up) for sign_up in held) == {OK: 30}
        assert await places(stage, shift) == (29, 0)
