"""The services of the ledger of hours, and of what it sums up to."""

from datetime import date
from typing import Any

from banyan.volunteers.v1 import hours_balance_pb2 as balance_pb
from banyan.volunteers.v1 import hours_entry_pb2 as pb
from banyan.volunteers.v1 import hours_summary_pb2 as summary_pb
from sqlalchemy import Date, and_, case, literal_column
from sqlmodel import col

from services.kit.work.models import TIME
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.volunteers.hours.models import WORKED_AT, HoursBalance, HoursEntry
from services.volunteers.hours.summing import DAY, margins, summarize

_MINUTES = col(HoursEntry.transferred_minutes)
ENTRIES = Resources(
    HoursEntry,
    "view_hours_entry",
    # As `HoursEntry.minutes`.
    shown=Shown(
        pb.HoursEntry,
        HoursEntry,
        minutes=case((col(HoursEntry.reverses_id).is_(None), _MINUTES), else_=-_MINUTES),
    ),
)
_WORKED: Any = literal_column(WORKED_AT, TIME)
_ENTERED = (col(HoursEntry.create_time), col(HoursEntry.id))
STATEMENT = ENTRIES.listing(
    *_ENTERED,
    where=[col(HoursEntry.person_id) == given("person_id")],
    filters={
        "organization_id": col(HoursEntry.organization_id) == given("organization_id"),
        "hours_class": col(HoursEntry.hours_class) == given("hours_class"),
        # The moments let an index find the days.
        "start_date": and_(given("earliest", TIME) <= _WORKED, given("start_date", Date()) <= DAY),
        "end_date": and_(given("latest", TIME) > _WORKED, given("end_date", Date()) >= DAY),
    },
    descending=True,
    orders={"CREATE_TIME": _ENTERED, "WORK_TIME": (_WORKED, col(HoursEntry.id))},
)
BALANCES = Resources[balance_pb.HoursBalance](HoursBalance, "view_hours_balance")
_OPENED = (col(HoursBalance.create_time), col(HoursBalance.id))
OLDEST_FIRST = BALANCES.listing(
    *_OPENED,
    where=[col(HoursBalance.person_id) == given("person_id")],
    orders={"CREATE_TIME": _OPENED},
)


class HoursEntryServicer:
    """Serves the entries of the ledger."""

    service = pb.DESCRIPTOR.services_by_name["HoursEntryService"]

    async def BatchGetHoursEntries(
        self, request: pb.BatchGetHoursEntriesRequest, work: Work
    ) -> pb.BatchGetHoursEntriesResponse:
        """Gets several entries."""
        found = await ENTRIES.get_all(request.ids, work)
        return pb.BatchGetHoursEntriesResponse(hours_entries=found)

    async def ListHoursEntries(
        self, request: pb.ListHoursEntriesRequest, work: Work
    ) -> pb.ListHoursEntriesResponse:
        """Lists the entries of a person, newest first unless another order is wanted."""
        start_date, end_date = (
            date.fromisoformat(day) if day else None
            for day in (request.start_date, request.end_date)
        )
        page = await STATEMENT.page(
            request,
            work,
            start_date=start_date,
            end_date=end_date,
            **margins(start_date, end_date),
        )
        return page.answer(pb.ListHoursEntriesResponse)


class HoursBalanceServicer:
    """Serves the balances of hours."""

    service = balance_pb.DESCRIPTOR.services_by_name["HoursBalanceService"]

    async def GetHoursBalance(
        self, request: balance_pb.GetHoursBalanceRequest, work: Work
    ) -> balance_pb.HoursBalance:
        """Gets a balance."""
        return await BALANCES.get(request.hours_balance_id, work)

    async def BatchGetHoursBalances(
        self, request: balance_pb.BatchGetHoursBalancesRequest, work: Work
    ) -> balance_pb.BatchGetHoursBalancesResponse:
        """Gets several balances."""
        found = await BALANCES.get_all(request.ids, work)
        return balance_pb.BatchGetHoursBalancesResponse(hours_balances=found)

    async def ListHoursBalances(
        self, request: balance_pb.ListHoursBalancesRequest, work: Work
    ) -> balance_pb.ListHoursBalancesResponse:
        """Lists the balances of a person, in the order in which they began."""
        return (await OLDEST_FIRST.page(request, work)).answer(balance_pb.ListHoursBalancesResponse)


class HoursSummaryServicer:
    """Sums up the ledger."""

    service = summary_pb.DESCRIPTOR.services_by_name["HoursSummaryService"]

    async def SummarizeHours(
        self, request: summary_pb.SummarizeHoursRequest, work: Work
    ) -> summary_pb.HoursSummary:
        """Sums up the entries of a person or an organization."""
        return await summarize(request, work)
