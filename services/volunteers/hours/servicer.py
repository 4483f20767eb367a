"""The services of the ledger of hours, and of what it sums up to."""

from banyan.volunteers.v1 import hours_balance_pb2 as balance_pb
from banyan.volunteers.v1 import hours_entry_pb2 as pb
from banyan.volunteers.v1 import hours_summary_pb2 as summary_pb
from sqlalchemy import case
from sqlmodel import col

from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.volunteers.hours.models import HoursBalance, HoursEntry
from services.volunteers.hours.summing import summarize

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
_ENTERED = (col(HoursEntry.create_time), col(HoursEntry.id))
STATEMENT = ENTRIES.listing(
    *_ENTERED,
    where=[col(HoursEntry.person_id) == given("person_id")],
    filters={
        "organization_id": col(HoursEntry.organization_id) == given("organization_id"),
        "hours_class": col(HoursEntry.hours_class) == given("hours_class"),
    },
    descending=True,
    orders={"CREATE_TIME": _ENTERED},
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
        """Lists the entries of a person, newest first."""
        return (await STATEMENT.page(request, work)).answer(pb.ListHoursEntriesResponse)


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
