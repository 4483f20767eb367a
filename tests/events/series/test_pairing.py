"""Which occurrence of a changed series an occurrence of the old one is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.events.series.clock import parse_local, show_local
from services.events.series.expansion import Lunar, Pattern
from services.events.series.pairing import Period, paired, period_of
from services.events.series.rules import parse_rule

PERIODS = {
    name: period_of(Pattern(datetime(2026, 1, 1), ZoneInfo("Etc/UTC"), parse_rule(f"FREQ={name}")))
    for name in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
}


def pairs(old: str, new: str, period: str) -> dict[str, str]:
    found = paired(map(parse_local, old.split()), map(parse_local, new.split()), PERIODS[period])
    return {show_local(one): show_local(other) for one, other in found.items()}


@pytest.mark.parametrize(
    ("period", "old", "new", "expected"),
    [
        # The same time comes first, whatever else is on that day.
        ("DAILY", "2026-03-03T19:00", "2026-03-03T08:00 2026-03-03T19:00", {"2026-03-03T19:00": "2026-03-03T19:00"}),
        # Another time of the day.
        ("WEEKLY", "2026-03-03T19:00 2026-03-10T19:00", "2026-03-03T20:00 2026-03-10T20:00", {"2026-03-03T19:00": "2026-03-03T20:00", "2026-03-10T19:00": "2026-03-10T20:00"}),
        # From Tuesdays to Sundays, and to the Mondays before.
        ("WEEKLY", "2026-03-03T19:00", "2026-03-08T19:00", {"2026-03-03T19:00": "2026-03-08T19:00"}),
        ("WEEKLY", "2026-03-03T19:00", "2026-03-02T19:00", {"2026-03-03T19:00": "2026-03-02T19:00"}),
        ("WEEKLY", "2026-03-03T19:00", "2026-03-09T19:00", {}),  # the next week
        ("DAILY", "2026-03-03T19:00", "2026-03-04T19:00", {}),
        # What keeps its day keeps its people; the others go on in order.
        ("WEEKLY", "2026-03-03T19:00 2026-03-05T19:00", "2026-03-05T19:00 2026-03-07T19:00", {"2026-03-05T19:00": "2026-03-05T19:00", "2026-03-03T19:00": "2026-03-07T19:00"}),
        # Fewer and more.
        ("WEEKLY", "2026-03-03T19:00 2026-03-05T19:00", "2026-03-06T19:00", {"2026-03-03T19:00": "2026-03-06T19:00"}),
        ("MONTHLY", "2026-03-10T19:00", "2026-03-01T19:00 2026-03-31T19:00", {"2026-03-10T19:00": "2026-03-01T19:00"}),
        ("YEARLY", "2026-03-03T19:00", "2026-12-31T19:00 2027-01-01T19:00", {"2026-03-03T19:00": "2026-12-31T19:00"}),
    ],
)  # fmt: skip
def test_goes_on_as(period: str, old: str, new: str, expected: dict[str, str]) -> None:
    assert pairs(old, new, period) == expected


def test_a_date_of_the_chinese_calendar_counts_by_years() -> None:
    pattern = Pattern(datetime(2026, 1, 1), ZoneInfo("Etc/UTC"), Lunar(1, 15))
    assert period_of(pattern)(datetime(2026, 3, 3)) == 2026


times = st.lists(
    st.integers(0, 60 * 24).map(lambda hours: datetime(2026, 2, 20) + timedelta(hours=hours)),
    unique=True,
    max_size=12,
)


@given(times, times, st.sampled_from(sorted(PERIODS)))
def test_each_goes_on_as_one_at_most(
    old: Sequence[datetime], new: Sequence[datetime], name: str
) -> None:
    period: Period = PERIODS[name]
    found = paired(old, new, period)
    assert found.keys() <= set(old)
    assert set(found.values()) <= set(new)
    assert len(set(found.values())) == len(found)
    for one, other in found.items():
        assert period(one) == period(other)
    for each in set(old) & set(new):
        assert found[each] == each
    # Nothing is left out that could go on.
    left = [period(each) for each in old if each not in found]
    free = [period(each) for each in new if each not in found.values()]
    assert not set(left) & set(free)


@given(times, st.integers(1, 5), st.sampled_from(sorted(PERIODS)))
def test_what_only_changes_its_hour_keeps_its_order(
    old: Sequence[datetime], hours: int, name: str
) -> None:
    by_day = sorted({each.date(): each.replace(hour=10) for each in old}.values())
    found = paired(by_day, [each + timedelta(hours=hours) for each in by_day], PERIODS[name])
    assert [found[each] - each for each in by_day] == [timedelta(hours=hours)] * len(by_day)
    assert all(found[one] < found[other] for one, other in pairwise(by_day))
