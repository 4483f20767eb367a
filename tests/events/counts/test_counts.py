"""CountService: how many places there are, and how many people have come."""

from typing import Any

from banyan.events.v1 import attendance_pb2, event_pb2, shift_pb2
from banyan.events.v1 import count_pb2 as pb
from banyan.events.v1.sign_up_pb2 import SignUp

from services.kit.process.ids import uuid7
from tests.events.attendance.test_attendance import check_in, check_out, under_way
from tests.events.stage import Stage
from tests.roundtrips import round_trips


async def places(stage: Stage, *event_ids: str, passport: str | None = None) -> list[Any]:
    request = pb.BatchGetEventPlacesCountsRequest(ids=event_ids)
    answer = await stage.call(request, pb.BatchGetEventPlacesCountsResponse, passport)
    return list(answer.event_places_counts)


async def came_to_event(stage: Stage, event_id: str, passport: str | None = None) -> list[int]:
    request = pb.BatchGetEventAttendanceCountsRequest(ids=[event_id])
    answer = await stage.call(request, pb.BatchGetEventAttendanceCountsResponse, passport)
    return [each.checked_in for each in answer.event_attendance_counts]


async def came_to_shift(stage: Stage, shift_id: str, passport: str | None = None) -> list[int]:
    request = pb.BatchGetShiftAttendanceCountsRequest(ids=[shift_id])
    answer = await stage.call(request, pb.BatchGetShiftAttendanceCountsResponse, passport)
    return [each.checked_in for each in answer.shift_attendance_counts]


async def test_the_places_are_those_of_shifts_that_take_place(stage: Stage) -> None:
    event = await stage.published()
    kept = await stage.shift(event, capacity=3)
    await stage.shift(event, capacity=4)
    called_off = await stage.shift(event, capacity=50)
    await stage.call(shift_pb2.CancelShiftRequest(shift_id=called_off.id), shift_pb2.Shift)
    gone = await stage.sign_up(kept)
    await stage.sign_up(kept)
    await stage.cancel(gone)
    empty = await stage.published()
    found = await places(stage, event.id, empty.id, str(uuid7()))
    assert found == [
        pb.EventPlacesCount(event_id=event.id, capacity=7, places_free=6),
        pb.EventPlacesCount(event_id=empty.id),
    ]
    assert (await stage.get_shift(kept)).places_free == 2


async def test_who_does_not_see_the_event_does_not_see_its_places(stage: Stage) -> None:
    event = await stage.published(visibility=event_pb2.EVENT_VISIBILITY_MEMBERS)
    await stage.shift(event)
    assert await places(stage, event.id, passport=stage.office.person()) == []
    assert len(await places(stage, event.id, passport=await stage.member())) == 1


async def test_who_has_left_has_come_and_who_did_not_come_has_not(stage: Stage) -> None:
    shift = await under_way(stage, capacity=4)
    here, left, absent, undone = [await stage.sign_up(shift) for _ in range(4)]
    for sign_up in (here, left, undone):
        await check_in(stage, sign_up)
    await check_out(stage, left)
    await stage.call(attendance_pb2.RecordNoShowRequest(sign_up_id=absent.id), SignUp)
    await stage.call(attendance_pb2.ResetAttendanceRequest(sign_up_id=undone.id), SignUp)
    assert await came_to_shift(stage, shift.id) == [2]
    assert await came_to_event(stage, shift.event_id) == [2]


async def test_only_those_who_oversee_it_see_who_has_come(stage: Stage) -> None:
    shift = await under_way(stage)
    for role in ("COORDINATOR", "SUPERVISOR"):
        assert await came_to_shift(stage, shift.id, stage.holding(role)) == [0]
        assert await came_to_event(stage, shift.event_id, stage.holding(role)) == [0]
    for passport in (await stage.member(), stage.office.person()):
        assert await came_to_shift(stage, shift.id, passport) == []
        assert await came_to_event(stage, shift.event_id, passport) == []


async def test_a_page_takes_one_statement(stage: Stage) -> None:
    events = [(await stage.shift()).event_id for _ in range(3)]
    with round_trips() as sent:
        assert len(await places(stage, *events)) == 3
    assert len(sent) == 1
