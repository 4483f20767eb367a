"""Plans that are mended, checked, compared and changed by hand."""

import asyncio
import time
from uuid import UUID

from banyan.events.v1 import plan_answer_pb2, sign_up_pb2
from banyan.events.v1 import plan_change_pb2 as pb
from banyan.events.v1 import schedule_plan_pb2 as plans

from services.kit.errors import DomainError
from tests.events.plan_changes.changes import (
    change,
    checked,
    compared,
    pair,
    repaired,
    rota,
    shown,
)
from tests.events.plans.planning import Planning, refusal

REASON = plan_answer_pb2.PlanReason


def reasons(faults: list[pb.PlanFault]) -> list[str]:
    """Returns the names of rules that are broken."""
    return [REASON.Name(each.reason).removeprefix("PLAN_REASON_") for each in faults]


class TestRepair:
    async def test_gives_the_place_to_whoever_is_free_and_changes_nothing_else(
        self, planning: Planning
    ) -> None:
        stage = planning.stage
        await planning.season(3)
        people = [await stage.somebody() for _ in range(2)]
        plan = await planning.publish(await planning.solved())
        before = await rota(planning, *people)
        lost_shift, dropped = min(before)
        (other,) = [each for each in people if str(each) != dropped]
        request = sign_up_pb2.ListSignUpsRequest(shift_id=lost_shift)
        (sign_up,) = (await stage.call(request, sign_up_pb2.ListSignUpsResponse)).sign_ups
        assert not (await repaired(planning, plan)).removed  # nobody has dropped out yet
        await stage.cancel(sign_up, stage.leader)
        began = time.process_time()
        proposal = await repaired(planning, plan)
        assert time.process_time() - began < 1
        assert shown(proposal.removed) == {(lost_shift, dropped)}
        assert shown(proposal.added) == {(lost_shift, str(other))}
        assert (list(proposal.unfilled), proposal.people_to_tell) == ([], 1)
        assert await rota(planning, *people) == before - {(lost_shift, dropped)}  # only proposed

        mended = await change(planning, plan, proposal.added, proposal.removed)
        assert mended.places_filled == 3
        after = await rota(planning, *people)
        assert after == before - {(lost_shift, dropped)} | {(lost_shift, str(other))}
        states = {
            (each.shift_id, each.person_id): each.state for each in await planning.assignments(plan)
        }
        signed_up = plan_answer_pb2.PLAN_ASSIGNMENT_STATE_SIGNED_UP
        assert states == dict.fromkeys(after, signed_up)
        assert not (await repaired(planning, plan)).removed  # and there is nothing left to mend

    async def test_moves_somebody_where_nobody_is_free(self, planning: Planning) -> None:
        """The cook drops out; the other cook was washing up, which a third person takes."""
        stage = planning.stage
        event = await stage.published()
        cooking = await planning.shift(event, 0, required_skills=["Cooking"])
        washing = await planning.shift(event, 0)
        first, second = await stage.somebody("cooking"), await stage.somebody("cooking")
        plan = await planning.solved()
        third = await stage.somebody()
        plan = await planning.publish(plan)
        before = await rota(planning, first, second)
        (cook,) = [each for each in (first, second) if (cooking.id, str(each)) in before]
        (washer,) = {first, second} - {cook}
        proposal = await repaired(planning, plan, cook)
        assert shown(proposal.removed) == {(cooking.id, str(cook)), (washing.id, str(washer))}
        assert shown(proposal.added) == {(cooking.id, str(washer)), (washing.id, str(third))}
        await change(planning, plan, proposal.added, proposal.removed, "林师傅病了")
        assert await rota(planning, first, second, third) == shown(proposal.added)

    async def test_leaves_those_alone_who_signed_up_themselves(self, planning: Planning) -> None:
        stage = planning.stage
        event = await stage.published()
        cooking = await planning.shift(event, 0, required_skills=["Cooking"])
        washing = await planning.shift(event, 0)
        chosen = await stage.somebody("cooking")
        await stage.sign_up(washing, chosen)
        cook = await stage.somebody("cooking")
        plan = await planning.publish(await planning.solved())
        await stage.somebody()
        proposal = await repaired(planning, plan, cook)
        assert not proposal.added
        assert shown(proposal.unfilled) == {(cooking.id, str(cook))}

    async def test_asks_nobody_back_to_what_they_cannot_do(self, planning: Planning) -> None:
        stage = planning.stage
        first, second = await planning.season(2)
        person, spare = await stage.somebody(), await stage.somebody("spare")
        plan = await planning.create(
            decisions=[
                plans.PlanDecision(
                    shift_id=each.id, person_id=str(spare), kind=plans.PLAN_DECISION_KIND_EXCLUDED
                )
                for each in (first, second)
            ]
        )
        plan = await planning.publish(await planning.solved(plan))
        one = await repaired(planning, plan, person, first)
        assert shown(one.unfilled) == shown(one.removed) == {(first.id, str(person))}
        everything = await repaired(planning, plan, person)
        assert shown(everything.unfilled) == {(each.id, str(person)) for each in (first, second)}

    async def test_mends_a_plan_before_it_is_published(self, planning: Planning) -> None:
        (shift,) = await planning.season(1)
        people = [await planning.stage.somebody() for _ in range(2)]
        plan = await planning.solved()
        assert not (await repaired(planning, plan)).removed
        (assignment,) = await planning.assignments(plan)
        (other,) = [each for each in people if str(each) != assignment.person_id]
        proposal = await repaired(planning, plan, UUID(assignment.person_id))
        assert shown(proposal.added) == {(shift.id, str(other))}
        await change(planning, plan, proposal.added, proposal.removed)
        assert [each.person_id for each in await planning.assignments(plan)] == [str(other)]


