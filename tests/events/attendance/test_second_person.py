"""Hours need a second person: nobody records their own attendance, and what is far beyond is reviewed."""

from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import attendance_pb2 as pb
from banyan.events.v1 import shift_pb2, sign_up_pb2
from banyan.events.v1.sign_up_pb2 import (
    ATTENDANCE_REVIEW_CONFIRMED,
    ATTENDANCE_REVIEW_NOT_NEEDED,
    ATTENDANCE_REVIEW_PENDING,
    ATTENDANCE_REVIEW_REJECTED,
    SIGN_UP_STATE_CHECKED_IN,
    SignUp,
)
from google.protobuf.message import Message

from services.kit.contract.rpc import methods_of
from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from tests.events.attendance.test_attendance import (
    check_in,
    check_out,
    correct,
    held,
    reasons,
    reset,
    under_way,
)
from tests.events.stage import Stage, in_hours


def confirm(sign_up: SignUp) -> pb.ConfirmAttendanceRequest:
    return pb.ConfirmAttendanceRequest(sign_up_id=sign_up.id)


def reject(sign_up: SignUp) -> pb.RejectAttendanceRequest:
    return pb.RejectAttendanceRequest(sign_up_id=sign_up.id, reason="Nobody was there at night")


RECORDS: dict[str, Any] = {
    "CheckIn": pb.CheckInRequest,
    "CheckOut": pb.CheckOutRequest,
    "RecordNoShow": pb.RecordNoShowRequest,
    "ExcuseSignUp": pb.ExcuseSignUpRequest,
    "ResetAttendance": pb.ResetAttendanceRequest,
    "CorrectAttendance": lambda sign_up_id: pb.CorrectAttendanceRequest(
        sign_up_id=sign_up_id,
        check_in_time=in_hours(-2),
        check_out_time=in_hours(-1),
        reason="as on paper",
    ),
    "ConfirmAttendance": pb.ConfirmAttendanceRequest,
    "RejectAttendance": lambda sign_up_id: pb.RejectAttendanceRequest(
        sign_up_id=sign_up_id, reason="no"
    ),
}


def test_every_record_is_tested() -> None:
    # A batch does for each what the method does that it is of.
    methods = methods_of(pb.DESCRIPTOR.services_by_name["AttendanceService"])
    assert RECORDS.keys() == {method.name for method in methods if method.each is None}


@pytest.mark.parametrize("name", RECORDS)
async def test_nobody_records_their_own(stage: Stage, name: str) -> None:
    me = uuid7()
    mine = stage.holding("OWNER", "COORDINATOR", person_id=me)
    sign_up = await held(stage, me)
    assert await reasons(stage.call(RECORDS[name](sign_up_id=sign_up.id), SignUp, mine)) == [
        "OWN_ATTENDANCE"
    ]
    administrator = stage.office.person(me, admin=True)
    request = RECORDS[name](sign_up_id=sign_up.id)
    assert await reasons(stage.call(request, SignUp, administrator)) == ["OWN_ATTENDANCE"]
    assert await stage.get_sign_up(sign_up) == sign_up
    control = await stage.call(pb.CheckInRequest(sign_up_id=sign_up.id), SignUp)
    assert control.state == SIGN_UP_STATE_CHECKED_IN


class TestTheLengthOfAShift:
    async def test_is_24_hours_at_most(self, stage: Stage) -> None:
        event = await stage.published(start_time=in_hours(-30 * 24), end_time=in_hours(24))
        for start, end in ((-30 * 24, 1), (-1, 23.001)):
            with pytest.raises(InvalidArgument) as refused:
                await stage.shift(event, start_time=in_hours(start), end_time=in_hours(end))
            assert refused.value.violations[0].reason == "SHIFT_TOO_LONG"
        shift = await stage.shift(event, start_time=in_hours(-1), end_time=in_hours(23))
        with pytest.raises(InvalidArgument):
            await stage.call(
                shift_pb2.UpdateShiftRequest(
                    shift_id=shift.id,
                    shift=shift_pb2.Shift(end_time=in_hours(23.5)),
                    update_mask={"paths": ["end_time"]},
                ),
                shift_pb2.Shift,
            )


async def long_attendance(stage: Stage, person_id: UUID | None = None) -> SignUp:
    """Returns a sign-up for three hours, whose person is on record for four hours and a second."""
    stage.clock.advance(hours=24)
    sign_up = await stage.sign_up(await ahead(stage), person_id)
    stage.clock.advance(hours=24)
    await check_in(stage, sign_up, in_hours(28))
    left = in_hours(32)
    left.seconds += 1
    return await check_out(stage, sign_up, left)


