"""When the events of a series take place: rules of RFC 5545, time zones, and the Chinese calendar."""

from itertools import islice

import pytest

from services.events.series import expansion
from services.events.series.clock import parse_local, show_local
from services.events.series.expansion import Lunar, Pattern, occurrences
from services.events.series.rules import RuleError, parse_rule
from tests.events.series.patterns import first, pattern


def moments(count: int, of: Pattern) -> list[str]:
    """Returns the first occurrences, in UTC."""
    return [show_local(each.moment.replace(tzinfo=None)) for each in islice(occurrences(of), count)]


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("FREQ=WEEKLY", "2026-03-03T19:00", ["2026-03-03", "2026-03-10", "2026-03-17"]),
        # From the examples of RFC 5545, 3.8.5.3.
        ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02T09:00", ["1997-09-02", "1997-09-12", "1997-09-22", "1997-10-02", "1997-10-12"]),
        ("FREQ=WEEKLY;COUNT=4;WKST=SU;BYDAY=TU,TH", "1997-09-02T09:00", ["1997-09-02", "1997-09-04", "1997-09-09", "1997-09-11"]),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05T09:00", ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"]),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05T09:00", ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"]),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04T09:00", ["1997-09-04", "1997-10-07", "1997-11-06"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3", "1997-09-29T09:00", ["1997-09-29", "1997-10-30", "1997-11-27"]),
        ("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-3", "1997-09-28T09:00", ["1997-09-28", "1997-10-29", "1997-11-28"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "1997-09-03T09:00", ["1998-02-13", "1998-03-13", "1998-11-13"]),
        ("FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "1997-01-01T09:00", ["1997-01-01", "1997-04-10", "1997-07-19", "2000-01-01"]),
        ("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19T09:00", ["1997-05-19", "1998-05-18", "1999-05-17"]),
        ("FREQ=MONTHLY;COUNT=4;BYDAY=1SU,-1SU", "1997-09-07T09:00", ["1997-09-07", "1997-09-28", "1997-10-05", "1997-10-26"]),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=2TH;COUNT=2", "1997-03-13T09:00", ["1997-03-13", "1998-03-12"]),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=2", "1997-05-12T09:00", ["1997-05-12", "1998-05-11"]),
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=2", "1996-11-05T09:00", ["1996-11-05", "2000-11-07"]),
        # A day that a month or a year does not have is no occurrence.
        ("FREQ=MONTHLY;COUNT=3", "2026-01-31T09:00", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2026-01-31T09:00", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("FREQ=YEARLY;COUNT=3", "2096-02-29T09:00", ["2096-02-29", "2104-02-29", "2108-02-29"]),
    ],
)  # fmt: skip
def test_expands_rules(rule: str, start: str, expected: list[str]) -> None:
    wanted = pattern(rule, start)
    assert first(len(expected), wanted) == [day + start[10:] for day in expected]
    if "COUNT" in rule:
        assert len(list(occurrences(wanted))) == len(expected)


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260317", "2026-03-17T19:00"),  # the whole day
        ("20260317T190000", "2026-03-17T19:00"),  # inclusive
        ("20260317T185959", "2026-03-10T19:00"),
        ("20260317T110000Z", "2026-03-17T19:00"),  # 19:00 in Shanghai
        ("20260317T105959Z", "2026-03-10T19:00"),
    ],
)
def test_ends_on_time(until: str, last: str) -> None:
    found = list(occurrences(pattern(f"FREQ=WEEKLY;UNTIL={until}", "2026-03-03T19:00")))
    assert show_local(found[-1].local) == last


def test_adds_and_leaves_out_starts() -> None:
    wanted = pattern(
        "FREQ=WEEKLY;COUNT=3",
        "2026-03-03T19:00",
        extra=("2026-03-05T10:00", "2026-03-10T19:00", "2026-03-01T08:00"),
        excluded=("2026-03-03T19:00", "2026-03-04T19:00"),
    )
    # What is left out counts for COUNT, and what is said twice is there once.
    assert first(9, wanted) == [
        "2026-03-01T08:00",
        "2026-03-05T10:00",
        "2026-03-10T19:00",
        "2026-03-17T19:00",
    ]


@pytest.mark.parametrize(
    ("zone", "start", "expected"),
    [
        # 02:30 does not exist on March 29: it is 03:30 in summer time.
        ("Europe/Berlin", "2026-03-28T02:30", ["03-28T01:30", "03-29T01:30", "03-30T00:30"]),
        # 02:30 exists twice on October 25: it is the first one, still in summer time.
        ("Europe/Berlin", "2026-10-24T02:30", ["10-24T00:30", "10-25T00:30", "10-26T01:30"]),
        # The clock of Lord Howe is set by half an hour: 02:15 is 02:45.
        ("Australia/Lord_Howe", "2026-10-03T02:15", ["10-02T15:45", "10-03T15:45", "10-04T15:15"]),
        ("Australia/Lord_Howe", "2026-04-04T01:45", ["04-03T14:45", "04-04T14:45", "04-05T15:15"]),
        # Morocco sets its clock back for Ramadan, and forward afterwards.
        ("Africa/Casablanca", "2026-02-14T19:00", ["02-14T18:00", "02-15T19:00", "02-16T19:00"]),
        ("Africa/Casablanca", "2026-03-21T19:00", ["03-21T19:00", "03-22T18:00", "03-23T18:00"]),
        # Havana skips the hour after midnight.
        ("America/Havana", "2026-03-07T00:30", ["03-07T05:30", "03-08T05:30", "03-09T04:30"]),
    ],
)  # fmt: skip
def test_follows_the_clock_of_its_zone(zone: str, start: str, expected: list[str]) -> None:
    found = moments(3, pattern("FREQ=DAILY", start, zone))
    assert [each.removeprefix("2026-") for each in found] == expected


