"""AttendanceService: who came, and from when to when."""

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import attendance_pb2 as pb
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1.sign_up_pb2 import (
    SIGN_UP_STATE_CANCELLED,
    SIGN_UP_STATE_CHECKED_IN,
    SIGN_UP_STATE_COMPLETED,
    SIGN_UP_STATE_CONFIRMED,
    SIGN_UP_STATE_EXCUSED,
    SIGN_UP_STATE_NO_SHOW,
    SIGN_UP_STATE_OFFERED,
    SignUp,
)
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours

# What can be done to a sign-up, by what it comes to.
REQUESTS: dict[str, Any] = {
    "CHECKED_IN": pb.CheckInRequest,
    "COMPLETED": pb.CheckOutRequest,
    "NO_SHOW": pb.RecordNoShowRequest,
    "EXCUSED": pb.ExcuseSignUpRequest,
    "CONFIRMED": pb.ResetAttendanceRequest,
}


def moment(value: datetime) -> Timestamp:
    found = Timestamp()
    found.FromDatetime(value)
    return found


async def under_way(stage: Stage, **values: Any) -> shift_pb2.Shift:
    """Returns a shift that began two hours ago and ends in one."""
    event = await stage.published(start_time=in_hours(-2), end_time=in_hours(1))
    return await stage.shift(event, end_time=event.end_time, **values)


async def held(stage: Stage, person_id: UUID | None = None) -> SignUp:
    """Returns a sign-up for a shift that is under way."""
    return await stage.sign_up(await under_way(stage), person_id)


async def check_in(stage: Stage, sign_up: SignUp, when: Timestamp | None = None) -> SignUp:
    request = pb.CheckInRequest(sign_up_id=sign_up.id, check_in_time=when)
    return await stage.call(request, SignUp)


async def check_out(stage: Stage, sign_up: SignUp, when: Timestamp | None = None) -> SignUp:
    request = pb.CheckOutRequest(sign_up_id=sign_up.id, check_out_time=when)
    return await stage.call(request, SignUp)


async def correct(stage: Stage, sign_up: SignUp, came: Timestamp, left: Timestamp) -> SignUp:
    request = pb.CorrectAttendanceRequest(
        sign_up_id=sign_up.id, check_in_time=came, check_out_time=left, reason="抄错了"
    )
    return await stage.call(request, SignUp)


async def reset(stage: Stage, sign_up: SignUp) -> SignUp:
    return await stage.call(pb.ResetAttendanceRequest(sign_up_id=sign_up.id), SignUp)


async def attended(
    stage: Stage, came: float = -2, left: float = -1, person_id: UUID | None = None
) -> SignUp:
    """Returns a sign-up whose person was there, from and to so many hours from now."""
    sign_up = await held(stage, person_id)
    await check_in(stage, sign_up, in_hours(came))
    return await check_out(stage, sign_up, in_hours(left))


async def brought_to(stage: Stage, state: str) -> SignUp:
    """Returns a sign-up in a state, for a shift that is under way."""
    sign_up = await held(stage)
    if state == "COMPLETED":
        await check_in(stage, sign_up, in_hours(-2))
    if state == "CANCELLED":
        return await stage.cancel(sign_up)
    if state in REQUESTS and state != "CONFIRMED":
        return await stage.call(REQUESTS[state](sign_up_id=sign_up.id), SignUp)
    return sign_up


async def reasons(call: Awaitable[object]) -> list[str]:
    """Returns why something is refused, which it must be."""
    with pytest.raises(Refused) as refused:
        await call
    return [found.reason for found in refused.value.violations] or [refused.value.reason]