async def ahead(stage: Stage) -> shift_pb2.Shift:
    event = await stage.published()
    return await stage.shift(event, start_time=in_hours(28), end_time=in_hours(31))


class TestReview:
    async def test_waits_where_the_person_was_there_much_longer_than_planned(
        self, timed: Stage
    ) -> None:
        sign_up = await long_attendance(timed)
        assert sign_up.attendance_review == ATTENDANCE_REVIEW_PENDING
        exact = await correct(timed, sign_up, in_hours(28), in_hours(32))
        assert exact.attendance_review == ATTENDANCE_REVIEW_NOT_NEEDED
        longer = await correct(timed, sign_up, in_hours(27.5), in_hours(32))
        assert longer.attendance_review == ATTENDANCE_REVIEW_PENDING

    async def test_is_decided_by_a_second_person(self, timed: Stage) -> None:
        sign_up = await long_attendance(timed)
        for request in (confirm(sign_up), reject(sign_up)):
            assert await reasons(timed.call(request, SignUp)) == ["SECOND_PERSON_NEEDED"]
        other = timed.holding("COORDINATOR")
        confirmed = await timed.call(confirm(sign_up), SignUp, other)
        assert confirmed.attendance_review == ATTENDANCE_REVIEW_CONFIRMED
        for request in (confirm(sign_up), reject(sign_up)):
            assert await reasons(timed.call(request, SignUp, other)) == ["NO_REVIEW_PENDING"]

    async def test_can_be_rejected_and_the_times_corrected(self, timed: Stage) -> None:
        sign_up = await long_attendance(timed)
        other = timed.holding("COORDINATOR")
        rejected = await timed.call(reject(sign_up), SignUp, other)
        assert rejected.attendance_review == ATTENDANCE_REVIEW_REJECTED
        assert rejected.attendance_reason == "Nobody was there at night"
        corrected = await correct(timed, sign_up, in_hours(28), in_hours(31))
        assert corrected.attendance_review == ATTENDANCE_REVIEW_NOT_NEEDED

    @pytest.mark.parametrize("name", ["RecordNoShow", "ExcuseSignUp", "ResetAttendance"])
    async def test_ends_with_the_times(self, timed: Stage, name: str) -> None:
        sign_up = await long_attendance(timed)
        found = await timed.call(RECORDS[name](sign_up_id=sign_up.id), SignUp)
        assert found.attendance_review == ATTENDANCE_REVIEW_NOT_NEEDED

    async def test_is_found_by_those_who_decide(self, timed: Stage) -> None:
        await timed.sign_up(await ahead(timed))
        sign_up = await long_attendance(timed)
        request = sign_up_pb2.ListSignUpsRequest(
            organization_id=str(timed.organization_id),
            attendance_review=ATTENDANCE_REVIEW_PENDING,
        )
        answer = await timed.call(request, sign_up_pb2.ListSignUpsResponse)
        assert list(answer.sign_ups) == [sign_up]
        request.ClearField("attendance_review")
        answer = await timed.call(request, sign_up_pb2.ListSignUpsResponse)
        assert len(answer.sign_ups) == 2
        stranger = timed.office.person()
        assert not (await timed.call(request, sign_up_pb2.ListSignUpsResponse, stranger)).sign_ups

    async def test_is_for_those_who_manage_the_events(self, timed: Stage) -> None:
        sign_up = await long_attendance(timed)
        for passport in (timed.holding("SUPERVISOR"), timed.office.person()):
            for request in (confirm(sign_up), reject(sign_up)):
                with pytest.raises(PermissionDenied):
                    await timed.call(request, SignUp, passport)

    async def test_is_announced(self, timed: Stage) -> None:
        sign_up = await long_attendance(timed)
        confirmed = await timed.call(confirm(sign_up), SignUp, timed.holding("OWNER"))
        verb = f"sign_up.{sign_up.id}.attendance_confirmed"
        assert SignUp.FromString((await timed.notices(until=verb))[verb]) == confirmed


async def test_control_of_attendance_as_planned_nobody_looks_twice(stage: Stage) -> None:
    sign_up = await stage.sign_up(await under_way(stage))
    await check_in(stage, sign_up, in_hours(-2))
    done = await check_out(stage, sign_up, in_hours(-1))
    assert done.attendance_review == ATTENDANCE_REVIEW_NOT_NEEDED
    request: Message = confirm(sign_up)
    other = stage.holding("OWNER")
    assert await reasons(stage.call(request, SignUp, other)) == ["NO_REVIEW_PENDING"]
    assert (await reset(stage, sign_up)).state == sign_up_pb2.SIGN_UP_STATE_CONFIRMED
