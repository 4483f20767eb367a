"""Proposals: people are asked, and the next best where they do not take their shift."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, timedelta
from uuid import UUID

import asyncpg
import pytest
from banyan.events.v1 import event_pb2, plan_answer_pb2, plan_change_pb2, shift_pb2, sign_up_pb2
from banyan.events.v1 import schedule_plan_pb2 as pb

from services.events.plans.jobs import Planned
from services.events.proposals import jobs
from services.events.reminders.jobs import plan as plan_reminders
from services.events.waitlist.jobs import expire
from services.kit.calls.passport import Caller
from services.kit.errors import Refused
from tests.events.plans.planning import Planning, refusal
from tests.events.stage import Stage
from tests.waiting import eventually

PROPOSED, SIGNED_UP, DECLINED, UNANSWERED, WITHDRAWN = (
    plan_answer_pb2.PLAN_ASSIGNMENT_STATE_PROPOSED,
    plan_answer_pb2.PLAN_ASSIGNMENT_STATE_SIGNED_UP,
    plan_answer_pb2.PLAN_ASSIGNMENT_STATE_DECLINED,
    plan_answer_pb2.PLAN_ASSIGNMENT_STATE_UNANSWERED,
    plan_answer_pb2.PLAN_ASSIGNMENT_STATE_WITHDRAWN,
)
CONFIRMED, OFFERED, CANCELLED, EXPIRED = (
    sign_up_pb2.SIGN_UP_STATE_CONFIRMED,
    sign_up_pb2.SIGN_UP_STATE_OFFERED,
    sign_up_pb2.SIGN_UP_STATE_CANCELLED,
    sign_up_pb2.SIGN_UP_STATE_EXPIRED,
)


class Asking:
    """A plan that has asked people.

    Attributes:
        planning: What coordinators do.
        shifts: Its shifts, of one place each.
        plan: The plan.
    """

    def __init__(
        self, planning: Planning, shifts: list[shift_pb2.Shift], plan: pb.SchedulePlan
    ) -> None:
        self.planning, self.shifts, self.plan = planning, shifts, plan
        self.stage = planning.stage

    @classmethod
    async def begin(cls, planning: Planning, people: int, days: int = 1) -> "Asking":
        """Publishes a plan that asks people for six hours."""
        shifts = await planning.season(days)
        for _ in range(people):
            await planning.stage.somebody()
        now = planning.stage.now()
        plan = await planning.publish(await planning.solved(), now + timedelta(hours=6))
        return cls(planning, shifts, plan)

    async def asked(self, *, without: frozenset[str] = frozenset()) -> sign_up_pb2.SignUp:
        """Returns the open proposal for the first shift, once there is one to somebody new."""

        async def is_there() -> sign_up_pb2.SignUp:
            request = sign_up_pb2.ListSignUpsRequest(shift_id=self.shifts[0].id, states=[OFFERED])
            found = await self.stage.call(request, sign_up_pb2.ListSignUpsResponse)
            new = [each for each in found.sign_ups if each.person_id not in without]
            assert len(new) == 1
            return new[0]

        found = await eventually(is_there)
        assert found is not None
        return found

    async def decline(self, sign_up: sign_up_pb2.SignUp) -> None:
        """Declines a proposal, as its person."""
        await self.stage.cancel(sign_up, self.stage.office.person(UUID(sign_up.person_id)))

    async def states(self) -> dict[str, int]:
        """Returns what became of each person's assignment to the first shift."""
        found = await self.planning.assignments(self.plan)
        return {each.person_id: each.state for each in found if each.shift_id == self.shifts[0].id}

    async def numbers(self) -> tuple[int, int]:
        """Returns how many places of the first shift are taken, and offered."""
        shift = await self.stage.get_shift(self.shifts[0])
        return shift.places_taken, shift.places_offered


