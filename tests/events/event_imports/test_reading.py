"""Reading calendars: files in the style of Outlook and Google, the vectors of RFC 5545, and what is refused."""

from pathlib import Path

import pytest

from services.events.event_imports.reading import MOST, Item, read_calendar
from services.kit.errors import InvalidArgument
from tests.events.event_imports.calendars import calendar

FILES = Path(__file__).parents[2] / "data" / "calendars"
NEW_YORK = "America/New_York"


def read(*lines: str, zone: str = "Asia/Shanghai") -> Item:
    """Returns the one component that lines describe."""
    (item,) = read_calendar(calendar("BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"), b"", zone)
    return item


def said(item: Item) -> list[str]:
    return [each.code for each in item.remarks]


def test_what_outlook_exports() -> None:
    series, moved, whole_day, defined = read_calendar(
        "", (FILES / "outlook.ics").read_bytes(), "Asia/Shanghai"
    )
    assert series.is_series
    assert series.values == {
        "title": "合唱排练",
        "description": "请带歌谱。\n Bring your scores, and a bottle of water for the long rehearsal in the big hall.",
        "location": "文化宫 202 室, 人民路 1 号",
        "geo": "",
        "url": "",
        "start": "2027-03-02T19:00",
        "duration_minutes": 120,
        "time_zone": "Asia/Shanghai",
        "rule": "FREQ=WEEKLY;COUNT=8;BYDAY=TU;WKST=SU",
        "extra_starts": [],
        "excluded_starts": ["2027-03-16T19:00"],
    }
    assert (moved.uid, moved.recurrence, moved.sequence) == (
        series.uid,
        "2027-03-09T11:00:00+00:00",
        3,
    )
    assert whole_day.values["start"] == "2027-04-04T16:00:00+00:00"
    assert whole_day.values["end"] == "2027-04-05T16:00:00+00:00"
    # A definition of its own, whose name says nothing: the clock says which zone it is.
    assert defined.values["time_zone"] == NEW_YORK
    assert defined.values["start"] == "2027-03-20T13:00:00+00:00"
    assert not any(each.is_refused for each in (series, moved, whole_day, defined))


def test_what_google_exports() -> None:
    single, series, cancelled, tentative, endless, lasting = read_calendar(
        "", (FILES / "google.ics").read_bytes(), "Asia/Shanghai"
    )
    # Single events are in UTC there; they are shown in the zone of the import.
    assert single.values["start"] == "2027-04-01T10:30:00+00:00"
    assert single.values["time_zone"] == "Asia/Shanghai"
    assert single.values["url"] == "https://meet.google.com/abc-defg-hij"
    assert series.values["rule"] == "FREQ=MONTHLY;UNTIL=20270831T155959Z;BYDAY=1SA"
    assert series.values["excluded_starts"] == ["2027-06-05T09:00", "2027-07-03T09:00"]
    assert series.values["extra_starts"] == ["2027-06-12T09:00"]
    assert (cancelled.status, cancelled.uid) == ("CANCELLED", series.uid)
    assert tentative.status == "TENTATIVE"
    assert tentative.values["end"] == "2027-04-10T16:00:00+00:00"  # the whole day
    assert said(endless) == ["END_ASSUMED"]
    assert endless.values["end"] == "2027-04-15T12:00:00+00:00"
    assert lasting.values["end"] == "2027-04-20T12:30:00+00:00"
    assert lasting.is_private
    assert lasting.values["geo"] == "31.2304;121.4737"


# The examples of RFC 5545, 3.8.5.3, as far as a series can say them.
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=10",
        "FREQ=DAILY;UNTIL=19971224T000000Z",
        "FREQ=DAILY;INTERVAL=10;COUNT=5",
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
    ],
)
def test_rules_of_the_rfc(rule: str) -> None:
    item = read(f"DTSTART;TZID={NEW_YORK}:19970902T090000", "SUMMARY:x", f"RRULE:{rule}")
    assert not item.is_refused
    assert sorted(item.values["rule"].split(";")) == sorted(rule.split(";"))
    assert (item.values["start"], item.values["time_zone"]) == ("1997-09-02T09:00", NEW_YORK)


def test_the_start_is_an_occurrence_whatever_the_rule_says() -> None:
    item = read(
        f"DTSTART;TZID={NEW_YORK}:19970902T090000", "SUMMARY:x", "RRULE:FREQ=MONTHLY;BYMONTHDAY=15"
    )
    assert item.values["extra_starts"] == ["1997-09-02T09:00"]


