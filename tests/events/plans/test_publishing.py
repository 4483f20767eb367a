"""Publishing a plan: who is signed up, and what is refused."""

from banyan.events.v1 import plan_answer_pb2, shift_pb2, sign_up_pb2

from tests.events.plans.planning import Planning, refusal

SIGNED_UP, REFUSED = (
    plan_answer_pb2.PLAN_ASSIGNMENT_STATE_SIGNED_UP,
    plan_answer_pb2.PLAN_ASSIGNMENT_STATE_REFUSED,
)


class TestPublication:
    async def test_signs_people_up(self, planning: Planning) -> None:
        await planning.season(2)
        person = await planning.stage.somebody()
        plan = await planning.publish(await planning.solved())
        assert (plan.sign_ups_to_make, plan.sign_ups_refused) == (0, 0)
        for assignment in await planning.assignments(plan):
            assert assignment.state == SIGNED_UP
            shift = await planning.stage.get_shift(shift_pb2.Shift(id=assignment.shift_id))
            assert shift.places_taken == 1
        request = sign_up_pb2.ListSignUpsRequest(person_id=str(person))
        mine = planning.stage.office.person(person)
        found = await planning.stage.call(request, sign_up_pb2.ListSignUpsResponse, mine)
        assert [each.state for each in found.sign_ups] == [sign_up_pb2.SIGN_UP_STATE_CONFIRMED] * 2

    async def test_refuses_what_is_no_longer_possible_and_goes_on(self, planning: Planning) -> None:
        stage = planning.stage
        first, second = await planning.season(2)
        person = await stage.somebody()
        plan = await planning.solved()
        await stage.sign_up(first)
        published = await planning.publish(plan)
        assert published.sign_ups_refused == 1
        refused, done = await planning.assignments(published)
        assert (refused.shift_id, refused.state) == (first.id, REFUSED)
        assert list(refused.refused_reasons) == [plan_answer_pb2.PLAN_REASON_SHIFT_FULL]
        assert (done.shift_id, done.person_id) == (second.id, str(person))
        assert done.state == SIGNED_UP

    async def test_refuses_drafts_of_events(self, planning: Planning) -> None:
        await planning.season(1, published=False)
        await planning.stage.somebody()
        plan = await planning.publish(await planning.solved())
        (refused,) = await planning.assignments(plan)
        assert list(refused.refused_reasons) == [plan_answer_pb2.PLAN_REASON_EVENT_NOT_PUBLISHED]

    async def test_is_of_a_plan_that_is_ready_and_once(self, planning: Planning) -> None:
        plan = await planning.create()
        assert await refusal(planning.publish(plan)) == "PLAN_NOT_READY"
        await planning.season(1)
        await planning.stage.somebody()
        plan = await planning.publish(await planning.solved(plan))
        assert await refusal(planning.publish(plan)) == "PLAN_NOT_READY"
        assert await refusal(planning.solve(plan)) == "PLAN_OVER"