class TestCheckIn:
    async def test_says_when_the_person_came(self, stage: Stage) -> None:
        sign_up, came = await held(stage), in_hours(-1)
        found = await check_in(stage, sign_up, came)
        assert (found.state, found.check_in_time) == (SIGN_UP_STATE_CHECKED_IN, came)
        assert not found.HasField("check_out_time")

    async def test_takes_the_present_time_unless_told(self, timed: Stage) -> None:
        found = await check_in(timed, await held(timed))
        assert found.check_in_time.ToDatetime(tzinfo=UTC) == timed.clock.now()

    async def test_is_possible_from_an_hour_before_the_start_to_the_end(self, timed: Stage) -> None:
        shift = await timed.shift(capacity=4)
        sign_ups = [await timed.sign_up(shift) for _ in range(4)]
        start, end = (each.ToDatetime(tzinfo=UTC) for each in (shift.start_time, shift.end_time))
        first, last = start - timedelta(hours=1), end
        timed.clock.advance(seconds=(end - timed.clock.now()).total_seconds() + 3600)
        early = check_in(timed, sign_ups[0], moment(first - timedelta(microseconds=1)))
        assert await reasons(early) == ["TOO_EARLY"]
        late = check_in(timed, sign_ups[1], moment(last + timedelta(microseconds=1)))
        assert await reasons(late) == ["TOO_LATE"]
        assert (await check_in(timed, sign_ups[2], moment(first))).state == SIGN_UP_STATE_CHECKED_IN
        assert (await check_in(timed, sign_ups[3], moment(last))).state == SIGN_UP_STATE_CHECKED_IN

    async def test_refuses_the_future(self, timed: Stage) -> None:
        sign_up = await held(timed)
        soon = timed.clock.now() + timedelta(microseconds=1)
        assert await reasons(check_in(timed, sign_up, moment(soon))) == ["TIME_IN_FUTURE"]

    async def test_refuses_a_time_that_does_not_exist(self, stage: Stage) -> None:
        sign_up = await held(stage)
        with pytest.raises(InvalidArgument) as refused:
            await check_in(stage, sign_up, Timestamp(seconds=10**12))
        assert refused.value.violations[0].field == "check_in_time"

    async def test_keeps_the_place_and_the_time_of_the_person(self, stage: Stage) -> None:
        me = uuid7()
        sign_up = await check_in(stage, await held(stage, me), in_hours(-1))
        shift = await stage.get_shift(shift_pb2.Shift(id=sign_up.shift_id))
        assert shift.places_taken == 1
        other = stage.sign_up(await under_way(stage), me)
        assert await reasons(other) == ["OVERLAPPING_SIGN_UP"]
        again = stage.sign_up(shift, me)
        assert await reasons(again) == ["ALREADY_SIGNED_UP"]
        assert await reasons(stage.cancel(sign_up)) == ["STATE_DOES_NOT_ALLOW"]


class TestCheckOut:
    async def test_says_when_the_person_left(self, stage: Stage) -> None:
        sign_up, left = await held(stage), in_hours(-1)
        await check_in(stage, sign_up, in_hours(-2))
        found = await check_out(stage, sign_up, left)
        assert (found.state, found.check_out_time) == (SIGN_UP_STATE_COMPLETED, left)

    async def test_is_possible_until_twelve_hours_after_the_end(self, timed: Stage) -> None:
        sign_up = await held(timed)
        came = await check_in(timed, sign_up)
        last = sign_up.end_time.ToDatetime(tzinfo=UTC) + timedelta(hours=12)
        timed.clock.advance(days=3)
        for when, why in (
            (came.check_in_time, "NOT_AFTER_CHECK_IN"),
            (moment(last + timedelta(microseconds=1)), "TOO_LATE"),
            (moment(timed.clock.now() + timedelta(seconds=1)), "TIME_IN_FUTURE"),
        ):
            assert why in await reasons(check_out(timed, sign_up, when))
        assert (await check_out(timed, sign_up, moment(last))).state == SIGN_UP_STATE_COMPLETED


class TestOverlap:
    """What one organization records never blocks another; the ledger counts each minute once."""

    async def test_of_two_organizations_is_recorded_by_both(self, stage: Stage) -> None:
        me, other = uuid7(), Stage(stage.platform)
        await attended(stage, -2, -1, me)  # people who have left one shift can take another
        sign_up = await held(other, me)
        await check_in(other, sign_up, in_hours(-1.5))
        found = await check_out(other, sign_up, in_hours(-0.5))
        assert found.state == SIGN_UP_STATE_COMPLETED

    async def test_by_a_correction_is_recorded_too(self, stage: Stage) -> None:
        me = uuid7()
        first = await attended(stage, -2, -1.5, me)
        await attended(Stage(stage.platform), -1, -0.5, me)
        found = await correct(stage, first, in_hours(-2), in_hours(-0.75))
        assert found.check_out_time == in_hours(-0.75)


