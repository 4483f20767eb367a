"""The rules of an event about signing up: when, how much in a week, and what is given back late."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from banyan.events.v1 import absence_pb2, eligibility_pb2, event_pb2, opening_pb2, shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb
from banyan.events.v1.sign_up_rules_pb2 import SignUpRules
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.errors import InvalidArgument, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours, mask

ZONE = "Asia/Shanghai"
# Noon of a Wednesday that is more than a week ahead, so that the days around it are in its week.
_LATER = datetime.now(ZoneInfo(ZONE)) + timedelta(days=14)
WEDNESDAY = (_LATER - timedelta(days=_LATER.weekday() - 2)).replace(
    hour=12, minute=0, second=0, microsecond=0
)


def after(**later: float) -> Timestamp:
    """Returns a moment so much later than that noon."""
    moment = Timestamp()
    moment.FromDatetime((WEDNESDAY + timedelta(**later)).astimezone(UTC))
    return moment


async def shift_on(
    stage: Stage, *, lasts: float = 2, rules: SignUpRules | None = None, **later: float
) -> shift_pb2.Shift:
    """Returns a shift that begins so much later, of an event of its own with these rules."""
    start, end = after(**later), Timestamp()
    end.FromDatetime(start.ToDatetime(tzinfo=UTC) + timedelta(hours=lasts))
    event = await stage.published(
        start_time=start, end_time=end, sign_up_rules=rules, time_zone=ZONE
    )
    return await stage.shift(event, end_time=end, capacity=1)


async def reasons(stage: Stage, shift: shift_pb2.Shift, person_id: UUID) -> list[str]:
    answer = await stage.call(
        eligibility_pb2.BatchGetEligibilitiesRequest(ids=[shift.id]),
        eligibility_pb2.BatchGetEligibilitiesResponse,
        stage.office.person(person_id),
    )
    return [each.reason for each in answer.eligibilities[0].reasons]


async def openings(stage: Stage, person_id: UUID) -> list[str]:
    found = await stage.call(
        opening_pb2.FindOpeningsRequest(), opening_pb2.Openings, stage.office.person(person_id)
    )
    return [each.shift_id for each in found.fits]


# When


async def test_nobody_signs_up_before_it_opens_unless_an_organizer_says_why(timed: Stage) -> None:
    opens = Timestamp()
    opens.FromDatetime(timed.clock.now() + timedelta(hours=1))
    shift = await timed.shift(await timed.published(sign_up_open_time=opens))
    me, other = uuid7(), await timed.somebody()
    for attempt in (timed.sign_up(shift, me), timed.wait_for(shift, me)):
        with pytest.raises(Refused) as refused:
            await attempt
        assert refused.value.reason == "SIGN_UPS_NOT_OPEN"
    assert await openings(timed, me) == []
    planned = await timed.sign_up_for(shift, other, why="leads the evening")
    assert list(planned.overridden_reasons) == ["SIGN_UPS_NOT_OPEN"]
    timed.pass_time(hours=1)
    assert await reasons(timed, shift, me) == []
    assert await openings(timed, me) == [shift.id]
    assert (await timed.sign_up(shift, me)).state == pb.SIGN_UP_STATE_CONFIRMED


async def test_it_opens_before_it_closes_and_moves_with_the_event(stage: Stage) -> None:
    for values in (
        {"sign_up_open_time": in_hours(20), "sign_up_deadline": in_hours(20)},
        {"sign_up_open_time": in_hours(72)},
    ):
        with pytest.raises(InvalidArgument) as refused:
            await stage.draft(**values)
        assert [each.reason for each in refused.value.violations] == ["OPENING_TOO_LATE"]
    event = await stage.published(
        sign_up_open_time=in_hours(-1),
        sign_up_deadline=in_hours(20),
        sign_up_rules=SignUpRules(most_shifts_a_week=2),
    )
    moved = await stage.call(
        event_pb2.MoveEventRequest(event_id=event.id, by_minutes=60), event_pb2.Event
    )
    assert (moved.sign_up_open_time, moved.sign_up_deadline) == (in_hours(0), in_hours(21))
    changed = await stage.call(
        event_pb2.UpdateEventRequest(
            event_id=event.id,
            event=event_pb2.Event(start_time=in_hours(24), sign_up_open_time=in_hours(-3)),
            update_mask=mask("start_time", "sign_up_open_time"),
            move_shifts=True,
        ),
        event_pb2.Event,
    )
    assert (changed.sign_up_open_time, changed.sign_up_deadline) == (in_hours(-3), in_hours(20))
    copied = await stage.call(
        event_pb2.DuplicateEventRequest(event_id=event.id, start_time=in_hours(48)),
        event_pb2.Event,
    )
    assert copied.sign_up_open_time == in_hours(21)
    assert copied.sign_up_rules == SignUpRules(most_shifts_a_week=2)


# How much


async def test_a_week_has_room_for_so_many_shifts_of_the_organization(stage: Stage) -> None:
    one = SignUpRules(most_shifts_a_week=1)
    me = await stage.somebody()
    # On the clock of the event the week begins on Monday at midnight, and ends on Sunday.
    monday, sunday = -(2 * 24 + 12), 4 * 24 + 9
    held = await stage.sign_up(await shift_on(stage, hours=monday), me)
    last = await shift_on(stage, rules=one, hours=sunday)
    others = Stage(stage.platform)
    elsewhere = await shift_on(others, rules=one)
    await others.sign_up(elsewhere, me)  # of another organization, so it does not count
    assert await reasons(stage, last, me) == ["TOO_MANY_SHIFTS_A_WEEK"]
    assert last.id not in await openings(stage, me)
    with pytest.raises(Refused) as refused:
        await stage.sign_up(last, me)
    assert [each.params for each in refused.value.violations] == [{"max": "1"}]
    before = await shift_on(stage, rules=one, hours=monday - 2)
    following = await shift_on(stage, rules=one, hours=sunday + 3)
    for shift in (before, following):
        assert await reasons(stage, shift, me) == []
    planned = await stage.sign_up_for(last, me, why="nobody else has the key")
    assert list(planned.overridden_reasons) == ["TOO_MANY_SHIFTS_A_WEEK"]
    await stage.cancel(planned)
    await stage.cancel(held)
    assert await reasons(stage, last, me) == []


async def test_a_week_has_room_for_so_many_hours(stage: Stage) -> None:
    three = SignUpRules(most_hours_a_week=3)
    me = uuid7()
    await stage.sign_up(await shift_on(stage), me)
    longer = await shift_on(stage, lasts=1.5, rules=three, days=1)
    assert await reasons(stage, longer, me) == ["TOO_MANY_HOURS_A_WEEK"]
    fits = await shift_on(stage, lasts=1, rules=three, days=2)
    assert await reasons(stage, fits, me) == []
    await stage.sign_up(fits, me)


async def test_of_two_at_once_only_one_is_within_the_limit(stage: Stage) -> None:
    one = SignUpRules(most_shifts_a_week=1)
    shifts = [await shift_on(stage, rules=one, days=day) for day in range(4)]
    for _ in range(5):
        me = uuid7()
        tries = await asyncio.gather(
            *(stage.sign_up(each, me) for each in shifts), return_exceptions=True
        )
        held = [each for each in tries if isinstance(each, pb.SignUp)]
        assert len(held) == 1, tries
        assert {each.reason for each in tries if isinstance(each, Refused)} == {
            "TOO_MANY_SHIFTS_A_WEEK"
        }
        await stage.cancel(held[0])


@pytest.mark.parametrize(
    "rules", [SignUpRules(most_shifts_a_week=1), SignUpRules(most_hours_a_week=2)]
)
async def test_whose_week_is_full_is_passed_over_and_keeps_the_place_in_line(
    stage: Stage, rules: SignUpRules
) -> None:
    shift = await shift_on(stage, rules=rules)
    held = await stage.sign_up(shift)
    busy, free = uuid7(), uuid7()
    first, second = await stage.wait_for(shift, busy), await stage.wait_for(shift, free)
    other = await stage.sign_up(await shift_on(stage, lasts=1, days=1), busy)
    await stage.cancel(held)
    offered = await stage.becomes(second, pb.SIGN_UP_STATE_OFFERED)
    assert (await stage.get_sign_up(first)).state == pb.SIGN_UP_STATE_WAITLISTED
    await stage.cancel(other)
    await stage.cancel(offered, stage.office.person(free))
    await stage.becomes(first, pb.SIGN_UP_STATE_OFFERED)


async def test_an_offer_is_looked_at_again_when_it_is_accepted(stage: Stage) -> None:
    shift, me = await shift_on(stage), uuid7()
    held = await stage.sign_up(shift)
    waiting = await stage.wait_for(shift, me)
    await stage.cancel(held)
    offered = await stage.becomes(waiting, pb.SIGN_UP_STATE_OFFERED)
    await stage.sign_up(await shift_on(stage, days=1), me)
    await stage.call(
        event_pb2.UpdateEventRequest(
            event_id=shift.event_id,
            event=event_pb2.Event(sign_up_rules=SignUpRules(most_shifts_a_week=1)),
            update_mask=mask("sign_up_rules"),
        ),
        event_pb2.Event,
    )
    with pytest.raises(Refused) as refused:
        await stage.accept(offered)
    assert refused.value.reason == "TOO_MANY_SHIFTS_A_WEEK"


# What is given back


async def late_ones(stage: Stage) -> list[str]:
    request = pb.ListSignUpsRequest(
        organization_id=str(stage.organization_id), only_cancelled_late=True
    )
    return [each.id for each in (await stage.call(request, pb.ListSignUpsResponse)).sign_ups]


async def test_who_gives_a_place_back_late_is_on_record(stage: Stage) -> None:
    rules = SignUpRules(late_cancellation_minutes=25 * 60)
    event = await stage.published(sign_up_rules=rules)  # begins in 24 hours
    late, waits, theirs = uuid7(), uuid7(), uuid7()
    shift = await stage.shift(event, capacity=2)
    cases = [
        (await stage.sign_up(shift, late), late, True),
        (await stage.sign_up(shift, theirs), None, False),  # an organizer cancels it
        (await stage.wait_for(shift, waits), waits, False),
    ]
    for sign_up, canceller, expected in reversed(cases):
        passport = None if canceller is None else stage.office.person(canceller)
        cancelled = await stage.cancel(sign_up, passport)
        assert cancelled.cancelled_late is expected
    tomorrow = await stage.shift(event, start_time=in_hours(26), end_time=in_hours(27))
    early = await stage.cancel(await stage.sign_up(tomorrow, late), stage.office.person(late))
    assert not early.cancelled_late
    assert await late_ones(stage) == [cases[0][0].id]


async def test_an_absence_says_beforehand_what_would_be_late(stage: Stage) -> None:
    me = uuid7()
    rules = SignUpRules(late_cancellation_minutes=25 * 60)
    event = await stage.published(sign_up_rules=rules)
    late = await stage.sign_up(await stage.shift(event), me)
    later = await stage.shift(event, start_time=in_hours(30), end_time=in_hours(31))
    early = await stage.sign_up(later, me)
    values: dict[str, Any] = {
        "start_time": in_hours(24),
        "end_time": in_hours(40),
        "manner": absence_pb2.ABSENCE_MANNER_CANCEL,
    }
    expected = {late.id: True, early.id: False}
    for request in (
        absence_pb2.CheckAbsenceRequest(**values),
        absence_pb2.ReportAbsenceRequest(**values),
    ):
        said = await stage.call(request, absence_pb2.AbsenceReport, stage.office.person(me))
        assert {each.sign_up_id: each.late for each in said.sign_ups} == expected
    assert await late_ones(stage) == [late.id]
