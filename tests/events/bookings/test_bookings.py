"""BookingService, called over gRPC: who gets a venue, and when."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from banyan.events.v1 import booking_pb2 as pb
from banyan.events.v1 import venue_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from services.events.bookings.jobs import LAPSE_BOOKINGS
from services.kit.errors import Conflict, DomainError, Refused
from services.kit.process.ids import uuid7
from tests.events.bookings.asking import (
    asked,
    book,
    cancel,
    change,
    confirm,
    decline,
    get,
    listed,
    neighbor,
)
from tests.events.stage import Stage, in_hours
from tests.events.venues.lending import every_day, room, rules
from tests.notices import published_about, spoken
from tests.remedies import refused
from tests.waiting import eventually

CONFIRMED, PENDING = pb.BOOKING_STATE_CONFIRMED, pb.BOOKING_STATE_PENDING


async def test_is_confirmed_at_once_where_nobody_decides(stage: Stage) -> None:
    other = await neighbor(stage)
    booking = await book(other, await room(stage), purpose="排练")
    assert (booking.state, booking.purpose) == (CONFIRMED, "排练")
    assert booking.lender_id == str(stage.organization_id)
    assert booking.clear_time == booking.end_time
    assert not booking.HasField("lapse_time")


async def test_waits_for_the_lender_and_takes_its_time_meanwhile(stage: Stage) -> None:
    other, third = await neighbor(stage), await neighbor(stage)
    venue = await room(stage, rules=rules(needs_approval=True))
    booking = await book(other, venue)
    assert booking.state == PENDING
    await refused(book(third, venue, 49, 51), "VENUE_TAKEN")
    assert (await confirm(stage, booking)).state == CONFIRMED
    own = await book(stage, venue, 60, 61)
    assert own.state == CONFIRMED  # the lender need not ask itself
    notices = await published_about(stage.platform.site, "events", "booking", 3)
    assert spoken(notices) == ["booking.created", "booking.confirmed", "booking.created"]


async def test_frees_its_time_when_declined_or_cancelled(stage: Stage) -> None:
    other = await neighbor(stage)
    venue = await room(stage, rules=rules(needs_approval=True))
    declined = await decline(stage, await book(other, venue), reason="锅炉检修")
    assert (declined.state, declined.end_reason) == (pb.BOOKING_STATE_DECLINED, "锅炉检修")
    by_borrower = await cancel(other, await book(other, venue))
    assert by_borrower.state == pb.BOOKING_STATE_CANCELLED
    by_lender = await cancel(stage, await book(other, venue), reason="停电")
    assert by_lender.end_reason == "停电"
    assert (await book(other, venue)).state == PENDING


async def test_lapses_when_nobody_decides(timed: Stage) -> None:
    other = await neighbor(timed)
    venue = await room(timed, rules=rules(needs_approval=True, decide_within_days=1))
    soon, later = await book(other, venue, 10, 11), await book(other, venue)
    assert soon.lapse_time == soon.start_time
    assert later.lapse_time.ToDatetime() - later.create_time.ToDatetime() == timedelta(days=1)
    timed.clock.advance(hours=12)
    timed.platform.services["events"].units.bell(LAPSE_BOOKINGS).set()

    async def has_lapsed() -> bool:
        return (await get(timed, soon)).state == pb.BOOKING_STATE_LAPSED

    await eventually(has_lapsed)
    assert (await get(timed, later)).state == PENDING
    await refused(confirm(timed, soon), "STATE_DOES_NOT_ALLOW")


async def test_leaves_the_buffer_free_after_each_booking(stage: Stage) -> None:
    venue = await room(stage, rules=rules(buffer_minutes=30))
    first = await book(stage, venue, 48, 50)
    assert first.clear_time.seconds == first.end_time.seconds + 30 * 60
    await refused(book(stage, venue, 50.25, 51), "VENUE_TAKEN")
    await refused(book(stage, venue, 46, 47.75), "VENUE_TAKEN")
    assert await book(stage, venue, 50.5, 51)
    assert await book(stage, venue, 46, 47.5)


async def test_is_for_those_to_whom_the_venue_is_lent(stage: Stage) -> None:
    below, stranger = await neighbor(stage, below=True), await neighbor(stage)
    own = await room(stage, rules=rules(borrowers=venue_pb2.VENUE_BORROWERS_OWN_ORGANIZATION))
    tree = await room(stage, rules=rules(borrowers=venue_pb2.VENUE_BORROWERS_ORGANIZATIONS_BELOW))
    for somebody, venue in ((below, own), (stranger, own), (stranger, tree)):
        await refused(book(somebody, venue), "VENUE_NOT_FOR_YOU")
    assert await book(stage, own)
    assert await book(below, tree)


async def test_keeps_within_the_opening_hours(stage: Stage) -> None:
    venue = await room(stage, time_zone="Etc/UTC", opening_hours=every_day("09:00", "12:00"))
    day = in_hours(48).seconds // 86400 * 86400

    def times(start: float, end: float) -> dict[str, Any]:
        return {
            "start_time": Timestamp(seconds=int(day + start * 3600)),
            "end_time": Timestamp(seconds=int(day + end * 3600)),
        }

    await refused(book(stage, venue, **times(8.5, 10)), "VENUE_NOT_OPEN")
    await refused(book(stage, venue, **times(11, 12.5)), "VENUE_NOT_OPEN")
    assert await book(stage, venue, **times(9, 12))


async def test_counts_the_hours_of_a_month_also_those_that_wait(stage: Stage) -> None:
    other = await neighbor(stage)
    venue = await room(stage, rules=rules(monthly_hours=3, needs_approval=True))
    first = await book(other, venue, 48, 50)
    await refused(book(other, venue, 50, 52), "QUOTA_SPENT")
    assert await book(other, venue, 50, 51)
    assert await book(stage, venue, 52, 54)  # another organization has its own
    await cancel(other, first)
    assert await book(other, venue, 54, 56)


async def test_lets_those_book_first_who_have_used_it_less(stage: Stage) -> None:
    often, seldom = await neighbor(stage), await neighbor(stage)
    first_call = venue_pb2.FirstCall(last_days=90, others_ahead_days=10)
    venue = await room(stage, rules=rules(furthest_ahead_days=60, first_call=first_call))
    for index, (who, hours) in enumerate(((often, 5), (seldom, 1))):
        booking = await book(who, venue, 48 + 6 * index, 48 + 6 * index + hours)
        await stage.sql(
            "UPDATE booking SET start_time = start_time - interval '9 days',"
            " end_time = end_time - interval '9 days', clear_time = clear_time - interval '9 days'"
            " WHERE id = $1",
            booking.id,
        )
    await refused(book(often, venue, 20 * 24, 20 * 24 + 1), "FIRST_CALL_OF_OTHERS")
    assert await book(often, venue, 9 * 24, 9 * 24 + 1)
    assert await book(seldom, venue, 20 * 24, 20 * 24 + 1)
    assert await book(await neighbor(stage), venue, 21 * 24, 21 * 24 + 1)


async def test_moves_like_a_new_booking(stage: Stage) -> None:
    other = await neighbor(stage)
    venue = await room(stage, rules=rules(needs_approval=True))
    booking = await confirm(stage, await book(other, venue, 48, 50))
    await book(stage, venue, 52, 54)
    await refused(change(other, booking, end_time=in_hours(53)), "VENUE_TAKEN")
    assert (await get(other, booking)) == booking
    later = await change(other, booking, end_time=in_hours(52), purpose="更长")
    assert (later.state, later.purpose) == (PENDING, "更长")
    worded = await change(other, await confirm(stage, later), purpose="又改")
    assert worded.state == CONFIRMED
    with pytest.raises(Conflict):
        await change(other, worded, purpose="旧", etag=booking.etag)


async def test_one_of_many_gets_a_slot(stage: Stage) -> None:
    venue = await room(stage, rules=rules(buffer_minutes=10))
    people = [await neighbor(stage) for _ in range(30)]
    outcomes = await asyncio.gather(
        *(book(who, venue, 48 + index / 60, 50) for index, who in enumerate(people)),
        return_exceptions=True,
    )
    assert [type(each) for each in outcomes].count(pb.Booking) == 1
    others = [each for each in outcomes if not isinstance(each, pb.Booking)]
    assert all(isinstance(each, DomainError) and each.reason == "VENUE_TAKEN" for each in others)
    [[taken]] = await stage.sql("SELECT count(*) FROM booking WHERE state = 'CONFIRMED'")
    assert taken == 1


async def test_no_quota_is_exceeded_by_many_at_once(stage: Stage) -> None:
    venue = await room(stage, rules=rules(monthly_hours=3))
    outcomes = await asyncio.gather(
        *(book(stage, venue, 48 + index, 49 + index) for index in range(8)), return_exceptions=True
    )
    assert [type(each) for each in outcomes].count(pb.Booking) == 3
    refusals = [each for each in outcomes if isinstance(each, Refused)]
    assert {each.reason for each in refusals} == {"QUOTA_SPENT"}
    assert len(refusals) == 5


async def test_the_database_itself_keeps_bookings_apart(stage: Stage) -> None:
    venue = await room(stage, rules=rules(buffer_minutes=30))
    booking = await book(stage, venue)
    copy = (
        "INSERT INTO booking SELECT $1, version, create_time, update_time, organization_id, venue_id,"
        " lender_id, event_id, purpose, start_time + $2, end_time + $2, clear_time + $2, state,"
        " end_reason, lapse_time, seconds_before, seconds_after FROM booking WHERE id = $3"
    )
    with pytest.raises(asyncpg.ExclusionViolationError, match="booking_overlap"):
        await stage.sql(copy, uuid7(), timedelta(hours=2, minutes=29), booking.id)
    await stage.sql(copy, uuid7(), timedelta(hours=2, minutes=30), booking.id)


async def test_is_made_once_however_often_it_is_asked_for(stage: Stage) -> None:
    venue = await room(stage)
    request = pb.CreateBookingRequest(booking=asked(stage, venue), request_id=str(uuid7()))
    first = await stage.call(request, pb.Booking)
    assert await stage.call(request, pb.Booking) == first


async def test_lists_by_window_state_and_organization(stage: Stage) -> None:
    other = await neighbor(stage)
    venue = await room(stage)
    early, late = await book(other, venue, 48, 50), await book(stage, venue, 60, 62)
    assert await listed(stage, venue_id=venue.id) == [early, late]
    assert await listed(stage, venue_id=venue.id, end_time_after=in_hours(50)) == [late]
    assert await listed(stage, lender_id=late.lender_id, start_time_before=in_hours(60)) == [early]
    assert await listed(other, organization_id=early.organization_id) == [early]
    gone = await cancel(other, early)
    assert await listed(stage, states=[pb.BOOKING_STATE_CANCELLED]) == [gone]
