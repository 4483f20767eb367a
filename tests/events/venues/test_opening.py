"""When a venue is open, against a clock that is read minute by minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from banyan.events.v1 import venue_pb2 as pb
from hypothesis import given
from hypothesis import strategies as st

from services.events.series.clock import Span
from services.events.venues.opening import merged, open_spans, without
from tests.events.venues.lending import DAYS, every_day

# The clock is set in each of them: by an hour, by half an hour, by a day, twice a year around Ramadan, and never.
MOMENTS = {
    "Europe/Berlin": (datetime(2027, 3, 27, tzinfo=UTC), datetime(2027, 10, 30, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2027, 4, 3, tzinfo=UTC), datetime(2027, 10, 2, tzinfo=UTC)),
    "Pacific/Apia": (datetime(2011, 12, 29, tzinfo=UTC), datetime(2011, 12, 30, tzinfo=UTC)),
    "Africa/Casablanca": (datetime(2027, 2, 6, tzinfo=UTC), datetime(2027, 3, 13, tzinfo=UTC)),
    "Asia/Shanghai": (datetime(2027, 2, 6, tzinfo=UTC),),
}
MINUTE = timedelta(minutes=1)


def clocks(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(lambda each: f"{each // 60:02}:{each % 60:02}")


@st.composite
def times(draw: st.DrawFn) -> tuple[str, str]:
    opens = draw(st.integers(0, 1439))
    return f"{opens // 60:02}:{opens % 60:02}", draw(clocks(opens + 1, 1440))


@st.composite
def venues(draw: st.DrawFn) -> tuple[pb.Venue, datetime]:
    zone = draw(st.sampled_from(sorted(MOMENTS)))
    start = draw(st.sampled_from(MOMENTS[zone])) + timedelta(minutes=draw(st.integers(0, 2000)))
    days = draw(st.lists(st.sampled_from(DAYS), max_size=7))
    hours = [
        pb.OpeningHours(day=day, opens=a, closes=b) for day in days for a, b in [draw(times())]
    ]
    dates = draw(st.sets(st.integers(-1, 3), max_size=2))
    exceptions = [
        pb.OpeningException(
            date=(start + timedelta(days=each)).date().isoformat(),
            times=[
                pb.OpeningTime(opens=a, closes=b) for a, b in draw(st.lists(times(), max_size=2))
            ],
        )
        for each in dates
    ]
    return pb.Venue(time_zone=zone, opening_hours=hours, opening_exceptions=exceptions), start


def is_open(venue: pb.Venue, moment: datetime) -> bool:
    """Returns what the clock on the wall says."""
    local = moment.astimezone(ZoneInfo(venue.time_zone))
    shown = f"{local:%H:%M}"
    for each in venue.opening_exceptions:
        if each.date == local.date().isoformat():
            return any(hours.opens <= shown < hours.closes for hours in each.times)
    if not venue.opening_hours:
        return True
    today = [each for each in venue.opening_hours if each.day == local.isoweekday()]
    return any(each.opens <= shown < each.closes for each in today)


@given(venues(), st.integers(1, 2 * 24 * 60))
def test_says_what_the_clock_says(drawn: tuple[pb.Venue, datetime], minutes: int) -> None:
    venue, start = drawn
    spans = open_spans(venue, start, start + minutes * MINUTE)
    assert spans == merged(spans)
    for minute in range(0, minutes, 7):
        moment = start + minute * MINUTE
        assert any(each.start <= moment < each.end for each in spans) == is_open(venue, moment), (
            moment
        )


minutes_of_day = st.integers(0, 200)
spans_of_day = st.lists(st.tuples(minutes_of_day, minutes_of_day))


@given(spans_of_day, spans_of_day)
def test_what_is_left_is_what_nobody_takes(
    some: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    origin = datetime(2027, 1, 1, tzinfo=UTC)

    def spans(of: list[tuple[int, int]]) -> list[Span]:
        return merged(Span(origin + a * MINUTE, origin + b * MINUTE) for a, b in of)

    def minutes(of: list[Span]) -> set[int]:
        return {
            minute
            for each in of
            for minute in range((each.start - origin) // MINUTE, (each.end - origin) // MINUTE)
        }

    left = without(spans(some), spans(others))
    assert minutes(left) == minutes(spans(some)) - minutes(spans(others))
    assert left == sorted(left)
    assert all(each.start < each.end for each in left)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(datetime(2027, 3, 28, tzinfo=UTC), 5), (datetime(2027, 10, 31, tzinfo=UTC), 7)],
)
def test_a_night_is_as_long_as_the_clock_makes_it(day: datetime, hours: int) -> None:
    night = every_day("00:00", "06:00")
    venue = pb.Venue(time_zone="Europe/Berlin", opening_hours=night)
    first, *_ = open_spans(venue, day - timedelta(hours=2), day + timedelta(hours=12))
    assert first.end - first.start == timedelta(hours=hours)


def test_without_hours_it_is_always_open_but_on_exceptions() -> None:
    start = datetime(2027, 1, 1, tzinfo=UTC)
    always = pb.Venue(time_zone="Etc/UTC")
    assert open_spans(always, start, start + timedelta(days=3)) == [
        Span(start, start + timedelta(days=3))
    ]
    shut = pb.Venue(
        time_zone="Etc/UTC", opening_exceptions=[pb.OpeningException(date="2027-01-02")]
    )
    day = timedelta(days=1)
    assert open_spans(shut, start, start + 3 * day) == [
        Span(start, start + day),
        Span(start + 2 * day, start + 3 * day),
    ]
