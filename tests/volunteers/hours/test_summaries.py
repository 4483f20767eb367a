"""Hours by period and by organization are the exact sums of the ledger."""

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from banyan.lists.v1 import lists_pb2
from banyan.volunteers.v1 import hours_entry_pb2
from banyan.volunteers.v1 import hours_summary_pb2 as pb

from services.kit.contract.values import to_datetime
from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from tests.services import Platform
from tests.volunteers.books import tell_all, worked
from tests.volunteers.groups import Group
from tests.volunteers.told import NOON, sign_up

DAY, WEEK, MONTH, YEAR = range(1, 5)
ROLES = ("OWNER", "LEADER", "COORDINATOR", "SUPERVISOR")
FIRST, LAST = NOON.date() - timedelta(days=10), NOON.date() + timedelta(days=150)
# Attestations are of these days, whenever the tests run.
TODAY = max(LAST, date.today() + timedelta(days=1))  # in any time zone


def asked(**values: Any) -> pb.SummarizeHoursRequest:
    defaults: dict[str, Any] = {
        "period": DAY,
        "time_zone": "Asia/Shanghai",
        "start_date": FIRST.isoformat(),
        "end_date": LAST.isoformat(),
    }
    return pb.SummarizeHoursRequest(**(defaults | values))


async def summary(platform: Platform, passport: str, **values: Any) -> pb.HoursSummary:
    return await platform.call(asked(**values), pb.HoursSummary, passport)


def begin(day: date, period: int) -> date:
    """Returns the first day of the period in which a day lies."""
    if period == WEEK:
        return day - timedelta(days=day.weekday())
    if period == DAY:
        return day
    return day.replace(day=1) if period == MONTH else day.replace(month=1, day=1)


@pytest.mark.parametrize("time_zone", ["Asia/Shanghai", "Pacific/Apia", "America/Los_Angeles"])
async def test_sums_are_those_of_the_statement(volunteers: Platform, time_zone: str) -> None:
    group = await Group.with_member(volunteers)
    me, other = group.worker, uuid7()
    await group.do("approve", await group.submit())
    hours = (0, 9, 12.5, 25, 24 * 8, 24 * 45, 24 * 100)
    for number, hour in enumerate(hours):
        organization_id = (group.id, other)[number % 2]
        done = worked(sign_up(me, organization_id), hour * 60, 10 + number)
        await tell_all(volunteers, (done, 1))
        if number == 2:  # a correction counts where the corrected entry counts
            shorter = worked(done, hour * 60, 7)
            await tell_all(volunteers, (shorter, 2))
    passport = volunteers.office.person(me)
    statement = await volunteers.call(
        hours_entry_pb2.ListHoursEntriesRequest(person_id=str(me), page_size=100),
        hours_entry_pb2.ListHoursEntriesResponse,
        passport,
    )
    assert any(entry.minutes < 0 for entry in statement.hours_entries)
    for period in (DAY, WEEK, MONTH, YEAR):
        last = LAST if period == DAY else TODAY
        by_period, by_organization = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
        for entry in statement.hours_entries:
            day = (
                date.fromisoformat(entry.date)
                if entry.date
                else to_datetime(entry.start_time).astimezone(ZoneInfo(time_zone)).date()
            )
            if not FIRST <= day <= last:
                continue
            key = entry.hours_class
            by_period[begin(day, period).isoformat(), key] += entry.minutes
            by_organization[entry.organization_id, key] += entry.minutes
        found = await summary(
            volunteers,
            passport,
            person_id=str(me),
            period=period,
            time_zone=time_zone,
            end_date=last.isoformat(),
        )
        assert _sums(found.periods, "start_date") == +by_period
        assert _sums(found.organizations, "organization_id") == +by_organization
        starts = [each.start_date for each in found.periods]
        assert starts == sorted(set(starts))
        total = found.recorded_minutes, found.attested_minutes
        assert total == tuple(
            sum(minutes for (_, kind), minutes in by_period.items() if kind == each)
            for each in (1, 2)
        )
        lines = await listed(volunteers, me, passport, time_zone, FIRST, last)
        assert total == tuple(
            sum(each.minutes for each in lines if each.hours_class == kind) for kind in (1, 2)
        )


