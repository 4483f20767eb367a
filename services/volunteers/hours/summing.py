"""The ledger summed up by period and by organization, in one statement."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from banyan.volunteers.v1 import hours_summary_pb2 as pb
from sqlalchemy import TIMESTAMP, Date, Text, case, cast, func, literal_column, select
from sqlmodel import col

from services.kit.contract.values import enum_name
from services.kit.errors import InvalidArgument
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.volunteers.hours.models import WORKED_AT, HoursClass, HoursEntry

MOST_PERIODS = 400
_SHORTEST_DAYS = {"DAY": 1, "WEEK": 7, "MONTH": 28, "YEAR": 365}
# No time zone is farther from UTC, so an index finds the days of a time zone by moments.
_MARGIN = timedelta(days=2)

# The day of the work in the time zone of a request.
DAY = func.coalesce(
    col(HoursEntry.date),
    cast(func.timezone(given("time_zone", Text()), col(HoursEntry.start_time)), Date),
)
_MINUTES = case(
    (col(HoursEntry.reverses_id).is_(None), col(HoursEntry.transferred_minutes)),
    else_=-col(HoursEntry.transferred_minutes),
)


def _sum(hours_class: HoursClass) -> Any:
    counted = func.sum(_MINUTES).filter(col(HoursEntry.hours_class) == hours_class)
    return func.coalesce(counted, 0)


# A row for each period, one for each organization, and one for all.
SUMS = Query(
    select(
        cast(func.date_trunc(given("unit", Text()), cast(DAY, TIMESTAMP)), Date),
        col(HoursEntry.organization_id),
        _sum(HoursClass.RECORDED),
        _sum(HoursClass.ATTESTED),
    )
    .where(
        literal_column(WORKED_AT) >= given("earliest", TIME),
        literal_column(WORKED_AT) < given("latest", TIME),
        DAY.between(given("start_date", Date()), given("end_date", Date())),
    )
    .group_by(literal_column("GROUPING SETS ((1), (2), ())")),
    relation="view_hours_entry",
    filters={
        "person_id": col(HoursEntry.person_id) == given("person_id"),
        "organization_id": col(HoursEntry.organization_id) == given("organization_id"),
    },
)


async def summarize(request: pb.SummarizeHoursRequest, work: Work) -> pb.HoursSummary:
    """Returns what the caller may see of the entries that a request asks for, summed up.

    Raises:
        InvalidArgument: The last day is before the first one, or there are too many periods.
    """
    start_date, end_date = map(date.fromisoformat, (request.start_date, request.end_date))
    unit = enum_name(pb.HoursPeriod.DESCRIPTOR, request.period)
    if end_date < start_date:
        raise InvalidArgument.of("end_date", "must not be before the first day", "END_BEFORE_START")
    if (end_date - start_date).days >= MOST_PERIODS * _SHORTEST_DAYS[unit]:
        raise InvalidArgument.of(
            "end_date",
            "leads to more than {max} periods. Choose fewer days or longer periods",
            "TOO_MANY_PERIODS",
            params={"max": MOST_PERIODS},
        )
    rows = await work.fetch(
        SUMS,
        request,
        unit=unit.lower(),
        start_date=start_date,
        end_date=end_date,
        **margins(start_date, end_date),
    )
    answer = pb.HoursSummary()
    for start, organization_id, recorded, attested in sorted(rows, key=_place):
        minutes = {"recorded_minutes": recorded, "attested_minutes": attested}
        if start is None and organization_id is None:
            answer.MergeFrom(pb.HoursSummary(**minutes))
        elif any(minutes.values()) and start is not None:
            answer.periods.add(start_date=start.isoformat(), **minutes)
        elif any(minutes.values()):
            answer.organizations.add(organization_id=str(organization_id), **minutes)
    return answer


def _place(row: Any) -> tuple[date, UUID]:
    return row[0] or date.min, row[1] or UUID(int=0)


def margins(start_date: date | None, end_date: date | None) -> dict[str, Any]:
    """Returns the moments `earliest` and `latest` between which the work of some days lies in any time zone.

    Args:
        start_date: The first day; None if they have no beginning.
        end_date: The last day; None if they have no end.
    """
    return {
        "earliest": _midnight(start_date or date.min) - _MARGIN,
        "latest": _midnight(end_date or date.max) + _MARGIN,
    }


def _midnight(day: date) -> datetime:
    """Returns the beginning of a day in UTC, kept away from the ends of the calendar."""
    day = min(max(day, date(2, 1, 1)), date(9998, 1, 1))
    return datetime.combine(day, time(), UTC)
