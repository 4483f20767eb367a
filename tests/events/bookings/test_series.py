"""Booking a venue for a series."""

from typing import Any

import pytest
from banyan.events.v1 import booking_pb2 as pb
from banyan.events.v1 import event_series_pb2, venue_pb2

from services.kit.errors import PermissionDenied
from tests.events.bookings.asking import book, get, neighbor
from tests.events.series.test_editing import edit
from tests.events.series.test_series import all_made, created, end, occurrences
from tests.events.stage import Stage
from tests.events.venues.lending import room, rules


async def book_series(
    stage: Stage,
    series: event_series_pb2.EventSeries,
    venue: venue_pb2.Venue,
    passport: str | None = None,
    **values: Any,
) -> pb.SeriesBookings:
    """Books a venue for a series."""
    request = pb.BookEventSeriesRequest(event_series_id=series.id, venue_id=venue.id, **values)
    return await stage.call(request, pb.SeriesBookings, passport)


def daily(count: int) -> event_series_pb2.Recurrence:
    return event_series_pb2.Recurrence(rule=f"FREQ=DAILY;COUNT={count}")


async def test_books_each_occurrence_and_tells_what_does_not_fit(stage: Stage) -> None:
    venue, other = await room(stage), await neighbor(stage)
    series = await created(other, recurrence=daily(4))
    events = await occurrences(other, series)
    taken = await book(stage, venue, start_time=events[1].start_time, end_time=events[1].end_time)
    answer = await book_series(other, series, venue, minutes_before=30, purpose="排练")
    assert [each.event_id for each in answer.bookings] == [events[index].id for index in (0, 2, 3)]
    for booking in answer.bookings:
        assert booking.purpose == "排练"
        assert await get(other, booking) == booking
    [left] = answer.not_booked
    assert left.event_id == events[1].id
    assert [each.reason for each in left.reasons] == ["VENUE_TAKEN"]
    assert "SearchFreeSlots" in left.reasons[0].message
    await stage.call(pb.CancelBookingRequest(booking_id=taken.id), pb.Booking)
    again = await book_series(other, series, venue)
    assert [each.event_id for each in again.bookings] == [events[1].id]
    assert not again.not_booked


async def test_counts_the_quota_over_the_whole_series(stage: Stage) -> None:
    venue = await room(stage, rules=rules(monthly_hours=4))
    series = await created(stage, recurrence=daily(62), duration_minutes=90)
    await all_made(stage, series, 62)
    answer = await book_series(stage, series, venue)
    months: dict[str, int] = {}
    for booking in answer.bookings:
        month = f"{booking.start_time.ToDatetime():%Y-%m}"
        months[month] = months.get(month, 0) + 1
    assert max(months.values()) <= 3  # a month of Shanghai may begin a day earlier
    assert {each.reasons[0].reason for each in answer.not_booked} == {"QUOTA_SPENT"}
    assert len(answer.bookings) + len(answer.not_booked) == 62


async def test_the_bookings_follow_the_series(stage: Stage) -> None:
    venue = await room(stage)
    series = await created(stage, recurrence=daily(3))
    before = (await book_series(stage, series, venue)).bookings
    local = series.start.replace("T19", "T20")
    series = await edit(stage, series, start=local)
    for booking in before:
        assert (await get(stage, booking)).start_time.seconds == booking.start_time.seconds + 3600
    await end(stage, series)
    for booking in before:
        assert (await get(stage, booking)).state == pb.BOOKING_STATE_CANCELLED


async def test_is_for_those_who_manage_the_series(stage: Stage) -> None:
    venue, other = await room(stage), await neighbor(stage)
    series = await created(other, recurrence=daily(1))
    for passport in (stage.leader, other.holding("SUPERVISOR"), await other.member()):
        with pytest.raises(PermissionDenied):
            await book_series(other, series, venue, passport)
