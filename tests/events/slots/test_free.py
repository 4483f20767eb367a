"""When a venue is free, as a pure function: against every booking that could be tried."""

from datetime import UTC, datetime, timedelta

from banyan.events.v1 import venue_pb2
from hypothesis import given
from hypothesis import strategies as st

from services.events.series.clock import Span
from services.events.slots.free import free_spans
from services.events.venues.opening import merged, open_spans
from tests.events.venues.lending import DAYS

STEP = timedelta(minutes=15)
# The clock of Berlin is set forward on the 28th, and back on the 31st of October.
STARTS = (
    datetime(2027, 3, 27, 12, tzinfo=UTC),
    datetime(2027, 10, 30, 12, tzinfo=UTC),
    datetime(2027, 6, 7, tzinfo=UTC),
)
WINDOW = timedelta(days=2)


@st.composite
def venues(draw: st.DrawFn) -> venue_pb2.Venue:
    days = draw(st.lists(st.sampled_from(DAYS), max_size=7, unique=True))
    hours = [
        venue_pb2.OpeningHours(day=day, opens=f"{opens:02}:00", closes=f"{closes:02}:30")
        for day in days
        for opens in [draw(st.integers(0, 21))]
        for closes in [draw(st.integers(opens, 23))]
    ]
    rules = venue_pb2.VenueRules(buffer_minutes=draw(st.sampled_from((0, 15, 45))))
    if draw(st.booleans()):
        rules.shortest_notice_minutes = draw(st.sampled_from((30, 600)))
    if draw(st.booleans()):
        rules.furthest_ahead_days = 1
    if draw(st.booleans()):
        rules.longest_minutes = draw(st.sampled_from((30, 240)))
    return venue_pb2.Venue(time_zone="Europe/Berlin", opening_hours=hours, rules=rules)


@st.composite
def bookings(draw: st.DrawFn, start: datetime, buffer: timedelta) -> list[Span]:
    """Returns bookings that do not overlap, each with its buffer."""
    at, found = start - timedelta(hours=3), []
    for pause, length in draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 24)))):
        at += pause * STEP
        found.append(Span(at, at + length * STEP + buffer))
        at = found[-1].end
    return draw(st.permutations(found))


@given(st.data(), venues(), st.sampled_from(STARTS), st.integers(1, 20))
def test_what_can_be_booked_lies_in_a_slot_and_nothing_else_does(
    data: st.DataObject, venue: venue_pb2.Venue, start: datetime, steps: int
) -> None:
    rules, duration = venue.rules, steps * STEP
    buffer = timedelta(minutes=rules.buffer_minutes)
    taken = data.draw(bookings(start, buffer))
    window = Span(start, start + WINDOW)
    slots = free_spans(venue, taken, window, duration, start)
    assert slots == merged(slots)
    opened = open_spans(venue, *window)
    latest = start + timedelta(days=rules.furthest_ahead_days or 366)
    at = start
    while at + duration <= window.end:
        end = at + duration
        fits = (
            any(each.start <= at and end <= each.end for each in opened)
            and not any(each.start < end + buffer and at < each.end for each in taken)
            and start + timedelta(minutes=rules.shortest_notice_minutes) <= at <= latest
            and not 0 < rules.longest_minutes < steps * 15
        )
        assert fits == any(each.start <= at and end <= each.end for each in slots), at
        at += STEP