def test_dates_alone_are_a_series() -> None:
    item = read(
        "DTSTART:19970902T090000",
        "SUMMARY:x",
        "RDATE:19970910T090000,19970918T100000",
        "DURATION:PT90M",
    )
    assert item.values["rule"] == "FREQ=DAILY;COUNT=1"
    assert item.values["extra_starts"] == ["1997-09-10T09:00", "1997-09-18T10:00"]
    assert item.values["duration_minutes"] == 90


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["SUMMARY:x"], "NO_START"),
        (["DTSTART:20270101T100000"], "NO_TITLE"),
        (["SUMMARY:x", "DTSTART:tomorrow"], "NO_START"),
        (["SUMMARY:x", "DTSTART:20270101T100000", "DTEND:20270101T090000"], "END_NOT_AFTER_START"),
        (["SUMMARY:x", "DTSTART;TZID=Mars/Olympus:20270101T100000"], "ZONE_UNKNOWN"),
        (["SUMMARY:x", "DTSTART:20270101T100000", "RRULE:FREQ=HOURLY"], "RULE_NOT_SUPPORTED"),
        (
            ["SUMMARY:x", "DTSTART:20270101T100000", "RRULE:FREQ=DAILY;BYHOUR=10,12"],
            "RULE_NOT_SUPPORTED",
        ),
        (
            ["SUMMARY:x", "DTSTART:20270101T100000", "RDATE;VALUE=PERIOD:20270102T100000/PT5H"],
            "RULE_NOT_SUPPORTED",
        ),
        (
            [
                "SUMMARY:x",
                "DTSTART:20270101T100000",
                "RECURRENCE-ID;RANGE=THISANDFUTURE:20270101T100000",
            ],
            "RANGE_NOT_SUPPORTED",
        ),
        (["SUMMARY:x", "DTSTART:20270101T100000", "DTEND:20270301T100000"], "TOO_LONG"),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(lines: list[str], code: str) -> None:
    item = read(*lines)
    assert item.is_refused
    assert code in said(item)


def test_what_is_assumed_is_said() -> None:
    item = read("SUMMARY:" + "长" * 300, "DTSTART:20270101T100000", "DTEND:20270101T100000")
    assert said(item) == ["TEXT_SHORTENED", "END_ASSUMED"]
    assert item.values["title"] == "长" * 200
    (without,) = read_calendar(
        calendar("BEGIN:VEVENT", "SUMMARY:x", "DTSTART:20270101T100000", "END:VEVENT"),
        b"",
        "Asia/Shanghai",
    )
    assert "UID_MADE" in said(without)
    assert len(without.uid) == 64


def test_times_without_a_zone_are_in_that_of_the_import() -> None:
    item = read("SUMMARY:x", "DTSTART:20270101T100000", "DURATION:PT1H", zone="Europe/Berlin")
    assert item.values["start"] == "2027-01-01T09:00:00+00:00"
    assert item.values["time_zone"] == "Europe/Berlin"


def test_a_night_across_the_change_of_the_clock() -> None:
    night = (
        "DTSTART;TZID=Europe/Berlin:20270327T220000",
        "DTEND;TZID=Europe/Berlin:20270328T060000",
    )
    once = read("SUMMARY:x", *night)
    assert once.values["end"] == "2027-03-28T04:00:00+00:00"  # seven hours
    again = read("SUMMARY:x", *night, "RRULE:FREQ=DAILY;COUNT=3")
    assert again.values["duration_minutes"] == 480  # on the clock


def test_control_characters_and_folded_lines_do_no_harm() -> None:
    item = read("SUMMARY:a\x07b", " c", "DTSTART:20270101T100000", "DESCRIPTION:one\\ntwo\\, three")
    assert item.values["title"] == "abc"
    assert item.values["description"] == "one\ntwo, three"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("hello", "NO_CALENDAR"),
        ("BEGIN:VCARD\r\nEND:VCARD\r\n", "NO_CALENDAR"),
        (calendar(), "NO_ROWS"),
        (calendar(method="REPLY"), "NO_CALENDAR"),
        ("BEGIN:VCALENDAR\r\n" * 500, "NO_CALENDAR"),
    ],
)
def test_what_is_no_calendar_is_refused(content: str, reason: str) -> None:
    with pytest.raises(InvalidArgument) as refused:
        read_calendar(content, b"", "Asia/Shanghai")
    assert refused.value.violations[0].reason == reason


def test_a_calendar_has_a_most() -> None:
    one = ("BEGIN:VEVENT", "UID:1", "STATUS:CANCELLED", "END:VEVENT")
    assert len(read_calendar(calendar(*one * MOST), b"", "Asia/Shanghai")) == MOST
    with pytest.raises(InvalidArgument) as refused:
        read_calendar(calendar(*one * (MOST + 1)), b"", "Asia/Shanghai")
    assert refused.value.violations[0].reason == "TOO_MANY_ROWS"