class TestCheck:
    async def test_says_what_a_change_breaks_and_costs(self, planning: Planning) -> None:
        stage = planning.stage
        first, second = await planning.season(2)
        person = await stage.somebody()
        cook_shift = await planning.shift(
            await stage.published(), 0, required_skills=["Cooking"], title="做饭"
        )
        plan = await planning.solved(limits=plans.PlanLimits(minutes=120))
        (assignment,) = await planning.assignments(plan)
        (free,) = [each for each in (first, second) if each.id != assignment.shift_id]
        found = await checked(planning, plan, [pair(free, person)])
        assert reasons(list(found.broken)) == ["HOURS_OF_PLAN"]
        assert found.broken[0].person_id == str(person)
        places = {each.aim: (each.before, each.after) for each in found.costs}[pb.PLAN_AIM_PLACES]
        assert places[1] < places[0]
        assert found.people_to_tell == 1
        found = await checked(planning, plan, [pair(cook_shift, person)])
        assert {"SKILL_MISSING", "HOURS_OF_PLAN"} <= set(reasons(list(found.broken)))
        swap = await checked(
            planning,
            plan,
            [pair(free, person)],
            [pb.PlanPair(shift_id=assignment.shift_id, person_id=str(person))],
        )
        assert not swap.broken
        assert [each.person_id for each in await planning.assignments(plan)] == [str(person)]


class TestChange:
    async def test_of_a_plan_that_is_ready_changes_what_it_says(self, planning: Planning) -> None:
        stage = planning.stage
        first, second = await planning.season(2)
        people = [await stage.somebody() for _ in range(2)]
        plan = await planning.solved()
        before = {each.shift_id: each.person_id for each in await planning.assignments(plan)}
        gone = pb.PlanPair(shift_id=first.id, person_id=before[first.id])
        changed = await change(planning, plan, removed=[gone])
        assert (changed.places_filled, changed.is_optimal) == (1, False)
        (gap,) = await planning.gaps(plan)
        assert (gap.shift_id, gap.missing) == (first.id, 1)
        (newcomer,) = [each for each in people if str(each) == before[second.id]]
        await change(planning, plan, [pair(first, newcomer)])
        assert not await planning.gaps(plan)
        shares = await planning.shares(plan)
        assert sorted(each.minutes for each in shares.values()) == [0, 240]
        plan = await planning.publish(await planning.get(plan))
        assert await rota(planning, *people) == {
            (first.id, str(newcomer)),
            (second.id, str(newcomer)),
        }

    async def test_of_a_published_one_is_all_or_nothing(self, planning: Planning) -> None:
        stage = planning.stage
        first, second = await planning.season(2)
        person = await stage.somebody()
        plan = await planning.publish(await planning.solved())
        busy, spare = await stage.somebody(), await stage.somebody()
        times = {"start_time": second.start_time, "end_time": second.end_time}
        await stage.sign_up(await stage.shift(await stage.published(), **times), busy)
        before = await rota(planning, person, spare)
        both = [pair(first, person), pair(second, person)]
        call = change(planning, plan, [pair(first, spare), pair(second, busy)], both)
        assert await refusal(call) == "OVERLAPPING_SIGN_UP"
        assert await rota(planning, person, spare) == before
        await change(planning, plan, [pair(first, spare), pair(second, spare)], both)
        assert await rota(planning, person, spare) == {
            (each.id, str(spare)) for each in (first, second)
        }

    async def test_settles_a_race_for_one_place(self, planning: Planning) -> None:
        stage = planning.stage
        (shift,) = await planning.season(1)
        dropped = await stage.somebody()
        plan = await planning.publish(await planning.solved())
        people = [await stage.somebody() for _ in range(4)]
        await change(planning, plan, removed=[pair(shift, dropped)])
        outcomes = await asyncio.gather(
            *(change(planning, plan, [pair(shift, each)]) for each in people),
            return_exceptions=True,
        )
        refused = [each for each in outcomes if isinstance(each, DomainError)]
        assert len(refused) == len(people) - 1, outcomes
        assert len(await rota(planning, *people)) == 1


async def test_compares_two_plans(planning: Planning) -> None:
    stage = planning.stage
    first, second = await planning.season(2)
    one = await stage.somebody()
    narrow = await planning.solved(limits=plans.PlanLimits(minutes=120))
    two = await stage.somebody()
    wide = await planning.solved()
    found = await compared(planning, narrow, wide)
    theirs = {(each.shift_id, each.person_id) for each in await planning.assignments(wide)}
    mine = {(each.shift_id, each.person_id) for each in await planning.assignments(narrow)}
    assert (shown(found.added), shown(found.removed)) == (theirs - mine, mine - theirs)
    assert {person for _, person in theirs} == {str(one), str(two)}
    places = {each.aim: (each.before, each.after) for each in found.costs}[pb.PLAN_AIM_PLACES]
    assert places == (places[0], 0)
    assert {first.id, second.id} == {shift for shift, _ in theirs}
    assert not (await compared(planning, wide, wide)).added
