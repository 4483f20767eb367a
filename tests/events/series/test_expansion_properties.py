"""Expansion of any rule: held against dateutil, the clock, and itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from services.events.series.clock import local_at, moment_at, show_local, span_at
from services.events.series.expansion import Lunar, Occurrence, occurrences
from services.events.series.rules import RuleError
from tests.events.series.patterns import SHANGHAI, first, pattern

ZONES = (
    SHANGHAI,
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/Havana",  # skips midnight
    "Etc/UTC",
)


# Whatever a rule says


PARTS = {
    "INTERVAL": st.integers(-1, 1001),
    "COUNT": st.integers(-1, 1001),
    "UNTIL": st.sampled_from(
        ("20270101", "20270101T100000", "00010101T000000Z", "29991231T235959Z")
    ),
    "WKST": st.sampled_from(("MO", "SU")),
    "BYDAY": st.lists(
        st.tuples(
            st.sampled_from(("", *map(str, range(-54, 55)))),
            st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU")),
        ).map("".join),
        min_size=1,
        max_size=3,
    ).map(",".join),
    "BYSETPOS": st.integers(-366, 366),
    **{
        part: st.lists(st.integers(-most, most).map(str), min_size=1, max_size=3).map(",".join)
        for part, most in {
            "BYMONTHDAY": 31,
            "BYYEARDAY": 366,
            "BYWEEKNO": 53,
            "BYMONTH": 12,
        }.items()
    },
}


@settings(max_examples=300)
@given(
    st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")),
    st.lists(st.sampled_from(sorted(PARTS)), unique=True, max_size=4),
    st.sampled_from(ZONES),
    st.data(),
)
def test_a_rule_is_refused_or_expanded(
    frequency: str, parts: list[str], zone: str, data: st.DataObject
) -> None:
    text = ";".join([f"FREQ={frequency}", *(f"{each}={data.draw(PARTS[each])}" for each in parts)])
    try:
        wanted = pattern(text, "2026-01-31T23:45", zone)
    except RuleError:
        return
    found = list(islice(occurrences(wanted), 30))
    assert found == sorted(found)


# Against dateutil alone, which knows no bounds


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Makes rules that the RFC allows."""
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]

    def add(part: str, values: st.SearchStrategy[object]) -> None:
        if draw(st.booleans()):
            parts.append(
                f"{part}={','.join(map(str, draw(st.lists(values, min_size=1, max_size=3, unique=True))))}"
            )

    days = st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))
    if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        add("BYDAY", st.tuples(st.sampled_from(("1", "2", "-1")), days).map("".join))
    else:
        add("BYDAY", days)
    if frequency in ("DAILY", "WEEKLY"):
        add("BYMONTH", st.integers(1, 12))  # with an interval of months it may never match
    if frequency != "WEEKLY":
        add("BYMONTHDAY", st.integers(1, 28) | st.integers(-28, -1))
    if draw(st.booleans()):
        parts.append(f"WKST={draw(days)}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    return ";".join(parts)


starts = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(
    lambda each: each.replace(second=0, microsecond=0)
)


@given(rules(), starts)
def test_says_what_dateutil_says(rule: str, start: datetime) -> None:
    # In UTC every time on the clock exists.
    found = first(20, pattern(rule, show_local(start), "Etc/UTC"))
    expected: Iterator[datetime] = iter(rrulestr(rule, dtstart=start))
    years = datetime(start.year + 12, 1, 1)  # far below the bound
    within = [show_local(each) for each in islice(expected_until(expected, years), 20)]
    assert [each for each in found if each < show_local(years)] == within


def expected_until(found: Iterator[datetime], end: datetime) -> Iterator[datetime]:
    for each in islice(found, 40):
        if each >= end:
            return
        yield each


@given(st.sampled_from(ZONES), rules(), starts)
def test_goes_forward_and_keeps_the_time_of_the_day(zone: str, rule: str, start: datetime) -> None:
    wanted = pattern(rule, show_local(start), zone)
    found: list[Occurrence] = list(islice(occurrences(wanted), 20))
    assert all(one.moment < other.moment for one, other in pairwise(found))
    for each in found:
        assert each.local.time() == start.time()
        shown = local_at(each.moment, wanted.zone)
        # Only where the clock skips the time is it another one, and then later by what is skipped.
        assert shown == each.local or timedelta() < shown - each.local <= timedelta(hours=1)


@given(st.sampled_from(ZONES), starts, st.integers(1, 3000))
def test_lengths_are_those_of_the_clock(zone: str, start: datetime, minutes: int) -> None:
    where = ZoneInfo(zone)
    longest = timedelta(hours=24)
    span = span_at(start, minutes, where, longest)
    assert span.start < span.end
    shown = local_at(span.end, where) - start
    length = span.end - span.start
    assert length == timedelta(minutes=minutes) or abs(
        shown - timedelta(minutes=minutes)
    ) <= timedelta(hours=1)
    if minutes <= 24 * 60:
        assert length <= longest


@given(st.sampled_from(ZONES), st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)))
def test_a_moment_is_where_the_clock_shows_it(zone: str, moment: datetime) -> None:
    where = ZoneInfo(zone)
    moment = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    shown = local_at(moment, where)
    found = moment_at(shown, where)
    assert found is not None
    assert local_at(found, where) == shown
    assert found <= moment  # the first, where it is shown twice


def test_no_lunar_date_is_left_out() -> None:
    for day in range(1, 31):
        found = list(islice(occurrences(pattern(Lunar(12, day), "2000-03-01T08:00")), 80))
        assert len(found) == 80
        assert all(
            timedelta(days=340) < b.moment - a.moment < timedelta(days=390)
            for a, b in pairwise(found)
        )