async def listed(
    platform: Platform, me: UUID, passport: str, time_zone: str, first: date, last: date
) -> list[hours_entry_pb2.HoursEntry]:
    """Returns the entries of some days, three at a time, the earliest work first."""
    request = hours_entry_pb2.ListHoursEntriesRequest(
        person_id=str(me),
        page_size=3,
        time_zone=time_zone,
        start_date=first.isoformat(),
        end_date=last.isoformat(),
        order_by=hours_entry_pb2.HoursEntryOrder(
            field=hours_entry_pb2.HOURS_ENTRY_ORDER_FIELD_WORK_TIME,
            direction=lists_pb2.SORT_DIRECTION_ASCENDING,
        ),
    )
    found: list[hours_entry_pb2.HoursEntry] = []
    while True:
        page = await platform.call(request, hours_entry_pb2.ListHoursEntriesResponse, passport)
        found += page.hours_entries
        if not page.next_page_token:
            break
        request.page_token = page.next_page_token
    assert len({each.id for each in found}) == len(found)
    times = [to_datetime(each.start_time) for each in found if each.HasField("start_time")]
    assert times == sorted(times)
    return found


def _sums(rows: Any, name: str) -> Counter[tuple[str, int]]:
    """Returns the minutes that are not zero, by what a row is about and by the class of hours."""
    found = Counter[tuple[str, int]]()
    for row in rows:
        found[getattr(row, name), 1] += row.recorded_minutes
        found[getattr(row, name), 2] += row.attested_minutes
    return +found


async def test_only_the_days_asked_for_count(volunteers: Platform) -> None:
    me, group = uuid7(), uuid7()
    for day in range(3):
        done = worked(sign_up(me, group), day * 24 * 60, 10 + day)
        await tell_all(volunteers, (done, 1))
    passport = volunteers.office.person(me)
    middle = (NOON + timedelta(days=1)).date().isoformat()
    found = await summary(
        volunteers,
        passport,
        person_id=str(me),
        time_zone="Etc/UTC",
        start_date=middle,
        end_date=middle,
    )
    assert [(each.start_date, each.recorded_minutes) for each in found.periods] == [(middle, 11)]
    assert found.recorded_minutes == 11


async def test_entries_of_some_days_are_listed_alone(volunteers: Platform) -> None:
    me, group = uuid7(), uuid7()
    for day in range(3):
        done = worked(sign_up(me, group), day * 24 * 60, 10 + day)
        await tell_all(volunteers, (done, 1))
    passport = volunteers.office.person(me)
    middle = (NOON + timedelta(days=1)).date().isoformat()

    async def minutes(**days: Any) -> list[int]:
        request = hours_entry_pb2.ListHoursEntriesRequest(person_id=str(me), **days)
        answer = await volunteers.call(request, hours_entry_pb2.ListHoursEntriesResponse, passport)
        return [each.minutes for each in answer.hours_entries]

    assert await minutes() == [12, 11, 10]
    assert await minutes(start_date=middle, time_zone="Etc/UTC") == [12, 11]
    assert await minutes(end_date=middle, time_zone="Etc/UTC") == [11, 10]
    # Noon in Shanghai is still the day before there.
    assert await minutes(end_date=middle, time_zone="America/Los_Angeles") == [12, 11, 10]
    with pytest.raises(InvalidArgument, match="time zone"):
        await minutes(start_date=middle)


async def test_each_sees_what_concerns_them(volunteers: Platform) -> None:
    people, group, other = (uuid7(), uuid7()), uuid7(), uuid7()
    for person_id in people:
        for organization_id in (group, other):
            done = worked(sign_up(person_id, organization_id), _hour(organization_id, group), 60)
            await tell_all(volunteers, (done, 1))
    office = volunteers.office

    async def minutes(passport: str, **values: Any) -> int:
        return (await summary(volunteers, passport, **values)).recorded_minutes

    me, of_group = office.person(people[0]), {"organization_id": str(group)}
    assert await minutes(me, person_id=str(people[0])) == 120
    assert await minutes(me, person_id=str(people[0]), **of_group) == 60
    assert await minutes(me, **of_group) == 60
    assert await minutes(me, person_id=str(people[1])) == 0
    for role in ROLES:
        overseer = office.person(roles={group: [role]})
        assert await minutes(overseer, **of_group) == 120
        assert await minutes(overseer, person_id=str(people[0])) == 60
        assert await minutes(overseer, organization_id=str(other)) == 0
    assert await minutes(office.person(), **of_group) == 0
    assert await minutes(office.person(admin=True), **of_group) == 120


def _hour(organization_id: UUID, first: UUID) -> float:
    return 0 if organization_id == first else 24 * 60


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, ""),
        ({"person_id": str(uuid7()), "period": 0}, "period"),
        ({"person_id": str(uuid7()), "time_zone": "Mars/Base"}, "time_zone"),
        ({"person_id": str(uuid7()), "start_date": "2026-02-30"}, "start_date"),
        ({"person_id": str(uuid7()), "end_date": "today"}, "end_date"),
    ],
    ids=["nobody", "no period", "no such zone", "no such day", "no day"],
)
async def test_a_question_that_cannot_be_answered_is_refused(
    volunteers: Platform, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await summary(volunteers, volunteers.office.person(), **values)
    assert field in [each.field for each in refused.value.violations]