class TestResetAttendance:
    @pytest.mark.parametrize("source", ["CHECKED_IN", "COMPLETED", "NO_SHOW", "EXCUSED"])
    async def test_returns_to_before_the_record(self, stage: Stage, source: str) -> None:
        sign_up = await brought_to(stage, source)
        found = await reset(stage, sign_up)
        assert (found.state, found.attendance_reason) == (SIGN_UP_STATE_CONFIRMED, "")
        assert not found.HasField("check_in_time")
        assert not found.HasField("check_out_time")
        assert (await check_in(stage, found)).state == SIGN_UP_STATE_CHECKED_IN

    @pytest.mark.parametrize("leaves", [False, True])
    async def test_lets_a_place_be_given_back_before_the_start(
        self, timed: Stage, leaves: bool
    ) -> None:
        shift = await timed.shift(capacity=1)
        sign_up, waiting = await timed.sign_up(shift), await timed.wait_for(shift)
        timed.clock.advance(hours=23.5)
        await check_in(timed, sign_up)
        if leaves:
            timed.clock.advance(minutes=5)
            await check_out(timed, sign_up)
        assert await reasons(timed.cancel(sign_up)) == ["STATE_DOES_NOT_ALLOW"]
        for request in (pb.RecordNoShowRequest, pb.ExcuseSignUpRequest):
            refused = timed.call(request(sign_up_id=sign_up.id), SignUp)
            assert await reasons(refused) == ["SHIFT_NOT_BEGUN"]
        await reset(timed, sign_up)
        assert (await timed.cancel(sign_up)).state == SIGN_UP_STATE_CANCELLED
        await timed.becomes(waiting, SIGN_UP_STATE_OFFERED)

    async def test_never_puts_a_person_in_two_places(self, stage: Stage) -> None:
        me = uuid7()
        left = await attended(stage, -2, -1, me)
        await held(stage, me)
        assert await reasons(reset(stage, left)) == ["OVERLAPPING_SIGN_UP"]


class TestAbsence:
    @pytest.mark.parametrize("target", ["NO_SHOW", "EXCUSED"])
    @pytest.mark.parametrize("source", ["CONFIRMED", "CHECKED_IN", "COMPLETED", "other"])
    async def test_is_recorded_and_clears_the_times(
        self, stage: Stage, source: str, target: str
    ) -> None:
        if source == "other":
            source = "EXCUSED" if target == "NO_SHOW" else "NO_SHOW"
        sign_up = await brought_to(stage, source)
        request = REQUESTS[target](sign_up_id=sign_up.id, reason="发烧")
        found = await stage.call(request, SignUp)
        assert found.attendance_reason == "发烧"
        assert not found.HasField("check_in_time")
        assert not found.HasField("check_out_time")
        states = {"NO_SHOW": SIGN_UP_STATE_NO_SHOW, "EXCUSED": SIGN_UP_STATE_EXCUSED}
        assert found.state == states[target]
        shift = await stage.get_shift(shift_pb2.Shift(id=sign_up.shift_id))
        assert shift.places_taken == 1

    @pytest.mark.parametrize("target", ["NO_SHOW", "EXCUSED"])
    async def test_is_not_known_before_the_shift(self, stage: Stage, target: str) -> None:
        sign_up = await stage.sign_up(await stage.shift())
        call = stage.call(REQUESTS[target](sign_up_id=sign_up.id), SignUp)
        assert await reasons(call) == ["SHIFT_NOT_BEGUN"]


class TestCorrectAttendance:
    @pytest.mark.parametrize("source", ["COMPLETED", "NO_SHOW", "EXCUSED"])
    async def test_replaces_what_was_on_record(self, stage: Stage, source: str) -> None:
        sign_up = await brought_to(stage, source)
        came, left = in_hours(-1.5), in_hours(-0.5)
        found = await correct(stage, sign_up, came, left)
        assert found.state == SIGN_UP_STATE_COMPLETED
        assert (found.check_in_time, found.check_out_time) == (came, left)
        assert found.attendance_reason == "抄错了"

    async def test_keeps_to_the_rules_and_tells_all_that_are_broken(self, stage: Stage) -> None:
        sign_up = await attended(stage)
        both = correct(stage, sign_up, in_hours(-5), in_hours(-6))
        assert await reasons(both) == ["TOO_EARLY", "NOT_AFTER_CHECK_IN"]
        future = correct(stage, sign_up, in_hours(-1), in_hours(1))
        assert await reasons(future) == ["TIME_IN_FUTURE"]

    async def test_needs_a_reason(self, stage: Stage) -> None:
        sign_up = await attended(stage)
        request = pb.CorrectAttendanceRequest(
            sign_up_id=sign_up.id, check_in_time=in_hours(-2), check_out_time=in_hours(-1)
        )
        with pytest.raises(InvalidArgument) as refused:
            await stage.call(request, SignUp)
        assert refused.value.violations[0].field == "reason"


