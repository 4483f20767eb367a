"""Schedule plans: the question, and what is found."""

from uuid import UUID

import pytest
from banyan.events.v1 import plan_answer_pb2
from banyan.events.v1 import schedule_plan_pb2 as pb

from services.events.plans import servicer
from services.kit.errors import Exhausted, InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from tests.events.plans.planning import DAY, Planning, refusal
from tests.events.stage import Stage, in_hours, mask

READY, FAILED = pb.SCHEDULE_PLAN_STATE_READY, pb.SCHEDULE_PLAN_STATE_FAILED
DRAFT = pb.SCHEDULE_PLAN_STATE_DRAFT


def reasons_of(gap: plan_answer_pb2.PlanGap) -> dict[str, int]:
    """Returns how many people each reason keeps away."""
    return {
        plan_answer_pb2.PlanReason.Name(each.reason).removeprefix("PLAN_REASON_"): each.people_count
        for each in gap.reasons
    }


class TestQuestion:
    async def test_is_a_draft_at_first(self, planning: Planning) -> None:
        plan = await planning.create(limits=pb.PlanLimits(weekends=0, rest_minutes=600))
        assert plan.state == DRAFT
        assert plan == await planning.get(plan)
        assert plan.limits.HasField("weekends")
        assert not plan.limits.HasField("minutes")
        assert not plan.HasField("aims")

    async def test_needs_times_in_order_and_not_too_far_apart(self, planning: Planning) -> None:
        for end, reason in ((0, "END_NOT_AFTER_START"), (201 * DAY, "PLAN_TOO_LONG")):
            with pytest.raises(InvalidArgument) as refused:
                await planning.create(title="", end_time=in_hours(end))
            assert {each.reason for each in refused.value.violations} == {reason, "STRING_MIN_LEN"}

    async def test_another_question_makes_a_draft_of_it_and_another_title_does_not(
        self, planning: Planning
    ) -> None:
        await planning.season(1)
        await planning.stage.somebody()
        plan = await planning.solved()
        for path, state in (("title", READY), ("limits", DRAFT)):
            request = pb.UpdateSchedulePlanRequest(
                schedule_plan_id=plan.id,
                schedule_plan=pb.SchedulePlan(title="夏季", limits=pb.PlanLimits(shifts_a_day=1)),
                update_mask=mask(path),
            )
            assert (await planning.stage.call(request, pb.SchedulePlan)).state == state

    async def test_there_are_only_so_many(
        self, planning: Planning, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(servicer, "MOST_KEPT", 1)
        plan = await planning.create()
        assert await refusal(planning.create()) == "TOO_MANY_PLANS"
        request = pb.DiscardSchedulePlanRequest(schedule_plan_id=plan.id)
        await planning.stage.call(request, pb.SchedulePlan)
        await planning.create()

    async def test_only_so_many_are_solved_at_once(
        self, planning: Planning, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(servicer, "MOST_AT_ONCE", 1)
        first, second = await planning.create(), await planning.create()
        await planning.solve(first)
        with pytest.raises(Exhausted) as refused:
            await planning.solve(second)
        assert refused.value.reason == "TOO_MANY_SEARCHES"
        await planning.stop(first)
        await planning.solve(second)

    async def test_is_for_those_who_manage_and_seen_by_those_who_oversee(
        self, planning: Planning
    ) -> None:
        stage, plan = planning.stage, await planning.create()
        supervisor = stage.holding("SUPERVISOR")
        seen = pb.GetSchedulePlanRequest(schedule_plan_id=plan.id)
        assert await stage.call(seen, pb.SchedulePlan, supervisor) == plan
        with pytest.raises(PermissionDenied):
            await planning.create(supervisor)
        for stranger in (await stage.member(), stage.office.person(), Stage(stage.platform).leader):
            for request, answer_type in (
                (seen, pb.SchedulePlan),
                (
                    pb.ListPlanAssignmentsRequest(schedule_plan_id=plan.id),
                    pb.ListPlanAssignmentsResponse,
                ),
                (pb.ListPlanGapsRequest(schedule_plan_id=plan.id), pb.ListPlanGapsResponse),
                (pb.ListPlanSharesRequest(schedule_plan_id=plan.id), pb.ListPlanSharesResponse),
            ):
                with pytest.raises(PermissionDenied):
                    await stage.call(request, answer_type, stranger)


class TestSearch:
    async def test_shares_the_shifts_of_a_season_fairly(self, planning: Planning) -> None:
        shifts = await planning.season(4)
        people = [await planning.stage.somebody() for _ in range(2)]
        plan = await planning.solved()
        assert (plan.state, plan.is_optimal) == (READY, True)
        assert (plan.places, plan.places_filled, plan.people_count) == (4, 4, 2)
        assert plan.progress.cost == plan.progress.bound
        found = await planning.assignments(plan)
        assert [each.shift_id for each in found] == [shift.id for shift in shifts]
        shares = await planning.shares(plan)
        assert {person: share.minutes for person, share in shares.items()} == dict.fromkeys(
            people, 240
        )
        assert not await planning.gaps(plan)

    async def test_asks_the_evaluator_of_sign_ups(self, planning: Planning) -> None:
        (cooking,) = await planning.season(1, required_skills=["Cooking"], capacity=2)
        cook = await planning.stage.somebody("cooking")
        await planning.stage.somebody()
        await planning.stage.somebody("cooking", state="SUSPENDED")
        plan = await planning.solved()
        (assignment,) = await planning.assignments(plan)
        assert assignment.person_id == str(cook)
        assert list(assignment.grounds) == [plan_answer_pb2.PLAN_GROUND_NOBODY_ELSE_CAN]
        (gap,) = await planning.gaps(plan)
        assert (gap.shift_id, gap.missing) == (cooking.id, 1)
        assert reasons_of(gap) == {"SKILL_MISSING": 1}
        assert (list(gap.remedy.reasons), gap.remedy.people_count) == (
            [plan_answer_pb2.PLAN_REASON_SKILL_MISSING],
            1,
        )

    async def test_keeps_to_limits_and_says_which_kept_people_away(
        self, planning: Planning
    ) -> None:
        await planning.season(3)
        await planning.stage.somebody()
        plan = await planning.solved(limits=pb.PlanLimits(minutes=240))
        assert plan.places_filled == 2
        (gap,) = await planning.gaps(plan)
        assert reasons_of(gap) == {"HOURS_OF_PLAN": 1}

    async def test_plans_around_what_people_do_otherwise(self, planning: Planning) -> None:
        """Also for somebody else, whose shift is not named."""
        stage = planning.stage
        (shift,) = await planning.season(1)
        busy = await stage.somebody()
        other = Stage(stage.platform)
        elsewhere = await other.shift(await other.published())
        await other.sign_up(elsewhere, busy)
        plan = await planning.solved()
        assert not await planning.assignments(plan)
        (gap,) = await planning.gaps(plan)
        assert (gap.shift_id, reasons_of(gap)) == (shift.id, {"OVERLAP": 1})
        free = await stage.somebody()
        again = await planning.solved(plan)
        (assignment,) = await planning.assignments(again)
        assert assignment.person_id == str(free)

    async def test_leaves_people_where_they_signed_up_themselves(self, planning: Planning) -> None:
        first, second = await planning.season(2)
        person = await planning.stage.somebody()
        await planning.stage.sign_up(first, person)
        plan = await planning.solved()
        assert (plan.places, plan.places_filled) == (1, 1)
        assert [each.shift_id for each in await planning.assignments(plan)] == [second.id]

    async def test_tells_shares_of_the_shifts_of_its_days_alone(self, planning: Planning) -> None:
        """Somebody's sign-up around the plan counts for their rest, and is no shift that others were kept from."""
        stage = planning.stage
        before, *_ = await planning.season(3)
        busy, free = await stage.somebody(), await stage.somebody()
        await stage.sign_up(before, busy)
        plan = await planning.solved(
            start_time=in_hours(2 * DAY - 1), limits=pb.PlanLimits(rest_minutes=30 * 60)
        )
        assert (plan.state, plan.places_filled) == (READY, 2)
        shares = await planning.shares(plan)
        assert {person: share.possible_count for person, share in shares.items()} == {
            busy: 2,
            free: 2,
        }
        told = {
            plan_answer_pb2.PlanReason.Name(each.reason).removeprefix("PLAN_REASON_")
            for share in shares.values()
            for each in share.reasons
        }
        assert told == {"REST"}

    async def test_keeps_to_what_is_decided(self, planning: Planning) -> None:
        first, second = await planning.season(2, required_skills=["Cooking"])
        cook, other = await planning.stage.somebody("cooking"), await planning.stage.somebody()
        plan = await planning.solved()
        assert {each.person_id for each in await planning.assignments(plan)} == {str(cook)}
        kinds = (pb.PLAN_DECISION_KIND_FIXED, pb.PLAN_DECISION_KIND_EXCLUDED)
        decisions = [
            pb.PlanDecision(shift_id=shift.id, person_id=str(person), kind=kind)
            for shift, person, kind in zip((first, second), (other, cook), kinds, strict=True)
        ]
        decided = await planning.decide(plan, *decisions)
        assert (decided.state, list(decided.decisions)) == (DRAFT, decisions)
        (assignment,) = await planning.assignments(await planning.solved(decided))
        assert (assignment.shift_id, assignment.person_id) == (first.id, str(other))
        assert list(assignment.grounds) == [plan_answer_pb2.PLAN_GROUND_FIXED]
        (gap,) = await planning.gaps(decided)
        assert (gap.shift_id, reasons_of(gap)) == (second.id, {"EXCLUDED": 1, "SKILL_MISSING": 1})

    async def test_says_that_more_is_decided_than_there_are_places(
        self, planning: Planning
    ) -> None:
        (shift,) = await planning.season(1)
        decisions = [
            pb.PlanDecision(
                shift_id=shift.id,
                person_id=str(await planning.stage.somebody()),
                kind=pb.PLAN_DECISION_KIND_FIXED,
            )
            for _ in range(2)
        ]
        plan = await planning.solved(decisions=decisions)
        assert (plan.state, plan.failure) == (FAILED, pb.PLAN_FAILURE_NO_PLAN)
        with pytest.raises(InvalidArgument) as refused:
            await planning.decide(plan, decisions[0], decisions[0])
        assert "decides twice" in refused.value.message

    async def test_a_decision_about_somebody_else_changes_nothing(self, planning: Planning) -> None:
        (shift,) = await planning.season(1)
        person = await planning.stage.somebody()
        stranger = pb.PlanDecision(
            shift_id=shift.id, person_id=str(uuid7()), kind=pb.PLAN_DECISION_KIND_FIXED
        )
        (assignment,) = await planning.assignments(await planning.solved(decisions=[stranger]))
        assert assignment.person_id == str(person)

    async def test_asks_nobody_for_a_place_that_others_wait_for(self, planning: Planning) -> None:
        first, second = await planning.season(2)
        holder, waiting = [await planning.stage.somebody() for _ in range(2)]
        await planning.stage.sign_up(first, holder)
        await planning.stage.wait_for(first, waiting)
        await planning.stage.sql("UPDATE shift SET capacity = 2 WHERE id = $1", UUID(first.id))
        plan = await planning.solved()
        assert {each.shift_id for each in await planning.assignments(plan)} <= {second.id}

    async def test_a_plan_solved_again_changes_little(self, planning: Planning) -> None:
        await planning.season(4)
        for _ in range(4):
            await planning.stage.somebody()
        plan = await planning.solved(
            aims=pb.PlanAims(
                places=pb.HOW_MUCH_SOME, fairness=pb.HOW_MUCH_A_LITTLE, few_changes=pb.HOW_MUCH_MUCH
            )
        )
        before = {(each.shift_id, each.person_id) for each in await planning.assignments(plan)}
        await planning.stage.somebody()
        again = await planning.assignments(await planning.solved(plan))
        assert {(each.shift_id, each.person_id) for each in again} == before
        assert all(plan_answer_pb2.PLAN_GROUND_TOLD_BEFORE in each.grounds for each in again)

    async def test_includes_drafts_because_seasons_are_planned_before(
        self, planning: Planning
    ) -> None:
        await planning.season(1, published=False)
        await planning.stage.somebody()
        assert (await planning.solved()).places_filled == 1

    async def test_says_that_there_is_nothing_to_plan(self, planning: Planning) -> None:
        await planning.season(1)
        plan = await planning.solved()
        assert (plan.state, plan.failure) == (FAILED, pb.PLAN_FAILURE_NOTHING_TO_PLAN)

    async def test_says_that_what_is_fixed_breaks_the_limits(self, planning: Planning) -> None:
        stage = planning.stage
        shifts = await planning.season(3)
        person = await stage.somebody()
        for shift in shifts[:2]:
            await stage.sign_up(shift, person)
        plan = await planning.solved(limits=pb.PlanLimits(minutes=120))
        assert (plan.state, plan.failure) == (FAILED, pb.PLAN_FAILURE_NO_PLAN)

    async def test_is_refused_where_it_is_too_large(
        self, planning: Planning, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await planning.season(2)
        monkeypatch.setattr("services.events.plans.gathering.MOST_SHIFTS", 1)
        plan = await planning.solved()
        assert (plan.state, plan.failure) == (FAILED, pb.PLAN_FAILURE_TOO_LARGE)
