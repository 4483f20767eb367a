"""CheckInService, called over gRPC: by oneself with a code, and from a device that was offline."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import attendance_pb2, event_pb2, shift_pb2
from banyan.events.v1 import check_in_pb2 as pb
from banyan.events.v1 import sign_up_pb2 as su
from google.protobuf.timestamp_pb2 import Timestamp

from services.events.attendance.jobs import CHECK_OUT
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours

CONFIRMED, CHECKED_IN = su.SIGN_UP_STATE_CONFIRMED, su.SIGN_UP_STATE_CHECKED_IN
COMPLETED = su.SIGN_UP_STATE_COMPLETED
RECORDED, UNCHANGED = pb.SYNC_OUTCOME_RECORDED, pb.SYNC_OUTCOME_UNCHANGED
REFUSED = pb.SYNC_OUTCOME_REFUSED


async def under_way(stage: Stage, **values: Any) -> shift_pb2.Shift:
    """Returns a shift that began an hour ago and ends in one."""
    event = await stage.published(start_time=in_hours(-2), end_time=in_hours(3))
    span = {"start_time": in_hours(-1), "end_time": in_hours(1), "capacity": 9}
    return await stage.shift(event, **(span | values))


def moment(stage: Stage, **later: float) -> Timestamp:
    found = Timestamp()
    found.FromDatetime(stage.clock.now() + timedelta(**later))
    return found


async def open_up(stage: Stage, shift: shift_pb2.Shift, passport: str | None = None) -> Any:
    request = pb.OpenCheckInRequest(event_id=shift.event_id)
    return await stage.call(request, event_pb2.Event, passport)


async def codes(stage: Stage, shift: shift_pb2.Shift, passport: str | None = None) -> list[str]:
    request = pb.BatchGetCheckInCodesRequest(ids=[shift.event_id])
    found = await stage.call(request, pb.BatchGetCheckInCodesResponse, passport)
    return [each.code for each in found.check_in_codes]


async def enter(stage: Stage, sign_up: su.SignUp, code: str, person_id: UUID) -> su.SignUp:
    request = pb.CheckInMyselfRequest(sign_up_id=sign_up.id, code=code)
    return await stage.call(request, su.SignUp, stage.office.person(person_id))


async def refused_entering(*arguments: Any) -> str:
    with pytest.raises(Refused) as refused:
        await enter(*arguments)
    return refused.value.reason or ""


# With a code


async def test_who_has_read_the_code_checks_in(timed: Stage) -> None:
    me, shift = uuid7(), await under_way(timed)
    mine = await timed.sign_up(shift, me)
    assert await codes(timed, shift) == []
    assert await refused_entering(timed, mine, "ABC123", me) == "SELF_CHECK_IN_CLOSED"
    assert (await open_up(timed, shift)).self_check_in
    (code,) = await codes(timed, shift)
    assert await refused_entering(timed, mine, code[1:] + code[0] * 2, me) == "CODE_WRONG"
    timed.clock.advance(seconds=60)
    assert await refused_entering(timed, mine, code, me) == "CODE_WRONG"
    (code,) = await codes(timed, shift)
    arrived = await enter(timed, mine, code.lower(), me)
    assert (arrived.state, arrived.self_checked_in) == (CHECKED_IN, True)
    assert arrived.check_in_time.ToDatetime() == moment(timed).ToDatetime()
    with pytest.raises(Refused):
        await enter(timed, mine, code, me)


async def test_closing_it_makes_the_codes_useless(timed: Stage) -> None:
    me, shift = uuid7(), await under_way(timed)
    mine = await timed.sign_up(shift, me)
    await open_up(timed, shift)
    (code,) = await codes(timed, shift)
    await open_up(timed, shift)  # once more changes nothing
    assert await codes(timed, shift) == [code]
    request = pb.CloseCheckInRequest(event_id=shift.event_id)
    assert not (await timed.call(request, event_pb2.Event)).self_check_in
    assert await codes(timed, shift) == []
    assert await refused_entering(timed, mine, code, me) == "SELF_CHECK_IN_CLOSED"
    await open_up(timed, shift)
    assert await refused_entering(timed, mine, code, me) == "CODE_WRONG"


async def test_only_who_manages_the_event_shows_the_code(stage: Stage) -> None:
    me, shift = uuid7(), await under_way(stage)
    mine = await stage.sign_up(shift, me)
    others = (stage.office.person(me), stage.holding("SUPERVISOR"), stage.office.person())
    for passport in others:
        with pytest.raises(PermissionDenied):
            await open_up(stage, shift, passport)
    await open_up(stage, shift, stage.holding("COORDINATOR"))
    (code,) = await codes(stage, shift)
    assert [await codes(stage, shift, each) for each in others] == [[], [], []]
    with pytest.raises(PermissionDenied):  # nobody checks somebody else in by it
        await enter(stage, mine, code, uuid7())
    seen = await stage.sql("SELECT check_in_key FROM event WHERE id = $1", UUID(shift.event_id))
    assert seen[0][0]  # and no notice has it
    notices = await stage.notices(until=f"event.{shift.event_id}.check_in_opened")
    assert not any(seen[0][0].encode() in each for each in notices.values())


async def test_a_code_opens_neither_the_time_nor_what_a_shift_requires(timed: Stage) -> None:
    me, kind = uuid7(), await timed.knows_kind()
    event = await timed.published(start_time=in_hours(-1), end_time=in_hours(9))
    later = await timed.shift(event, start_time=in_hours(5), end_time=in_hours(6))
    mine = await timed.sign_up(later, me)
    await open_up(timed, later)
    (code,) = await codes(timed, later)
    with pytest.raises(Refused) as refused:
        await enter(timed, mine, code, me)
    assert [each.reason for each in refused.value.violations] == ["TOO_EARLY"]
    required = await timed.shift(event, end_time=in_hours(2))
    theirs = await timed.sign_up(required, me)
    await timed.sql(
        "UPDATE shift SET required_qualification_kind_ids = ARRAY[$2::uuid] WHERE id = $1",
        UUID(required.id),
        UUID(kind),
    )
    assert await refused_entering(timed, theirs, code, me) == "QUALIFICATION_MISSING"
    await timed.knows_qualification(me, kind)
    assert (await enter(timed, theirs, code, me)).state == CHECKED_IN


# From a device


async def sync(
    stage: Stage, shift: shift_pb2.Shift, *entries: pb.NotedAttendance, **values: Any
) -> list[tuple[pb.SyncOutcome, str]]:
    """Sends what a device has noted, and returns what became of each entry."""
    request = pb.SyncAttendanceRequest(
        event_id=shift.event_id,
        entries=entries,
        **({"device_time": moment(stage)} | values),
    )
    told = await stage.call(request, pb.AttendanceSync)
    assert [each.sign_up_id for each in told.entries] == [each.sign_up_id for each in entries]
    return [(each.outcome, each.reason) for each in told.entries]


def noted(sign_up: su.SignUp, came: Timestamp, left: Timestamp | None = None) -> Any:
    return pb.NotedAttendance(sign_up_id=sign_up.id, check_in_time=came, check_out_time=left)


async def test_each_entry_is_recorded_once_however_often_it_is_sent(timed: Stage) -> None:
    shift, other = await under_way(timed), await under_way(timed)
    came, stays = await timed.sign_up(shift), await timed.sign_up(shift)
    cancelled = await timed.cancel(await timed.sign_up(shift))
    elsewhere = await timed.sign_up(other)
    entries = [
        noted(came, moment(timed, minutes=-50), moment(timed, minutes=-5)),
        noted(stays, moment(timed, minutes=-40)),
        noted(cancelled, moment(timed, minutes=-40)),
        noted(elsewhere, moment(timed, minutes=-40)),
    ]
    refused = [(REFUSED, "STATE_DOES_NOT_ALLOW"), (REFUSED, "NOT_FOUND")]
    first = await sync(timed, shift, *entries)
    assert first[:3] == [(RECORDED, ""), (RECORDED, ""), refused[0]]
    assert first[3][0] == REFUSED
    again = await sync(timed, shift, *entries)
    assert again == [(UNCHANGED, ""), (UNCHANGED, ""), *first[2:]]
    found = await timed.get_sign_up(came)
    assert (found.state, found.check_in_time) == (COMPLETED, moment(timed, minutes=-50))
    # What another device noted later of the same arrival changes nothing; leaving does.
    left = noted(stays, moment(timed, minutes=-39), moment(timed, minutes=-1))
    assert await sync(timed, shift, left) == [(RECORDED, "")]
    found = await timed.get_sign_up(stays)
    assert (found.state, found.check_in_time) == (COMPLETED, moment(timed, minutes=-40))
    other_times = noted(stays, moment(timed, minutes=-40), moment(timed, minutes=-20))
    assert await sync(timed, shift, other_times) == [(REFUSED, "STATE_DOES_NOT_ALLOW")]


async def test_a_clock_is_corrected_and_refused_if_it_is_far_wrong(timed: Stage) -> None:
    shift = await under_way(timed)
    mine = await timed.sign_up(shift)
    wrong = {"device_time": moment(timed, minutes=16)}
    with pytest.raises(Refused) as refused:
        await sync(timed, shift, noted(mine, moment(timed, minutes=6)), **wrong)
    assert refused.value.reason == "CLOCK_WRONG"
    ahead = {"device_time": moment(timed, minutes=10)}
    assert await sync(timed, shift, noted(mine, moment(timed, minutes=9)), **ahead) == [
        (RECORDED, "")
    ]
    found = await timed.get_sign_up(mine)
    assert found.check_in_time == moment(timed, minutes=-1)
    # A time that is in the future even so is refused, alone.
    another = await timed.sign_up(shift)
    entries = [noted(another, moment(timed, minutes=2)), noted(mine, moment(timed))]
    assert await sync(timed, shift, *entries) == [(REFUSED, "TIME_IN_FUTURE"), (UNCHANGED, "")]
    assert (await timed.get_sign_up(another)).state == CONFIRMED


async def test_nobody_syncs_their_own_or_what_they_do_not_manage(timed: Stage) -> None:
    shift, me = await under_way(timed), uuid7()
    mine = await timed.sign_up(shift, me)
    request = pb.SyncAttendanceRequest(
        event_id=shift.event_id,
        entries=[noted(mine, moment(timed, minutes=-5))],
        device_time=moment(timed),
    )
    with pytest.raises(PermissionDenied):
        await timed.call(request, pb.AttendanceSync, timed.office.person(me))
    told = await timed.call(request, pb.AttendanceSync, timed.holding("LEADER", person_id=me))
    assert [each.reason for each in told.entries] == ["OWN_ATTENDANCE"]
    with pytest.raises(InvalidArgument):
        await sync(timed, shift, noted(mine, Timestamp()), device_time=None)


async def test_two_devices_at_once_record_each_person_once(timed: Stage) -> None:
    shift = await under_way(timed)
    people = [await timed.sign_up(shift) for _ in range(4)]
    entries = [noted(each, moment(timed, minutes=-9), moment(timed, minutes=-1)) for each in people]
    told = await asyncio.gather(
        *(sync(timed, shift, *order) for order in (entries, entries[::-1], entries))
    )
    outcomes = [outcome for each in told for outcome, _ in each]
    assert outcomes.count(RECORDED) == len(people)
    assert outcomes.count(UNCHANGED) == 2 * len(people)


# By the clock


async def test_whom_nobody_checks_out_leaves_with_the_shift(timed: Stage) -> None:
    me, shift = uuid7(), await under_way(timed)
    by_themselves, by_others = await timed.sign_up(shift, me), await timed.sign_up(shift)
    absent = await timed.sign_up(shift)
    await open_up(timed, shift)
    (code,) = await codes(timed, shift)
    await enter(timed, by_themselves, code, me)
    check_in = attendance_pb2.CheckInRequest(sign_up_id=by_others.id)
    await timed.call(check_in, su.SignUp)
    bell = timed.platform.services["events"].units.bell(CHECK_OUT)
    timed.clock.advance(hours=12, minutes=50)
    bell.set()
    assert (await timed.get_sign_up(by_others)).state == CHECKED_IN
    timed.clock.advance(hours=1)
    bell.set()
    for sign_up, review in (
        (by_others, su.ATTENDANCE_REVIEW_NOT_NEEDED),
        (by_themselves, su.ATTENDANCE_REVIEW_PENDING),  # nobody has seen them
    ):
        found = await timed.becomes(sign_up, COMPLETED)
        assert found.checked_out_automatically
        assert found.check_out_time == shift.end_time
        assert found.attendance_review == review
    assert (await timed.get_sign_up(absent)).state == CONFIRMED
    confirm = attendance_pb2.ConfirmAttendanceRequest(sign_up_id=by_themselves.id)
    confirmed = await timed.call(confirm, su.SignUp)
    assert confirmed.attendance_review == su.ATTENDANCE_REVIEW_CONFIRMED
    correction = attendance_pb2.CorrectAttendanceRequest(
        sign_up_id=by_others.id,
        check_in_time=shift.start_time,
        check_out_time=in_hours(0.5),
        reason="left early",
    )
    assert not (await timed.call(correction, su.SignUp)).checked_out_automatically