# Which of them each state allows; the others leave it as it is.
ALLOWED = {
    "CONFIRMED": {"CHECKED_IN", "NO_SHOW", "EXCUSED"},
    "CHECKED_IN": {"COMPLETED", "NO_SHOW", "EXCUSED", "CONFIRMED"},
    "COMPLETED": {"NO_SHOW", "EXCUSED", "corrected", "CONFIRMED"},
    "NO_SHOW": {"EXCUSED", "corrected", "CONFIRMED"},
    "EXCUSED": {"NO_SHOW", "corrected", "CONFIRMED"},
    "CANCELLED": set[str](),
}


@pytest.mark.parametrize("source", ALLOWED)
async def test_every_other_transition_is_refused(stage: Stage, source: str) -> None:
    sign_up = await brought_to(stage, source)
    for target, request_type in REQUESTS.items():
        if target not in ALLOWED[source]:
            call = stage.call(request_type(sign_up_id=sign_up.id), SignUp)
            assert await reasons(call) == ["STATE_DOES_NOT_ALLOW"], target
    if "corrected" not in ALLOWED[source]:
        call = correct(stage, sign_up, in_hours(-2), in_hours(-1))
        assert await reasons(call) == ["STATE_DOES_NOT_ALLOW"]
    assert await stage.get_sign_up(sign_up) == sign_up


@pytest.mark.parametrize(
    ("role", "may"),
    [("OWNER", True), ("LEADER", True), ("COORDINATOR", True), ("SUPERVISOR", False), ("", False)],
)
async def test_is_recorded_by_those_who_manage_the_events(
    stage: Stage, role: str, may: bool
) -> None:
    me = uuid7()
    sign_up = await held(stage, me)
    passport = stage.holding(role) if role else stage.office.person(me)
    request = pb.CheckInRequest(sign_up_id=sign_up.id)
    if may:
        assert (await stage.call(request, SignUp, passport)).state == SIGN_UP_STATE_CHECKED_IN
    else:
        with pytest.raises(PermissionDenied):
            await stage.call(request, SignUp, passport)


async def test_every_transition_is_announced(stage: Stage) -> None:
    sign_up = await attended(stage)
    for request in (pb.RecordNoShowRequest, pb.ExcuseSignUpRequest):
        await stage.call(request(sign_up_id=sign_up.id), SignUp)
    await reset(stage, sign_up)
    await stage.call(pb.RecordNoShowRequest(sign_up_id=sign_up.id), SignUp)
    last = await correct(stage, sign_up, in_hours(-1), in_hours(-0.5))
    notices = await stage.notices(until=f"sign_up.{sign_up.id}.corrected")
    assert SignUp.FromString(notices[f"sign_up.{sign_up.id}.corrected"]) == last
    verbs = {name.rpartition(".")[2] for name in notices if sign_up.id in name}
    assert verbs == {
        "confirmed",
        "checked_in",
        "completed",
        "no_show",
        "excused",
        "attendance_reset",
        "corrected",
    }


async def test_stays_on_record_when_the_event_is_cancelled(stage: Stage) -> None:
    shift = await under_way(stage, capacity=5)
    sign_ups = [await stage.sign_up(shift) for _ in range(5)]
    here, left, missing, excused, coming = sign_ups
    await check_in(stage, here)
    await check_in(stage, left, in_hours(-2))
    await check_out(stage, left)
    await stage.call(pb.RecordNoShowRequest(sign_up_id=missing.id), SignUp)
    await stage.call(pb.ExcuseSignUpRequest(sign_up_id=excused.id), SignUp)
    await stage.call(event_pb2.CancelEventRequest(event_id=shift.event_id), event_pb2.Event)
    assert [(await stage.get_sign_up(each)).state for each in sign_ups] == [
        SIGN_UP_STATE_CHECKED_IN,
        SIGN_UP_STATE_COMPLETED,
        SIGN_UP_STATE_NO_SHOW,
        SIGN_UP_STATE_EXCUSED,
        SIGN_UP_STATE_CANCELLED,
    ]
    assert (await stage.get_shift(shift)).places_taken == 4
    assert (await check_out(stage, here)).state == SIGN_UP_STATE_COMPLETED
    assert coming.state == SIGN_UP_STATE_CONFIRMED
