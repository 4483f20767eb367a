"""VenueTimeService: when venues are free and busy, and who has used them for how long."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from heapq import nsmallest
from typing import Any, NamedTuple
from uuid import UUID

from banyan.events.v1 import venue_pb2
from banyan.events.v1 import venue_time_pb2 as pb
from sqlalchemy import any_, case, func, literal, literal_column, select
from sqlmodel import col

from services.events.bookings.access import sees_booking
from services.events.bookings.models import Booking, BookingState
from services.events.bookings.queries import LENGTH, OPEN, TIME_ASKED, TIME_TAKEN
from services.events.events.access import sees_event
from services.events.events.models import Event
from services.events.series.clock import Span
from services.events.slots.free import free_spans
from services.events.slots.windows import broken_window
from services.events.venues.models import Venue
from services.events.venues.servicer import VENUES, list_venues
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import timestamp
from services.kit.errors import Violation
from services.kit.work.models import TIME
from services.kit.work.paging import Listing
from services.kit.work.query import Query
from services.kit.work.reading import Shown
from services.kit.work.viewer import IDS, Viewer, given
from services.kit.work.work import Work

MOST_VENUES = 50
MOST_SLOTS = 500
MOST_SHARES = 1000
LONGEST_SEARCH, LONGEST_VIEW = timedelta(days=31), timedelta(days=500)
MOST_MONTHS = 24
_LONGEST_BOOKING = timedelta(days=31)

# What takes time of several venues between two moments.
TAKEN_OF = Query(
    select(col(Booking.venue_id), col(Booking.start_time), col(Booking.clear_time)).where(
        col(Booking.venue_id) == any_(given("venue_ids", IDS)),
        OPEN,
        TIME_TAKEN.bool_op("&&")(TIME_ASKED),
    )
)


def _visible_event(viewer: Viewer) -> Any:
    """Returns the event of a booking, if the viewer may see it."""
    seen = select(col(Event.id)).where(col(Event.id) == col(Booking.event_id), sees_event(viewer))
    return seen.correlate(Booking).scalar_subquery()


_BUSY = Shown[pb.BusyTime](
    pb.BusyTime,
    start_time=col(Booking.start_time),
    end_time=col(Booking.end_time),
    is_tentative=col(Booking.state) == BookingState.PENDING,
    booking_id=lambda viewer: case((sees_booking(viewer), col(Booking.id))),
    event_id=_visible_event,
)
BUSY = Listing(
    lambda viewer: select(*_BUSY.columns(viewer)).where(
        col(Booking.venue_id) == given("venue_id"),
        OPEN,
        col(Booking.end_time) > given("start_time", TIME),
        col(Booking.start_time) < given("end_time", TIME),
        # No booking is longer, so the index bounds the search from below as well.
        col(Booking.start_time) > given("start_time", TIME) - literal(_LONGEST_BOOKING),
    ),
    _BUSY,
    [col(Booking.start_time), col(Booking.id)],
)
_MONTH = func.to_char(func.timezone(col(Venue.time_zone), col(Booking.start_time)), "YYYY-MM")
USE = Query(
    select(
        _MONTH.label("month"),
        col(Booking.organization_id),
        (func.sum(LENGTH) / 60).label("minutes"),
        func.count(),
    )
    .join(Venue, col(Venue.id) == col(Booking.venue_id))
    .where(
        col(Booking.venue_id) == given("venue_id"),
        col(Booking.state) == BookingState.CONFIRMED,
        col(Booking.start_time) >= given("earliest", TIME),
        col(Booking.start_time) < given("latest", TIME),
        _MONTH.between(given("start_month"), given("end_month")),
    )
    .group_by(literal_column("1"), literal_column("2"))
    .order_by(literal_column("1"), literal_column("3 DESC"), literal_column("2"))
    .limit(MOST_SHARES),
    relation="view_booking",
)


class Slot(NamedTuple):
    """A span in which a venue is free.

    Attributes:
        start: When it starts.
        venue_id: The venue.
        end: When it ends.
    """

    start: datetime
    venue_id: str
    end: datetime


class VenueTimeServicer:
    """Says when venues are free and busy, and who has used them."""

    service = pb.DESCRIPTOR.services_by_name["VenueTimeService"]

    async def SearchFreeSlots(self, request: pb.SearchFreeSlotsRequest, work: Work) -> pb.FreeSlots:
        """Finds when venues are free: one statement finds the venues, another what is booked."""
        refuse_violations(list(broken_window(request, LONGEST_SEARCH)))
        window = Span(request.start_time.ToDatetime(UTC), request.end_time.ToDatetime(UTC))
        venues = await _venues(request, work)
        taken: dict[str, list[Span]] = {each.id: [] for each in venues}
        rows = await work.fetch(
            TAKEN_OF,
            venue_ids=[UUID(each.id) for each in venues],
            start=window.start,
            # Where the next booking begins within the buffer of a new one, this counts as well.
            end=window.end + timedelta(days=1),
        )
        for venue_id, start, clear in rows:
            taken[str(venue_id)].append(Span(start, clear))
        duration = timedelta(minutes=request.duration_minutes)
        found = [
            Slot(start, venue.id, end)
            for venue in venues
            for start, end in free_spans(venue, taken[venue.id], window, duration, work.now)
        ]
        return pb.FreeSlots(
            slots=[
                pb.FreeSlot(
                    venue_id=each.venue_id,
                    start_time=timestamp(each.start),
                    end_time=timestamp(each.end),
                )
                for each in nsmallest(MOST_SLOTS, found)
            ],
            is_complete=len(found) <= MOST_SLOTS,
        )

    async def ListBusyTimes(
        self, request: pb.ListBusyTimesRequest, work: Work
    ) -> pb.ListBusyTimesResponse:
        """Lists when a venue is busy, by the start."""
        refuse_violations(list(broken_window(request, LONGEST_VIEW)))
        return (await BUSY.page(request, work)).answer(pb.ListBusyTimesResponse)

    async def SummarizeVenueUse(
        self, request: pb.SummarizeVenueUseRequest, work: Work
    ) -> pb.VenueUse:
        """Sums up for how long each organization uses a venue, by month."""
        refuse_violations(list(_broken_months(request)))
        rows = await work.fetch(
            USE,
            request,
            earliest=_first_day(request.start_month) - timedelta(days=2),
            latest=_first_day(request.end_month) + timedelta(days=34),
        )
        return pb.VenueUse(
            shares=[
                pb.VenueUseShare(
                    month=month,
                    organization_id=str(organization_id),
                    minutes=round(minutes),
                    booking_count=count,
                )
                for month, organization_id, minutes, count in rows
            ]
        )


async def _venues(request: pb.SearchFreeSlotsRequest, work: Work) -> Sequence[venue_pb2.Venue]:
    """Returns the venues among which to search, up to 50."""
    if request.venue_ids:
        found = await VENUES.get_all(request.venue_ids, work)
        return [each for each in found if each.state == venue_pb2.VENUE_STATE_ACTIVE]
    asked = venue_pb2.ListVenuesRequest(
        page_size=MOST_VENUES,
        states=[venue_pb2.VENUE_STATE_ACTIVE],
        query=request.query,
        features=request.features,
    )
    if request.HasField("organization_id"):
        asked.organization_id = request.organization_id
    if request.HasField("near"):
        asked.near.CopyFrom(request.near)
    if request.HasField("capacity"):
        asked.capacity = request.capacity
    return (await list_venues(asked, work)).items


def _broken_months(request: pb.SummarizeVenueUseRequest) -> Iterator[Violation]:
    start, end = map(_first_day, (request.start_month, request.end_month))
    if end < start:
        yield Violation("end_month", "must not be before the first month", "END_BEFORE_START")
    elif (end.year - start.year) * 12 + end.month - start.month >= MOST_MONTHS:
        yield Violation(
            "end_month",
            "leads to more than {max} months. Ask for the rest by itself",
            "TOO_MANY_PERIODS",
            params={"max": MOST_MONTHS},
        )


def _first_day(month: str) -> datetime:
    return datetime.combine(date.fromisoformat(f"{month}-01"), time(), UTC)