def test_leaves_out_the_day_that_samoa_skipped() -> None:
    found = first(5, pattern("FREQ=DAILY;COUNT=4", "2011-12-28T10:00", "Pacific/Apia"))
    # It does not count either (RFC 5545, 3.3.10).
    assert [each[:10] for each in found] == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]


def test_starts_once_where_two_starts_are_one_moment() -> None:
    wanted = pattern(
        "FREQ=DAILY;COUNT=1", "2026-03-29T02:30", "Europe/Berlin", extra=("2026-03-29T03:30",)
    )
    assert first(2, wanted) == ["2026-03-29T02:30"]


@pytest.mark.parametrize(
    ("lunar", "start", "days"),
    [
        # The dates of 元宵节, 中秋节 and 重阳节, as public calendars have them.
        (Lunar(1, 15), "2024-01-01T19:00", ["2024-02-24", "2025-02-12", "2026-03-03", "2027-02-20"]),
        (Lunar(8, 15), "2024-01-01T19:00", ["2024-09-17", "2025-10-06", "2026-09-25", "2027-09-15"]),
        (Lunar(9, 9), "2024-01-01T19:00", ["2024-10-11", "2025-10-29", "2026-10-18", "2027-10-08"]),
        # 2025 has a leap month after the sixth, 2033 after the eleventh: they have no festival of their own.
        (Lunar(6, 1), "2025-01-01T19:00", ["2025-06-25", "2026-07-14"]),
        (Lunar(11, 15), "2033-01-01T19:00", ["2033-12-06", "2034-12-25"]),
        # The twelfth month has 29 days in the year that ends in January 2025: 除夕 is the 29th.
        (Lunar(12, 30), "2024-02-01T19:00", ["2024-02-09", "2025-01-28", "2026-02-16", "2027-02-05"]),
        # The year that has begun in the year before counts.
        (Lunar(12, 8), "2026-01-01T19:00", ["2026-01-26", "2027-01-15"]),
    ],
)  # fmt: skip
def test_follows_the_chinese_calendar(lunar: Lunar, start: str, days: list[str]) -> None:
    assert [each[:10] for each in first(len(days), pattern(lunar, start))] == days


def test_knows_the_chinese_calendar_until_2099() -> None:
    found = list(occurrences(pattern(Lunar(1, 1), "2026-01-01T19:00")))
    assert len(found) == 2099 - 2026 + 1


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=TU;BYSETPOS=2",
        "FREQ=YEARLY;BYMONTH=2;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
    ],
)
def test_gives_up_on_rules_that_never_match(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    considered: list[int] = []
    counting = expansion._Counting.__contains__

    def contains(months: expansion._Counting, month: object) -> bool:
        considered.append(1)
        return counting(months, month)

    monkeypatch.setattr(expansion._Counting, "__contains__", contains)
    assert first(1, pattern(rule, "2027-03-02T19:00")) == []
    assert len(considered) == expansion.MOST_DAYS + 1


def test_ends_whatever_the_rule_says() -> None:
    found = list(occurrences(pattern("FREQ=DAILY", "2026-03-03T19:00")))
    assert len(found) == expansion.MOST_DAYS


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("", "RRULE"),
        ("weekly", "RRULE"),
        ("FREQ=FORTNIGHTLY", "FREQ"),
        ("BYDAY=TU", "FREQ"),
        ("FREQ=HOURLY", "FREQ"),
        ("FREQ=WEEKLY;FREQ=DAILY", "FREQ"),
        ("FREQ=WEEKLY;BYHOUR=9", "BYHOUR"),
        ("FREQ=WEEKLY;BYEASTER=1", "RRULE"),
        ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL"),
        ("FREQ=WEEKLY;INTERVAL=1001", "INTERVAL"),
        ("FREQ=WEEKLY;COUNT=0", "COUNT"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20260301", "UNTIL"),
        ("FREQ=WEEKLY;UNTIL=20260230", "UNTIL"),
        ("FREQ=WEEKLY;UNTIL=2026-03-01", "UNTIL"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=1TU", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=0TU", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=54TU", "BYDAY"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "BYDAY"),
        # Beyond these dateutil fails.
        ("FREQ=MONTHLY;BYDAY=6TU", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=1TU,WE", "BYDAY"),
        ("FREQ=YEARLY;BYMONTH=2;BYDAY=-6TU", "BYDAY"),
        ("FREQ=YEARLY;BYDAY=54TU", "BYDAY"),
        ("FREQ=DAILY;UNTIL=99991231T235959Z", "UNTIL"),
        # Each position of each day would take a look at all days of the period.
        ("FREQ=DAILY;BYDAY=TU;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=YEARLY;BYDAY=TU;BYSETPOS=" + ",".join(map(str, range(1, 14))), "BYSETPOS"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=WEEKLY;BYMONTH=13", "BYMONTH"),
        ("FREQ=WEEKLY;WKST=1", "WKST"),
        ("FREQ=WEEKLY;BYDAY=" + ",".join(["TU"] * 400), "BYDAY"),
    ],
)
def test_refuses_what_is_no_rule(rule: str, part: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_rule(rule)
    assert refused.value.part == part
    assert refused.value.is_too_frequent == ("HOURLY" in rule)


def test_reads_rules_as_calendars_write_them() -> None:
    assert parse_rule("RRULE:freq=weekly;byday=tu;") == parse_rule("FREQ=WEEKLY;BYDAY=TU")


@pytest.mark.parametrize(
    "text", ["1969-12-31T10:00", "3000-01-01T10:00", "2026-02-29T10:00", "2026-01-01T24:00"]
)
def test_refuses_times_that_there_are_not(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_local(text)
