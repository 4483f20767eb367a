"""Availability in plans, which keep to it, and at sign-up, where it is a warning."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from banyan.events.v1 import eligibility_pb2, plan_answer_pb2, shift_pb2
from banyan.events.v1 import schedule_plan_pb2 as pb
from banyan.volunteers.v1 import availability_pb2
from hypothesis import given
from hypothesis import strategies as st

from services.events.availability.calendar import Calendar
from services.events.availability.models import Availability
from services.kit.process.ids import uuid7
from tests.events.plans.planning import Planning
from tests.events.plans.test_schedule_plans import reasons_of
from tests.events.stage import Stage, in_hours
from tests.notices import publish
from tests.waiting import eventually

WEEKDAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]
AWAY = plan_answer_pb2.PLAN_REASON_AWAY


def window(weekday: int, since: int, until: int) -> dict[str, Any]:
    """Returns a window as it is stored: a field that is 0 is left out."""
    found: dict[str, Any] = {"weekday": f"WEEKDAY_{WEEKDAYS[weekday]}", "end_minute": until}
    return found | ({"start_minute": since} if since else {})


def calendar(*windows: dict[str, Any], absences: Any = (), zone: str = "Etc/UTC") -> Calendar:
    """Returns the calendar of somebody with these windows and absences."""
    absences = [{"first_date": first, "last_date": last} for first, last in absences]
    return Calendar(
        Availability(
            id=uuid7(), time_zone=zone, weekly_windows=list(windows), absences=list(absences)
        )
    )


def at(text: str, zone: str = "Etc/UTC") -> datetime:
    """Returns a moment on the clock of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def noon_zone(shift: shift_pb2.Shift) -> str:
    """Returns a time zone in which a shift starts at noon, so that it does not pass midnight."""
    ahead = 12 - shift.start_time.ToDatetime().hour
    return f"Etc/GMT{-ahead:+d}"  # POSIX counts the other way round


async def says(stage: Stage, person_id: UUID, zone: str = "Asia/Shanghai", **values: Any) -> None:
    """Lets the notice of somebody's availability have arrived."""
    said = {"weekly_windows": [], "absences": []} | values
    await stage.sql(
        "INSERT INTO availability (id, time_zone, weekly_windows, absences,"
        " wanted_minutes_a_week, most_minutes_a_week) VALUES ($1, $2, $3, $4, $5, $6)",
        person_id,
        zone,
        *(json.dumps(said[name]) for name in ("weekly_windows", "absences")),
        *(values.get(f"{name}_minutes_a_week") for name in ("wanted", "most")),
    )


