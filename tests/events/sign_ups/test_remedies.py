"""Every refusal of sign-ups and attendance says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import approval_pb2, check_in_pb2, event_pb2, shift_pb2, stand_in_pb2
from banyan.events.v1 import attendance_pb2 as at
from banyan.events.v1 import sign_up_pb2 as pb
from banyan.events.v1.sign_up_rules_pb2 import SignUpRules
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours, mask
from tests.remedies import Remedies, met, refused

CONFIRMED, CANCELLED = pb.SIGN_UP_STATE_CONFIRMED, pb.SIGN_UP_STATE_CANCELLED
OFFERED = pb.SIGN_UP_STATE_OFFERED
MEMBERS = event_pb2.EVENT_VISIBILITY_MEMBERS
STATE = "STATE_DOES_NOT_ALLOW"
BY_A_JOB = "only a job does that, after it has looked at the state"
TOMORROW = "the remedy is to wait: tests/events/sign_ups/test_repetition.py"
REMEDIES = Remedies(
    "events",
    "approvals",
    "attendance",
    "eligibility",
    "sign_ups",
    elsewhere={
        "AGE_UNKNOWN: your age": "the remedy is at volunteers: tests/events/eligibility/test_age.py",
        "TOO_YOUNG": "likewise",
        "TRY_AGAIN": "likewise",
        "QUALIFICATION_MISSING: Claim it": "likewise: tests/gateway/test_rota.py",
        "QUALIFICATION_MISSING: Let the person": "likewise",
        "CHANGED_MEANWHILE": "the remedy is to read again",
        "TOO_MANY_SIGN_UPS: sign up for a shift": TOMORROW,
        "TOO_MANY_SIGN_UPS: A person can sign up {": TOMORROW,
        "TOO_MANY_AT_ONCE": "the remedy is to wait: tests/events/sign_ups/test_hot_shift.py",
        f"{STATE}: can expire": BY_A_JOB,
        f"{STATE}: is cancelled with its event or shift": BY_A_JOB,
        f"{STATE}: can be offered a place": BY_A_JOB,
    },
)
remedy = REMEDIES.of


@remedy("UNKNOWN_ROLE")
async def read_the_shift_again(stage: Stage) -> None:
    role = shift_pb2.ShiftRole(title="司机", places=1)
    shift, other = [await stage.shift(roles=[role]) for _ in range(2)]
    request = pb.CreateSignUpRequest(shift_id=shift.id, role_id=other.roles[0].role_id)
    person = stage.office.person()
    assert "Read the shift again" in await refused(
        stage.call(request, pb.SignUp, person), "UNKNOWN_ROLE"
    )
    request.role_id = (await stage.get_shift(shift)).roles[0].role_id
    assert (await stage.call(request, pb.SignUp, person)).role_id == request.role_id


async def record(stage: Stage, request: Any, sign_up: pb.SignUp, **values: Any) -> pb.SignUp:
    return await stage.call(request(sign_up_id=sign_up.id, **values), pb.SignUp)


async def under_way(stage: Stage, **values: Any) -> shift_pb2.Shift:
    event = await stage.published(start_time=in_hours(-2), end_time=in_hours(1))
    return await stage.shift(event, end_time=event.end_time, **values)


def now(stage: Stage, **later: float) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(stage.clock.now() + timedelta(**later))
    return moment


# Taking a place


@remedy("SHIFT_FULL")
async def join_the_waitlist(stage: Stage) -> None:
    shift = await stage.shift(capacity=1)
    held = await stage.sign_up(shift)
    assert "waitlist" in await refused(stage.sign_up(shift), "SHIFT_FULL")
    waiting = await stage.wait_for(shift)
    await stage.cancel(held)
    assert (await stage.accept(await stage.becomes(waiting, OFFERED))).state == CONFIRMED


@remedy("SIGN_UPS_CLOSED: Ask the organizers", "SIGN_UPS_CLOSED: Change the deadline")
async def have_the_organizers_sign_you_up(stage: Stage) -> None:
    event = await stage.published(sign_up_deadline=in_hours(-1))
    shift, me, other = await stage.shift(event), uuid7(), uuid7()
    for person_id in (me, other):
        await stage.knows_person(person_id)
        await stage.knows_membership(person_id)
    said = await refused(stage.sign_up(shift, me), "SIGN_UPS_CLOSED")
    assert "Ask the organizers" in said
    said = await refused(stage.sign_up_for(shift, me), "SIGN_UPS_CLOSED")
    assert "override this with a reason" in said
    assert (await stage.sign_up_for(shift, me, why="walked in")).state == CONFIRMED
    later = event_pb2.UpdateEventRequest(
        event_id=event.id,
        event=event_pb2.Event(sign_up_deadline=in_hours(1)),
        update_mask=mask("sign_up_deadline"),
    )
    await stage.call(later, event_pb2.Event)
    assert (await stage.sign_up(shift, other)).state == CONFIRMED


@remedy("SIGN_UPS_NOT_OPEN: Look at the time", "SIGN_UPS_NOT_OPEN: Change the time")
async def come_back_when_it_opens(stage: Stage) -> None:
    event = await stage.published(sign_up_open_time=in_hours(1))
    shift, me, other = await stage.shift(event), await stage.somebody(), await stage.somebody()
    await refused(stage.sign_up(shift, me), "SIGN_UPS_NOT_OPEN")
    said = await refused(stage.sign_up_for(shift, me), "SIGN_UPS_NOT_OPEN")
    assert "override this with a reason" in said
    assert (await stage.sign_up_for(shift, me, why="plans it")).state == CONFIRMED
    earlier = event_pb2.UpdateEventRequest(
        event_id=event.id,
        event=event_pb2.Event(sign_up_open_time=in_hours(-1)),
        update_mask=mask("sign_up_open_time"),
    )
    await stage.call(earlier, event_pb2.Event)
    assert (await stage.sign_up(shift, other)).state == CONFIRMED


@remedy(
    "TOO_MANY_SHIFTS_A_WEEK: Choose a shift",
    "TOO_MANY_SHIFTS_A_WEEK: Choose somebody",
    "TOO_MANY_HOURS_A_WEEK: Choose a shift",
    "TOO_MANY_HOURS_A_WEEK: Choose somebody",
)
async def give_another_shift_of_the_week_back(stage: Stage) -> None:
    rules = SignUpRules(most_shifts_a_week=1, most_hours_a_week=3)
    event = await stage.published(sign_up_rules=rules)
    me = await stage.somebody()
    held = await stage.sign_up(await stage.shift(event, end_time=in_hours(24.5)), me)
    shift = await stage.shift(event, start_time=in_hours(24.5), end_time=in_hours(27.5))
    for reason in ("TOO_MANY_SHIFTS_A_WEEK", "TOO_MANY_HOURS_A_WEEK"):
        await refused(stage.sign_up(shift, me), reason)
        assert "somebody else" in await refused(stage.sign_up_for(shift, me), reason)
    assert (await stage.sign_up_for(shift, await stage.somebody())).state == CONFIRMED
    await stage.cancel(held)
    assert (await stage.sign_up(shift, me)).state == CONFIRMED


async def asking(stage: Stage, start: float = 24) -> shift_pb2.Shift:
    event = await stage.published(
        start_time=in_hours(start), sign_up_rules=SignUpRules(needs_approval=True)
    )
    return await stage.shift(event)


async def decide(stage: Stage, request: Any, sign_up: pb.SignUp) -> pb.SignUp:
    return await stage.call(request(sign_up_id=sign_up.id), pb.SignUp)


@remedy("SIGN_UP_DECLINED")
async def ask_the_organizers_who_declined(stage: Stage) -> None:
    shift, me = await asking(stage), await stage.somebody()
    await decide(stage, approval_pb2.DeclineSignUpRequest, await stage.sign_up(shift, me))
    assert "ask them" in await refused(stage.sign_up(shift, me), "SIGN_UP_DECLINED")
    assert (await stage.sign_up_for(shift, me)).state == CONFIRMED


@remedy("NOT_APPROVED")
async def approve_it_first(stage: Stage) -> None:
    request = await stage.sign_up(await asking(stage, -1))
    said = await refused(record(stage, at.CheckInRequest, request), "NOT_APPROVED")
    assert "Approve it" in said
    await decide(stage, approval_pb2.ApproveSignUpRequest, request)
    arrived = await record(stage, at.CheckInRequest, request)
    assert arrived.state == pb.SIGN_UP_STATE_CHECKED_IN


@remedy(f"{STATE}: Other attendance")
async def correct_what_is_on_record(stage: Stage) -> None:
    shift = await under_way(stage)
    sign_up = await stage.sign_up(shift)
    times = {"check_in_time": in_hours(-1.5), "check_out_time": in_hours(-1)}
    noted = check_in_pb2.NotedAttendance(sign_up_id=sign_up.id, **times)
    request = check_in_pb2.SyncAttendanceRequest(event_id=shift.event_id, entries=[noted])
    request.device_time.GetCurrentTime()
    await record(stage, at.RecordNoShowRequest, sign_up)
    (told,) = (await stage.call(request, check_in_pb2.AttendanceSync)).entries
    assert "correct the times" in met(told.reason, told.message)
    corrected = await record(stage, at.CorrectAttendanceRequest, sign_up, reason="noted", **times)
    assert corrected.state == pb.SIGN_UP_STATE_COMPLETED


@remedy(f"{STATE}: can be approved", f"{STATE}: can be declined")
async def cancel_what_is_confirmed(stage: Stage) -> None:
    sign_up = await stage.sign_up(await asking(stage))
    await decide(stage, approval_pb2.ApproveSignUpRequest, sign_up)
    await refused(decide(stage, approval_pb2.ApproveSignUpRequest, sign_up), STATE)
    said = await refused(decide(stage, approval_pb2.DeclineSignUpRequest, sign_up), STATE)
    assert "cancel it" in said
    assert (await stage.cancel(sign_up)).state == CANCELLED


@remedy("PERSON_UNKNOWN")
async def let_them_sign_up_themselves(stage: Stage) -> None:
    person_id, event = uuid7(), await stage.published()
    await stage.knows_person(person_id)
    first = await stage.shift(event)
    after = await stage.shift(event, start_time=first.end_time, end_time=in_hours(30))
    said = await refused(stage.sign_up_for(after, person_id), "PERSON_UNKNOWN")
    assert "Invite them" in said
    await stage.sign_up(first, person_id)
    assert (await stage.sign_up_for(after, person_id)).state == CONFIRMED
    other = uuid7()
    await stage.knows_person(other)
    await refused(stage.sign_up_for(after, other), "PERSON_UNKNOWN")
    await stage.knows_membership(other)
    assert (await stage.sign_up_for(after, other)).state == CONFIRMED


@remedy("AGE_UNKNOWN: only the person", "SKILL_MISSING: Let them", "MEMBERS_ONLY: Let the person")
async def override_with_a_reason(stage: Stage) -> None:
    event = await stage.published(visibility=MEMBERS)
    shift = await stage.shift(event, minimum_age=18, required_skills=["急救"])
    person_id = uuid7()
    await stage.knows_person(person_id)
    await stage.knows_membership(person_id, state="APPLIED")
    for reason in ("AGE_UNKNOWN", "SKILL_MISSING", "MEMBERS_ONLY"):
        said = await refused(stage.sign_up_for(shift, person_id), reason)
        assert "override this with a reason" in said
    assert (await stage.sign_up_for(shift, person_id, why="护士 nurse")).state == CONFIRMED


@remedy("OWN_OVERRIDE")
async def have_another_sign_you_up(stage: Stage) -> None:
    me, shift = uuid7(), await stage.shift(required_skills=["急救"])
    await stage.knows_person(me)
    await stage.knows_membership(me, roles=("LEADER",))
    mine = stage.holding("LEADER", person_id=me)
    said = await refused(stage.sign_up_for(shift, me, mine, why="can do"), "OWN_OVERRIDE")
    assert "another owner" in said
    other = stage.holding("COORDINATOR")
    assert (await stage.sign_up_for(shift, me, other, why="can do")).state == CONFIRMED


@remedy("PERSON_SUSPENDED: cannot be signed up", "ALREADY_SIGNED_UP: The person is")
async def look_at_the_person(stage: Stage) -> None:
    shift, suspended = await stage.shift(), await stage.somebody(state="SUSPENDED")
    said = await refused(stage.sign_up_for(shift, suspended), "PERSON_SUSPENDED")
    assert "administrator" in said
    await stage.sql("UPDATE person SET state = 'ACTIVE' WHERE id = $1", suspended)
    held = await stage.sign_up_for(shift, suspended)
    await refused(stage.sign_up_for(shift, suspended), "ALREADY_SIGNED_UP")
    request = pb.ListSignUpsRequest(shift_id=shift.id)
    found = await stage.call(request, pb.ListSignUpsResponse)
    assert [each.id for each in found.sign_ups] == [held.id]


@remedy("OVERLAPPING_SIGN_UP: You have another shift")
async def cancel_the_other(stage: Stage) -> None:
    me, shift = uuid7(), await stage.shift()
    other = await stage.sign_up(await stage.shift(), me)
    await refused(stage.sign_up(shift, me), "OVERLAPPING_SIGN_UP")
    await stage.cancel(other, stage.office.person(me))
    assert (await stage.sign_up(shift, me)).state == CONFIRMED


@remedy("ALREADY_SIGNED_UP: You are")
async def keep_the_place(stage: Stage) -> None:
    me, shift = uuid7(), await stage.shift()
    held = await stage.sign_up(shift, me)
    await refused(stage.sign_up(shift, me), "ALREADY_SIGNED_UP")
    assert (await stage.get_sign_up(held)).state == CONFIRMED


@remedy("ALREADY_CANCELLED")
async def sign_up_again(stage: Stage) -> None:
    me, shift = uuid7(), await stage.shift()
    held = await stage.cancel(await stage.sign_up(shift, me))
    await refused(stage.cancel(held), "ALREADY_CANCELLED")
    assert (await stage.sign_up(shift, me)).state == CONFIRMED


@remedy("OFFER_EXPIRED: offer has expired", "OFFER_EXPIRED: no longer holds a place")
async def sign_up_after_the_offer(stage: Stage) -> None:
    shift = await stage.shift(capacity=1, offer_seconds=60)
    held, waiting = await stage.sign_up(shift), await stage.wait_for(shift)
    await stage.cancel(held)
    offered = await stage.becomes(waiting, OFFERED)
    stage.pass_time(seconds=61)
    await stage.becomes(offered, pb.SIGN_UP_STATE_EXPIRED)
    await refused(stage.accept(offered), "OFFER_EXPIRED")
    await refused(stage.cancel(offered), "OFFER_EXPIRED")
    assert (await stage.sign_up(shift, UUID(offered.person_id))).state == CONFIRMED


@remedy(
    "EVENT_NOT_PUBLISHED: not published yet",
    "EVENT_NOT_PUBLISHED: is cancelled",
    "EVENT_NOT_PUBLISHED: is over",
    "EVENT_NOT_PUBLISHED: is deleted",
)
async def come_back_once_published_or_choose_another(stage: Stage) -> None:
    draft = await stage.draft()
    shift = await stage.shift(draft)
    me = uuid7()
    passport = stage.holding("LEADER", person_id=me)
    request = pb.CreateSignUpRequest(shift_id=shift.id)
    await refused(stage.call(request, pb.SignUp, passport), "EVENT_NOT_PUBLISHED")
    await stage.call(event_pb2.PublishEventRequest(event_id=draft.id), event_pb2.Event)
    assert (await stage.sign_up(shift, me)).state == CONFIRMED
    await stage.call(event_pb2.CancelEventRequest(event_id=draft.id), event_pb2.Event)
    said = await refused(stage.sign_up(shift), "EVENT_NOT_PUBLISHED")
    assert "Choose another one" in said
    over = await stage.published(start_time=in_hours(-3), end_time=in_hours(-1))
    shift = await stage.shift(over)
    await stage.call(event_pb2.CompleteEventRequest(event_id=over.id), event_pb2.Event)
    said = await refused(stage.sign_up(shift), "EVENT_NOT_PUBLISHED")
    assert "Choose another one" in said
    mistake = await stage.shift()
    await stage.call(event_pb2.DeleteEventRequest(event_id=mistake.event_id), event_pb2.Event)
    said = await refused(stage.sign_up(mistake), "EVENT_NOT_PUBLISHED")
    assert "Choose another one" in said
    assert (await stage.sign_up(await stage.shift())).state == CONFIRMED


@remedy("SHIFT_NOT_PLANNED: is cancelled", "SHIFT_NOT_PLANNED: is deleted")
async def choose_another_shift(stage: Stage) -> None:
    event = await stage.published()
    cancelled, deleted = await stage.shift(event), await stage.shift(event)
    await stage.call(shift_pb2.CancelShiftRequest(shift_id=cancelled.id), shift_pb2.Shift)
    await stage.call(shift_pb2.DeleteShiftRequest(shift_id=deleted.id), shift_pb2.Shift)
    for shift in (cancelled, deleted):
        said = await refused(stage.sign_up(shift), "SHIFT_NOT_PLANNED")
        assert "Choose another one" in said
    assert (await stage.sign_up(await stage.shift(event))).state == CONFIRMED


@remedy("ATTENDANCE_RECORDED")
async def reset_the_attendance_before_cancelling(stage: Stage) -> None:
    shift = await under_way(stage)
    sign_up = await stage.sign_up(shift)
    await record(stage, at.CheckInRequest, sign_up)
    cancel = shift_pb2.CancelShiftRequest(shift_id=shift.id)
    said = await refused(stage.call(cancel, shift_pb2.Shift), "ATTENDANCE_RECORDED")
    assert "Reset the attendance" in said
    await record(stage, at.ResetAttendanceRequest, sign_up)
    after = await stage.call(cancel, shift_pb2.Shift)
    assert after.state == shift_pb2.SHIFT_STATE_CANCELLED
    assert (await stage.get_sign_up(sign_up)).state == CANCELLED


@remedy("SKILL_MISSING: Add it", "SKILLS_UNKNOWN")
async def add_the_skill(stage: Stage) -> None:
    me, shift = uuid7(), await stage.shift(required_skills=["急救"])
    await refused(stage.sign_up(shift, me), "SKILLS_UNKNOWN")
    await stage.knows_person(me)
    await refused(stage.sign_up(shift, me), "SKILL_MISSING")
    await stage.sql("DELETE FROM person WHERE id = $1", me)
    await stage.knows_person(me, skills=("急救",))
    assert (await stage.sign_up(shift, me)).state == CONFIRMED


@remedy("PERSON_SUSPENDED: You are")
async def be_reinstated(stage: Stage) -> None:
    me, shift = uuid7(), await stage.shift()
    await stage.knows_person(me, state="SUSPENDED")
    await refused(stage.sign_up(shift, me), "PERSON_SUSPENDED")
    await stage.sql("UPDATE person SET state = 'ACTIVE' WHERE id = $1", me)
    assert (await stage.sign_up(shift, me)).state == CONFIRMED


@remedy("MEMBERS_ONLY: Join it")
async def become_a_member(stage: Stage) -> None:
    event = await stage.published()
    shift = await stage.shift(event, capacity=1)
    held, waiting = await stage.sign_up(shift), await stage.wait_for(shift)
    await stage.cancel(held)
    offered = await stage.becomes(waiting, OFFERED)
    await stage.call(
        event_pb2.UpdateEventRequest(
            event_id=event.id,
            event=event_pb2.Event(visibility=MEMBERS),
            update_mask=mask("visibility"),
        ),
        event_pb2.Event,
    )
    await refused(stage.accept(offered), "MEMBERS_ONLY")
    await stage.knows_membership(UUID(offered.person_id))
    assert (await stage.accept(offered)).state == CONFIRMED


@remedy("ORGANIZATION_CLOSED")
async def choose_an_event_of_another(stage: Stage) -> None:
    shift = await stage.shift()
    await stage.knows_organization(state="CLOSED")
    said = await refused(stage.sign_up(shift), "ORGANIZATION_CLOSED")
    assert "Choose an event of another one" in said
    other = Stage(stage.platform)
    assert (await other.sign_up(await other.shift())).state == CONFIRMED


@remedy("STATE_DOES_NOT_ALLOW: no open offer")
async def look_whether_there_is_an_offer(stage: Stage) -> None:
    held = await stage.sign_up(await stage.shift())
    assert "Check its state" in await refused(stage.accept(held), "STATE_DOES_NOT_ALLOW")
    assert (await stage.get_sign_up(held)).state == CONFIRMED


# Attendance


@remedy("SHIFT_NOT_BEGUN", f"{STATE}: then cancel the sign-up")
async def undo_a_mistaken_check_in(stage: Stage) -> None:
    sign_up = await stage.sign_up(await stage.shift())
    stage.clock.advance(hours=23.5)
    await record(stage, at.CheckInRequest, sign_up)
    assert "reset" in await refused(stage.cancel(sign_up), STATE)
    for request in (at.RecordNoShowRequest, at.ExcuseSignUpRequest):
        said = await refused(record(stage, request, sign_up), "SHIFT_NOT_BEGUN")
        assert "resetting" in said
    await record(stage, at.ResetAttendanceRequest, sign_up)
    assert (await stage.cancel(sign_up)).state == CANCELLED


@remedy(f"{STATE}: be checked in", f"{STATE}: be checked out", f"{STATE}: be corrected")
async def reset_what_was_recorded_by_mistake(stage: Stage) -> None:
    sign_up = await stage.sign_up(await under_way(stage))
    times = {"check_in_time": in_hours(-1), "check_out_time": in_hours(-0.5), "reason": "纸上"}
    await refused(record(stage, at.CorrectAttendanceRequest, sign_up, **times), STATE)
    await refused(record(stage, at.CheckOutRequest, sign_up), STATE)
    await record(stage, at.RecordNoShowRequest, sign_up)
    said = await refused(record(stage, at.CheckInRequest, sign_up), STATE)
    assert "reset" in said
    await record(stage, at.ResetAttendanceRequest, sign_up)
    await record(stage, at.CheckInRequest, sign_up, check_in_time=in_hours(-1))
    done = await record(stage, at.CheckOutRequest, sign_up, check_out_time=in_hours(-0.5))
    assert done.state == pb.SIGN_UP_STATE_COMPLETED


@remedy("SHIFT_ENDED: Choose a later one", "SHIFT_ENDED: sign-ups are kept")
async def record_attendance_after_the_end(stage: Stage) -> None:
    shift = await stage.shift()
    came, stayed_away = await stage.sign_up(shift), await stage.sign_up(shift)
    stage.clock.advance(hours=27)
    await refused(stage.sign_up(shift), "SHIFT_ENDED")
    await refused(stage.cancel(came), "SHIFT_ENDED")
    await record(stage, at.CheckInRequest, came, check_in_time=shift.start_time)
    done = await record(stage, at.CheckOutRequest, came, check_out_time=shift.end_time)
    assert done.state == pb.SIGN_UP_STATE_COMPLETED
    later = await stage.shift(await stage.published(start_time=in_hours(48)))
    assert (await stage.sign_up(later)).state == CONFIRMED
    absent = await record(stage, at.RecordNoShowRequest, stayed_away)
    assert absent.state == pb.SIGN_UP_STATE_NO_SHOW


@remedy(
    "TOO_EARLY",
    "TOO_LATE: the person arrived",
    "TOO_LATE: the person left",
    "TIME_IN_FUTURE",
    "NOT_AFTER_CHECK_IN",
)
async def enter_a_time_that_fits(stage: Stage) -> None:
    shift = await stage.shift()
    sign_up = await stage.sign_up(shift)
    stage.clock.advance(hours=48)
    for when, why in (
        (now(stage, hours=1), "TIME_IN_FUTURE"),
        (in_hours(20), "TOO_EARLY"),
        (in_hours(30), "TOO_LATE"),
    ):
        await refused(record(stage, at.CheckInRequest, sign_up, check_in_time=when), why)
    await record(stage, at.CheckInRequest, sign_up, check_in_time=in_hours(25))
    for when, why in (
        (now(stage, hours=1), "TIME_IN_FUTURE"),
        (in_hours(24.5), "NOT_AFTER_CHECK_IN"),
        (in_hours(39), "TOO_LATE"),
    ):
        await refused(record(stage, at.CheckOutRequest, sign_up, check_out_time=when), why)
    done = await record(stage, at.CheckOutRequest, sign_up, check_out_time=in_hours(26))
    assert done.state == pb.SIGN_UP_STATE_COMPLETED


@remedy("OWN_ATTENDANCE")
async def have_someone_else_record(stage: Stage) -> None:
    me = uuid7()
    sign_up = await stage.sign_up(await under_way(stage), me)
    request = at.CheckInRequest(sign_up_id=sign_up.id)
    mine = stage.holding("OWNER", person_id=me)
    said = await refused(stage.call(request, pb.SignUp, mine), "OWN_ATTENDANCE")
    assert "another owner, leader, or coordinator" in said
    done = await stage.call(request, pb.SignUp, stage.holding("COORDINATOR"))
    assert done.state == pb.SIGN_UP_STATE_CHECKED_IN


@remedy("SECOND_PERSON_NEEDED", "NO_REVIEW_PENDING")
async def have_someone_else_review(stage: Stage) -> None:
    shift = await stage.shift()
    sign_up = await stage.sign_up(shift)
    stage.clock.advance(hours=48)
    await record(stage, at.CheckInRequest, sign_up, check_in_time=in_hours(24))
    await record(stage, at.CheckOutRequest, sign_up, check_out_time=in_hours(30))
    await refused(record(stage, at.ConfirmAttendanceRequest, sign_up), "SECOND_PERSON_NEEDED")
    request = at.ConfirmAttendanceRequest(sign_up_id=sign_up.id)
    other = stage.holding("COORDINATOR")
    done = await stage.call(request, pb.SignUp, other)
    assert done.attendance_review == pb.ATTENDANCE_REVIEW_CONFIRMED
    said = await refused(stage.call(request, pb.SignUp, other), "NO_REVIEW_PENDING")
    assert "correct its times" in said
    again = await record(
        stage,
        at.CorrectAttendanceRequest,
        sign_up,
        check_in_time=in_hours(24),
        check_out_time=in_hours(26),
        reason="as planned",
    )
    assert again.attendance_review == pb.ATTENDANCE_REVIEW_NOT_NEEDED


@remedy(f"{STATE}: No attendance is recorded", f"{STATE}: recorded this way")
async def look_what_is_recorded(stage: Stage) -> None:
    sign_up = await stage.sign_up(await under_way(stage))
    said = await refused(record(stage, at.ResetAttendanceRequest, sign_up), STATE)
    assert "Check its state" in said
    assert (await stage.get_sign_up(sign_up)).state == CONFIRMED
    await record(stage, at.RecordNoShowRequest, sign_up)
    said = await refused(record(stage, at.RecordNoShowRequest, sign_up), STATE)
    assert "Check its state" in said
    assert (await stage.get_sign_up(sign_up)).state == pb.SIGN_UP_STATE_NO_SHOW


@remedy("OVERLAPPING_SIGN_UP: The person has another shift")
async def have_the_other_cancelled(stage: Stage) -> None:
    me, event = uuid7(), await stage.published(start_time=in_hours(-1), end_time=in_hours(2))
    shifts = [await stage.shift(event, end_time=event.end_time) for _ in range(2)]
    missed = await stage.sign_up(shifts[0], me)
    await record(stage, at.RecordNoShowRequest, missed)
    other = await stage.sign_up(shifts[1], me)
    reset = record(stage, at.ResetAttendanceRequest, missed)
    assert "must be cancelled first" in await refused(reset, "OVERLAPPING_SIGN_UP")
    await stage.cancel(other, stage.leader)
    again = await record(stage, at.ResetAttendanceRequest, missed)
    assert again.state == CONFIRMED


# Passing a place on


async def ask_for_stand_in(stage: Stage, sign_up: pb.SignUp) -> stand_in_pb2.StandIn:
    request = stand_in_pb2.AskForStandInRequest(sign_up_id=sign_up.id)
    own = stage.office.person(UUID(sign_up.person_id))
    return await stage.call(request, stand_in_pb2.StandIn, own)


@remedy("NOT_CONFIRMED")
async def look_at_the_state(stage: Stage) -> None:
    shift = await stage.shift(capacity=1)
    held = await stage.sign_up(shift)
    waiting = await stage.wait_for(shift)
    assert "Check the state" in await refused(ask_for_stand_in(stage, waiting), "NOT_CONFIRMED")
    await stage.cancel(held)
    confirmed = await stage.accept(await stage.becomes(waiting, OFFERED))
    assert (await ask_for_stand_in(stage, confirmed)).id


@remedy("SHIFT_STARTED")
async def let_the_organizers_do_it(stage: Stage) -> None:
    event = await stage.published(start_time=in_hours(-1), end_time=in_hours(1))
    shift = await stage.shift(event, end_time=event.end_time, capacity=1)
    sign_up = await stage.sign_up(shift)
    said = await refused(ask_for_stand_in(stage, sign_up), "SHIFT_STARTED")
    assert "Ask the organizers" in said
    await stage.cancel(sign_up, stage.leader)
    assert (await stage.sign_up_for(shift, await stage.somebody())).state == CONFIRMED


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(timed: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, timed)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
