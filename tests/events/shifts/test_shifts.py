"""ShiftService."""

import asyncio
from typing import Any

import pytest
from banyan.events.v1 import event_pb2
from banyan.events.v1 import shift_pb2 as pb

from services.kit.errors import Conflict, InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours, mask
from tests.texts import COMMON_BLANKS


async def update(stage: Stage, shift: pb.Shift, **values: Any) -> pb.Shift:
    """Updates the fields given; an etag beside them is that of the version which is meant."""
    paths = [name for name in values if name != "etag"]
    return await stage.call(
        pb.UpdateShiftRequest(
            shift_id=shift.id, shift=pb.Shift(**values), update_mask=mask(*paths)
        ),
        pb.Shift,
    )


class TestCreateShift:
    async def test_creates_a_shift_with_every_place_free(self, stage: Stage) -> None:
        event = await stage.published()
        shift = await stage.shift(event, required_skills=["急救", "first aid"], minimum_age=16)
        assert (shift.event_id, shift.organization_id) == (event.id, event.organization_id)
        assert (shift.capacity, shift.places_taken, shift.minimum_age) == (2, 0, 16)
        assert list(shift.required_skills) == ["急救", "first aid"]

    async def test_takes_a_draft_and_the_whole_length_of_the_event(self, stage: Stage) -> None:
        event = await stage.draft(end_time=in_hours(48))
        shift = await stage.shift(event, end_time=event.end_time)
        assert shift.end_time == event.end_time

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            *[({"title": blank}, "shift.title") for blank in COMMON_BLANKS],
            ({"required_skills": ["\u3164"]}, "shift.required_skills[0]"),
            ({"capacity": 0}, "shift.capacity"),
            ({"capacity": 10_001}, "shift.capacity"),
            ({"minimum_age": -1}, "shift.minimum_age"),
            ({"required_skills": ["a", "a"]}, "shift.required_skills"),
            ({"required_skills": ["First aid", "first  aid"]}, "shift.required_skills"),
            ({"required_skills": ["駕駛", "驾驶"]}, "shift.required_skills"),
            ({"required_skills": [""]}, "shift.required_skills[0]"),
            ({"start_time": None}, "shift.start_time"),
            ({"start_time": in_hours(23)}, "shift.start_time"),
            ({"end_time": in_hours(73)}, "shift.end_time"),
            ({"end_time": in_hours(23)}, "shift.end_time"),
            ({"event_id": "nonsense"}, "shift.event_id"),
        ],
    )
    async def test_names_the_field_that_breaks_a_rule(
        self, stage: Stage, values: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(InvalidArgument) as refused:
            await stage.shift(await stage.published(), **values)
        assert field in [violation.field for violation in refused.value.violations]

    async def test_refuses_once_the_event_is_over(self, stage: Stage) -> None:
        event = await stage.published()
        await stage.call(event_pb2.CancelEventRequest(event_id=event.id), event_pb2.Event)
        with pytest.raises(Refused) as refused:
            await stage.shift(event)
        assert refused.value.reason == "EVENT_OVER"

    async def test_refuses_those_who_do_not_manage_the_event(self, stage: Stage) -> None:
        event = await stage.published()
        for passport in (stage.office.person(), stage.holding("SUPERVISOR")):
            stage.leader = passport
            with pytest.raises(PermissionDenied):
                await stage.shift(event)

    async def test_says_the_same_of_an_event_that_does_not_exist(self, stage: Stage) -> None:
        with pytest.raises(PermissionDenied):
            await stage.shift(await stage.published(), event_id=str(uuid7()))

    async def test_never_lies_outside_an_event_that_shrinks_meanwhile(self, stage: Stage) -> None:
        event = await stage.published()
        shrink = event_pb2.UpdateEventRequest(
            event_id=event.id,
            event=event_pb2.Event(end_time=in_hours(30)),
            update_mask=mask("end_time"),
        )
        late = {"start_time": in_hours(40), "end_time": in_hours(41)}
        await asyncio.gather(
            stage.call(shrink, event_pb2.Event),
            *(stage.shift(event, **late) for _ in range(5)),
            return_exceptions=True,
        )
        outside = await stage.sql(
            "SELECT 1 FROM shift JOIN event ON event.id = event_id"
            " WHERE shift.end_time > event.end_time"
        )
        assert outside == []


class TestGetShift:
    async def test_shows_it_to_those_who_see_the_event(self, stage: Stage) -> None:
        shift = await stage.shift()
        found = await stage.call(
            pb.GetShiftRequest(shift_id=shift.id), pb.Shift, stage.office.anonymous()
        )
        assert found == shift

    async def test_hides_it_with_its_event(self, stage: Stage) -> None:
        members = await stage.published(visibility=event_pb2.EVENT_VISIBILITY_MEMBERS)
        hidden = [await stage.shift(await stage.draft()), await stage.shift(members)]
        request = pb.GetShiftRequest(shift_id=hidden[1].id)
        assert (await stage.call(request, pb.Shift, await stage.member())).id == hidden[1].id
        messages = set()
        for shift_id in (hidden[0].id, hidden[1].id, str(uuid7())):
            with pytest.raises(PermissionDenied) as refused:
                await stage.call(
                    pb.GetShiftRequest(shift_id=shift_id), pb.Shift, stage.office.person()
                )
            messages.add((refused.value.message, refused.value.reason))
        assert len(messages) == 1


class TestBatchGetShifts:
    async def test_answers_in_the_order_asked_without_the_hidden(self, stage: Stage) -> None:
        event = await stage.published()
        first, second = await stage.shift(event), await stage.shift(event)
        hidden = await stage.shift(await stage.draft())
        answer = await stage.call(
            pb.BatchGetShiftsRequest(ids=[second.id, hidden.id, first.id, second.id]),
            pb.BatchGetShiftsResponse,
            stage.office.anonymous(),
        )
        assert [shift.id for shift in answer.shifts] == [second.id, first.id]


class TestListShifts:
    async def test_pages_by_start(self, stage: Stage) -> None:
        event = await stage.published()
        await stage.shift()  # of another event
        for hour in (30, 26, 28):
            await stage.shift(event, start_time=in_hours(hour), end_time=in_hours(hour + 1))
        first = await stage.call(
            pb.ListShiftsRequest(event_id=event.id, page_size=2), pb.ListShiftsResponse
        )
        rest = await stage.call(
            pb.ListShiftsRequest(event_id=event.id, page_token=first.next_page_token),
            pb.ListShiftsResponse,
        )
        starts = [shift.start_time.seconds for shift in (*first.shifts, *rest.shifts)]
        assert len(starts) == 3
        assert starts == sorted(starts)
        assert rest.next_page_token == ""

    async def test_is_empty_for_those_who_may_not_see_the_event(self, stage: Stage) -> None:
        shift = await stage.shift(await stage.draft())
        answer = await stage.call(
            pb.ListShiftsRequest(event_id=shift.event_id),
            pb.ListShiftsResponse,
            stage.office.person(),
        )
        assert list(answer.shifts) == []


class TestBatchListShifts:
    async def test_answers_what_single_questions_would(self, stage: Stage) -> None:
        events = [await stage.published() for _ in range(3)]
        for event, number in zip(events, (3, 0, 2), strict=True):
            for _ in range(number):
                await stage.shift(event)
        questions = [
            pb.ListShiftsRequest(event_id=event.id, page_size=size)
            for event, size in zip(reversed(events), (2, 1, 2), strict=True)
        ]
        draft = await stage.draft()
        await stage.shift(draft)
        questions.append(pb.ListShiftsRequest(event_id=draft.id))
        for passport in (stage.leader, stage.office.person()):
            single = [
                await stage.call(question, pb.ListShiftsResponse, passport)
                for question in questions
            ]
            assert [len(each.shifts) for each in single[:3]] == [2, 0, 2]
            assert await self.batch(stage, questions, passport) == single
            token = single[2].next_page_token
            questions.append(pb.ListShiftsRequest(event_id=events[0].id, page_token=token))
            further = await self.batch(stage, questions, passport)
            assert further[:-1] == single
            assert len(further[-1].shifts) == 1
            questions.pop()

    async def batch(
        self, stage: Stage, questions: list[pb.ListShiftsRequest], passport: str
    ) -> list[pb.ListShiftsResponse]:
        request = pb.BatchListShiftsRequest(requests=questions)
        return list((await stage.call(request, pb.BatchListShiftsResponse, passport)).responses)


class TestUpdateShift:
    async def test_changes_the_masked_fields_alone(self, stage: Stage) -> None:
        before = await stage.shift(required_skills=["急救"])
        after = await update(stage, before, title="Chairs", minimum_age=18)
        assert (after.title, after.minimum_age) == ("Chairs", 18)
        assert list(after.required_skills) == ["急救"]

    async def test_keeps_its_etag_while_people_sign_up(self, stage: Stage) -> None:
        shift = await stage.shift()
        await stage.sign_up(shift)
        after = await update(stage, shift, title="Chairs", etag=shift.etag)
        assert after.places_taken == 1

    async def test_refuses_a_stale_etag(self, stage: Stage) -> None:
        shift = await stage.shift()
        with pytest.raises(Conflict):
            await update(stage, shift, title="Chairs", etag="stale")

    async def test_refuses_fewer_places_than_are_taken(self, stage: Stage) -> None:
        shift = await stage.shift(capacity=3)
        for _ in range(2):
            await stage.sign_up(shift)
        with pytest.raises(Refused) as refused:
            await update(stage, shift, capacity=1)
        assert refused.value.reason == "PLACES_TAKEN"
        assert (await update(stage, shift, capacity=2)).capacity == 2

    async def test_refuses_other_times_while_somebody_is_signed_up(self, stage: Stage) -> None:
        shift, later = await stage.shift(), in_hours(30)
        sign_up = await stage.sign_up(shift)
        with pytest.raises(Refused) as refused:
            await update(stage, shift, end_time=later)
        assert refused.value.reason == "SIGN_UPS_STAND"
        await stage.cancel(sign_up)
        assert (await update(stage, shift, end_time=later)).end_time == later

    async def test_tells_both_reasons_at_once(self, stage: Stage) -> None:
        shift = await stage.shift()
        for _ in range(2):
            await stage.sign_up(shift)
        with pytest.raises(Refused) as refused:
            await update(stage, shift, capacity=1, end_time=in_hours(30))
        reasons = [violation.reason for violation in refused.value.violations]
        assert reasons == ["SIGN_UPS_STAND", "PLACES_TAKEN"]

    async def test_refuses_times_outside_the_event(self, stage: Stage) -> None:
        shift = await stage.shift()
        with pytest.raises(InvalidArgument) as refused:
            await update(stage, shift, end_time=in_hours(80))
        assert refused.value.violations[0].reason == "OUTSIDE_EVENT"

    async def test_refuses_once_the_event_is_over(self, stage: Stage) -> None:
        shift = await stage.shift()
        await stage.call(event_pb2.CancelEventRequest(event_id=shift.event_id), event_pb2.Event)
        with pytest.raises(Refused) as refused:
            await update(stage, shift, title="Chairs")
        assert refused.value.reason == "EVENT_OVER"

    @pytest.mark.parametrize("path", ["event_id", "places_taken", "organization_id", "nonsense"])
    async def test_refuses_a_mask_of_what_is_not_the_callers(self, stage: Stage, path: str) -> None:
        shift = await stage.shift()
        with pytest.raises(InvalidArgument):
            await stage.call(
                pb.UpdateShiftRequest(shift_id=shift.id, update_mask=mask(path)), pb.Shift
            )

    async def test_refuses_those_who_do_not_manage_the_event(self, stage: Stage) -> None:
        shift = await stage.shift()
        for passport in (stage.office.person(), stage.holding("SUPERVISOR")):
            stage.leader = passport
            with pytest.raises(PermissionDenied):
                await update(stage, shift, title="Mallory's")