@asynccontextmanager
async def busy(
    stage: Stage, shift: shift_pb2.Shift
) -> AsyncIterator[Callable[[int], Awaitable[None]]]:
    """Holds a shift while the block runs, and gives what waits until so many others wait for it."""
    connection = await asyncpg.connect(stage.platform.site.urls["events"])

    async def waiters(number: int) -> None:
        async def has_them() -> bool:
            (found,) = await stage.sql(
                "SELECT count(*) AS number FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            return bool(found["number"] >= number)

        await eventually(has_them)

    try:
        async with connection.transaction():
            await connection.execute("SELECT 1 FROM shift WHERE id = $1 FOR UPDATE", UUID(shift.id))
            yield waiters
    finally:
        await connection.close()


class TestAsking:
    async def test_holds_the_place_until_the_person_accepts(self, planning: Planning) -> None:
        asking = await Asking.begin(planning, people=1)
        stage, asked = planning.stage, await asking.asked()
        assert (asked.proposed, asked.schedule_plan_id) == (True, asking.plan.id)
        assert asked.offer_expire_time == asking.plan.answer_by_time
        assert await asking.numbers() == (1, 1)
        with pytest.raises(Refused) as refused:
            await stage.sign_up(asking.shifts[0])
        assert refused.value.reason == "SHIFT_FULL"
        (assignment,) = await planning.assignments(asking.plan)
        assert (assignment.state, assignment.answer_by_time) == (PROPOSED, asked.offer_expire_time)

        # Neither reminders nor alerts take it for somebody who comes.
        await stage.sql("UPDATE shift SET start_time = now() + interval '1 hour'")
        await stage.sql("UPDATE sign_up SET create_time = now() - interval '9 days'")
        async with stage.platform.services["events"].units.writing(Caller("job:test")) as work:
            await plan_reminders(work)
        told = await stage.sql("SELECT DISTINCT kind FROM reminder")
        assert [each["kind"] for each in told] == ["UNDERSTAFFED"]

        assert (await stage.accept(asked)).state == CONFIRMED
        assert await asking.numbers() == (1, 0)
        assert await asking.states() == {asked.person_id: SIGNED_UP}

    async def test_goes_on_with_the_next_best_until_nobody_is_left(
        self, timed_planning: Planning
    ) -> None:
        asking = await Asking.begin(timed_planning, people=2)
        stage, first = timed_planning.stage, await asking.asked()
        waiting = await stage.wait_for(asking.shifts[0])
        await asking.decline(first)
        second = await asking.asked(without=frozenset({first.person_id}))
        assert await asking.numbers() == (1, 1)  # not for those who wait
        assert await asking.states() == {first.person_id: DECLINED, second.person_id: PROPOSED}
        stage.pass_time(hours=7)
        assert (await stage.becomes(second, EXPIRED)).proposed
        await stage.becomes(waiting, OFFERED)
        assert await asking.states() == {first.person_id: DECLINED, second.person_id: UNANSWERED}
        (gap,) = await timed_planning.gaps(asking.plan)
        assert gap.missing == 1
        assert await refusal(stage.accept(second)) == "OFFER_EXPIRED"

    async def test_asks_whoever_comes_later_as_long_as_the_first(
        self, timed_planning: Planning
    ) -> None:
        asking = await Asking.begin(timed_planning, people=2)
        first = await asking.asked()
        timed_planning.stage.pass_time(hours=6)
        second = await asking.asked(without=frozenset({first.person_id}))
        later = second.offer_expire_time.ToDatetime(UTC) - timedelta(hours=6)
        assert later == timed_planning.stage.clock.now()

    async def test_passes_over_who_cannot_when_it_comes_to_that(
        self, planning: Planning, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever is chosen may have lost the right meanwhile; the evaluator asks under the lock."""
        asking = await Asking.begin(planning, people=2)
        first = await asking.asked()
        (other,) = await planning.stage.sql(
            "SELECT person_id FROM membership WHERE person_id <> $1", UUID(first.person_id)
        )
        lookup = jobs._next
        chosen: list[UUID | None] = []

        async def late(*args: object) -> UUID | None:
            found = await lookup(*args)  # type: ignore[arg-type]
            if not chosen:
                chosen.append(found)
                await planning.stage.sql(
                    "UPDATE person SET state = 'SUSPENDED' WHERE id = $1", found
                )
            return found

        monkeypatch.setattr(jobs, "_next", late)
        await asking.decline(first)

        async def is_free() -> bool:
            return await asking.numbers() == (0, 0)

        await eventually(is_free)
        assert chosen == [other["person_id"]]
        found = await planning.assignments(asking.plan)
        (refused,) = [each for each in found if each.person_id == str(chosen[0])]
        assert list(refused.refused_reasons) == [plan_answer_pb2.PLAN_REASON_PERSON_SUSPENDED]


class TestEnds:
    async def test_with_the_event(self, planning: Planning) -> None:
        asking = await Asking.begin(planning, people=2)
        asked = await asking.asked()
        request = event_pb2.CancelEventRequest(event_id=asking.shifts[0].event_id)
        await planning.stage.call(request, event_pb2.Event)
        await planning.stage.becomes(asked, CANCELLED)
        assert await asking.states() == {asked.person_id: WITHDRAWN}

    async def test_with_the_plan_but_not_for_those_who_have_accepted(
        self, planning: Planning
    ) -> None:
        asking = await Asking.begin(planning, people=1, days=2)
        stage, first = planning.stage, await asking.asked()
        await stage.accept(first)
        discard = pb.DiscardSchedulePlanRequest(schedule_plan_id=asking.plan.id)
        discarded = await stage.call(discard, pb.SchedulePlan)
        assert discarded.state == pb.SCHEDULE_PLAN_STATE_DISCARDED

        async def has_ended() -> bool:
            request = sign_up_pb2.ListSignUpsRequest(shift_id=asking.shifts[1].id)
            (second,) = (await stage.call(request, sign_up_pb2.ListSignUpsResponse)).sign_ups
            return (second.state, bool(second.cancel_reason)) == (CANCELLED, True)

        await eventually(has_ended)
        assert (await stage.get_sign_up(first)).state == CONFIRMED
        assert (await stage.get_shift(asking.shifts[1])).places_taken == 0

    async def test_no_published_plan_that_asks_nobody_can_be_discarded(
        self, planning: Planning
    ) -> None:
        asking = await Asking.begin(planning, people=1)
        await planning.stage.accept(await asking.asked())
        discard = pb.DiscardSchedulePlanRequest(schedule_plan_id=asking.plan.id)
        assert await refusal(planning.stage.call(discard, pb.SchedulePlan)) == "PLAN_OVER"

    async def test_by_hand_for_somebody_else(self, planning: Planning) -> None:
        asking = await Asking.begin(planning, people=2)
        stage, asked = planning.stage, await asking.asked()
        (other,) = await stage.sql(
            "SELECT person_id FROM membership WHERE person_id <> $1", UUID(asked.person_id)
        )
        shift_id, person_id = asking.shifts[0].id, str(other["person_id"])
        request = plan_change_pb2.ChangeSchedulePlanRequest(
            schedule_plan_id=asking.plan.id,
            added=[plan_change_pb2.PlanPair(shift_id=shift_id, person_id=person_id)],
            removed=[plan_change_pb2.PlanPair(shift_id=shift_id, person_id=asked.person_id)],
        )
        await stage.call(request, pb.SchedulePlan)
        assert (await stage.get_sign_up(asked)).state == CANCELLED
        assert await asking.states() == {person_id: SIGNED_UP}
        assert await asking.numbers() == (1, 0)


class TestRaces:
    @pytest.mark.parametrize("is_first", [True, False])
    async def test_of_accepting_with_the_end_of_the_time_have_one_winner(
        self, timed_planning: Planning, *, is_first: bool
    ) -> None:
        """Whoever comes first to the shift: the person who began in time, or the job that ends the proposal."""
        stage = timed_planning.stage
        asking = await Asking.begin(timed_planning, people=2)
        asked = await asking.asked()
        units = stage.platform.services["events"].units

        async def accept() -> None:
            with contextlib.suppress(Refused):
                await stage.accept(asked)

        async def end() -> None:
            stage.clock.advance(hours=7)
            async with units.writing(Caller("job:test")) as work:
                await expire(UUID(asked.id), work)

        # The shift is busy, so that both are under way before one of them can decide.
        async with busy(stage, asking.shifts[0]) as waiters:
            racers = []
            for number, racer in enumerate((accept, end) if is_first else (end, accept)):
                if racer is accept:
                    stage.clock.advance(hours=-7 if number else 0)
                racers.append(asyncio.create_task(racer()))
                await waiters(number + 1)
        await asyncio.gather(*racers)
        state = (await stage.get_sign_up(asked)).state
        assert state == (CONFIRMED if is_first else EXPIRED)
        if is_first:
            assert await asking.numbers() == (1, 0)
            assert await asking.states() == {asked.person_id: SIGNED_UP}
        else:
            following = await asking.asked(without=frozenset({asked.person_id}))
            assert await asking.numbers() == (1, 1)
            assert await asking.states() == {
                asked.person_id: UNANSWERED,
                following.person_id: PROPOSED,
            }

    async def test_of_several_replicas_ask_one_person(self, planning: Planning) -> None:
        asking = await Asking.begin(planning, people=5)
        first = await asking.asked()
        units = planning.stage.platform.services["events"].units
        key = Planned(UUID(asking.plan.id), UUID(asking.shifts[0].id), UUID(first.person_id))
        await asking.decline(first)

        async def another() -> None:
            async with units.writing(Caller("job:test")) as work:
                await jobs.pass_on(key, work)

        await asyncio.gather(*(another() for _ in range(4)))
        await asking.asked(without=frozenset({first.person_id}))
        assert await asking.numbers() == (1, 1)
        states = await asking.states()
        assert sorted(states.values()) == sorted([DECLINED, PROPOSED])