def day_of(shift: shift_pb2.Shift, zone: str = "Asia/Shanghai") -> str:
    """Returns the day on which a shift starts in a time zone."""
    start = shift.start_time.ToDatetime(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return start.date().isoformat()


class TestCalendar:
    @pytest.mark.parametrize(
        ("start", "end", "is_free"),
        [
            ("2027-03-02T18:00", "2027-03-02T22:00", True),  # a Tuesday
            ("2027-03-02T17:59", "2027-03-02T19:00", False),
            ("2027-03-02T21:00", "2027-03-02T22:01", False),
            ("2027-03-03T18:00", "2027-03-03T19:00", False),
            ("2027-03-06T22:00", "2027-03-07T02:00", True),  # Saturday to Sunday, two windows
            ("2027-03-06T22:00", "2027-03-07T02:01", False),
            ("2027-03-09T18:00", "2027-03-09T19:00", False),  # away
        ],
    )
    def test_windows_hold_on_the_clock_of_the_person(
        self, start: str, end: str, is_free: bool
    ) -> None:
        windows = (
            window(1, 1080, 1200),
            window(1, 1200, 1320),  # joined to the one before
            window(5, 1320, 1440),
            window(6, 0, 120),
        )
        away = [("2027-03-08", "2027-03-14")]
        for zone in ("Asia/Shanghai", "America/St_Johns", "Etc/UTC"):
            person = calendar(*windows, absences=away, zone=zone)
            assert person.is_free(at(start, zone), at(end, zone)) == is_free

    def test_whoever_says_nothing_of_weeks_can_come_unless_away(self) -> None:
        person = calendar(absences=[("2027-03-08", "2027-03-08")])
        assert person.is_free(at("2027-03-07T22:00"), at("2027-03-08T00:00"))
        assert not person.is_free(at("2027-03-07T22:00"), at("2027-03-08T00:01"))
        assert not person.is_free(at("2027-03-07T22:00"), at("2027-03-09T22:00"))

    @given(
        windows=st.lists(
            st.tuples(st.integers(0, 6), st.integers(0, 47), st.integers(1, 48)).filter(
                lambda each: each[1] < each[2]
            ),
            min_size=1,
            max_size=8,
        ),
        start=st.integers(0, 14 * 48 - 1),
        length=st.integers(1, 60),
    )
    def test_is_free_if_every_half_hour_is_in_a_window(
        self, windows: list[tuple[int, int, int]], start: int, length: int
    ) -> None:
        """Against a plain count of half hours, in a zone whose clock is never set."""
        monday = datetime(2027, 3, 1, tzinfo=UTC)
        begin = monday + timedelta(minutes=30 * start)
        covered = all(
            any(
                weekday == (start + step) // 48 % 7 and since <= (start + step) % 48 < until
                for weekday, since, until in windows
            )
            for step in range(length)
        )
        person = calendar(*(window(day, since * 30, until * 30) for day, since, until in windows))
        assert person.is_free(begin, begin + timedelta(minutes=30 * length)) == covered


class TestPlans:
    async def test_keep_to_weeks_and_absences_and_count_them_without_a_name(
        self, stage: Stage
    ) -> None:
        planning = Planning(stage)
        first, second, third = await planning.season(3)
        busy, away = [await stage.somebody() for _ in range(2)]
        zone = noon_zone(first)
        weekday = date.fromisoformat(day_of(first, zone)).weekday()
        await says(stage, busy, zone, weekly_windows=[window(weekday, 0, 1440)])
        until = {"first_date": day_of(first, zone), "last_date": day_of(second, zone)}
        await says(stage, away, zone, absences=[until])
        plan = await planning.solved()
        found = {each.shift_id: each.person_id for each in await planning.assignments(plan)}
        assert found == {first.id: str(busy), third.id: str(away)}
        (gap,) = await planning.gaps(plan)
        assert (gap.shift_id, reasons_of(gap)) == (second.id, {"AWAY": 2})
        for share in (await planning.shares(plan)).values():
            assert AWAY not in [each.reason for each in share.reasons]

    async def test_keep_to_the_most_of_a_week_and_try_what_is_wanted(self, stage: Stage) -> None:
        planning = Planning(stage)
        await planning.season(4)
        little, much = [await stage.somebody() for _ in range(2)]
        await says(stage, little, most_minutes_a_week=120)
        plan = await planning.solved(end_time=in_hours(24 * 7))
        shares = {person: share.minutes for person, share in (await planning.shares(plan)).items()}
        assert shares[little] <= 240  # the days may be in two weeks
        assert shares[little] + shares[much] == 480

    async def test_what_was_agreed_counts_more_than_the_most(self, stage: Stage) -> None:
        planning = Planning(stage)
        first, second = await planning.season(2)
        person = await stage.somebody()
        for shift in (first, second):
            await stage.sign_up(shift, person)
        await planning.shift(await stage.published(), 0)
        await says(stage, person, most_minutes_a_week=60)
        plan = await planning.solved()
        assert plan.state == pb.SCHEDULE_PLAN_STATE_READY

    async def test_give_more_to_whom_it_pleases(self, stage: Stage) -> None:
        planning = Planning(stage)
        await planning.season(4)
        eager, tired = [await stage.somebody() for _ in range(2)]
        await says(stage, eager, wanted_minutes_a_week=360)
        await says(stage, tired, wanted_minutes_a_week=120)
        plan = await planning.solved(start_time=in_hours(0), end_time=in_hours(24 * 7))
        shares = await planning.shares(plan)
        assert (shares[eager].minutes, shares[tired].minutes) == (360, 120)


async def test_is_a_warning_at_sign_up_and_no_refusal(stage: Stage) -> None:
    shift, person = await stage.shift(), await stage.somebody()

    async def told() -> eligibility_pb2.Eligibility:
        answer = await stage.call(
            eligibility_pb2.BatchGetEligibilitiesRequest(ids=[shift.id]),
            eligibility_pb2.BatchGetEligibilitiesResponse,
            stage.office.person(person),
        )
        return answer.eligibilities[0]

    assert not (await told()).warnings
    day = day_of(shift)
    await says(stage, person, absences=[{"first_date": day, "last_date": day}])
    found = await told()
    assert (found.can_sign_up, list(found.reasons)) == (True, [])
    assert [each.reason for each in found.warnings] == ["AWAY"]
    assert (await stage.sign_up(shift, person)).id


async def test_repeats_what_volunteers_announces(stage: Stage) -> None:
    said = availability_pb2.Availability(
        id=str(uuid7()),
        time_zone="Asia/Shanghai",
        weekly_windows=[
            availability_pb2.WeeklyWindow(
                weekday=availability_pb2.WEEKDAY_SUNDAY, start_minute=0, end_minute=60
            )
        ],
        absences=[availability_pb2.Absence(first_date="2027-02-06", last_date="2027-02-20")],
        most_minutes_a_week=240,
    )
    await publish(stage.platform.site, "volunteers", "availability", said, 1)

    async def known() -> bool:
        rows = await stage.sql(
            "SELECT weekly_windows, absences, most_minutes_a_week, wanted_minutes_a_week"
            " FROM availability WHERE id = $1",
            UUID(said.id),
        )
        return [(json.loads(row[0]), json.loads(row[1]), *row[2:]) for row in rows] == [
            (
                [window(6, 0, 60)],
                [{"first_date": "2027-02-06", "last_date": "2027-02-20"}],
                240,
                None,
            )
        ]

    await eventually(known)
