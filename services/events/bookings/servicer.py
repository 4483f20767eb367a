"""BookingService: when organizations use venues."""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from uuid import UUID

from banyan.events.v1 import booking_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.events.bookings.checking import broken_times, check_event
from services.events.bookings.models import Booking
from services.events.bookings.placing import Desk, Wish
from services.events.bookings.queries import TAKEN, lock_venues
from services.events.bookings.rules import VENUE_TAKEN
from services.events.bookings.series import book_series
from services.events.events.models import Event
from services.events.organizations.queries import check_organization, refuse_closed
from services.events.series.models import EventSeries
from services.events.venues.models import Venue
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import moment_of
from services.kit.errors import Exhausted, Refused, Violation
from services.kit.service.steps import Preparation
from services.kit.work.batches import Batch
from services.kit.work.lines import Lines
from services.kit.work.mapping import to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

# How many book one venue at once: one in the database, and those who come next close behind.
AT_ONCE = 3
LONGEST_LINE = 200

BOOKINGS = Resources[pb.Booking](Booking, "view_booking")
_START = (col(Booking.start_time), col(Booking.id))
BY_START = BOOKINGS.listing(
    *_START,
    filters={
        "venue_id": col(Booking.venue_id) == given("venue_id"),
        "organization_id": col(Booking.organization_id) == given("organization_id"),
        "lender_id": col(Booking.lender_id) == given("lender_id"),
        "event_id": col(Booking.event_id) == given("event_id"),
        "states": col(Booking.state) == any_(given("states", TEXTS)),
        "end_time_after": col(Booking.end_time) > given("end_time_after"),
        "start_time_before": col(Booking.start_time) < given("start_time_before"),
    },
    orders={"START_TIME": _START, "CREATE_TIME": [col(Booking.id)]},  # IDs increase with time
)
OF_SEVERAL = Batch(BY_START, "venue_id", "organization_id", "lender_id", "event_id")


class BookingServicer:
    """Manages bookings."""

    service = pb.DESCRIPTOR.services_by_name["BookingService"]

    def __init__(self) -> None:
        self._lines = Lines(
            "venue",
            at_once=AT_ONCE,
            longest=LONGEST_LINE,
            full=Exhausted(
                "Too many people book this venue at once. Nothing was changed. Try again in a moment.",
                reason="TOO_MANY_AT_ONCE",
            ),
        )

    async def turn_CreateBooking(
        self, request: pb.CreateBookingRequest, _: Preparation
    ) -> AbstractAsyncContextManager[None]:
        """Lets people come to a venue one after another."""
        return self._lines.turn(UUID(request.booking.venue_id))

    async def prepare_CreateBooking(
        self, request: pb.CreateBookingRequest, preparation: Preparation
    ) -> None:
        """Refuses at once what is taken, so that nobody stands in line for nothing."""
        work, booking = preparation.work, request.booking
        refuse_violations(list(await self.rules_CreateBooking(request, work)))
        start, end = moment_of(booking, "start_time"), moment_of(booking, "end_time")
        if await work.fetch(TAKEN, venue_id=UUID(booking.venue_id), start=start, end=end):
            raise Refused.of([VENUE_TAKEN])

    async def rules_CreateBooking(
        self, request: pb.CreateBookingRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the times."""
        await work.require("manage_bookings", UUID(request.booking.organization_id))
        return broken_times(request.booking)

    async def CreateBooking(self, request: pb.CreateBookingRequest, work: Work) -> pb.Booking:
        """Books a venue for a time."""
        asked = request.booking
        organization_id = UUID(asked.organization_id)
        refuse_violations(list(await self.rules_CreateBooking(request, work)))
        await check_organization(organization_id, work)
        event: Event | None = None
        if asked.event_id:
            event = await work.lock(Event, asked.event_id)
            check_event(event, organization_id)
        venue_id = UUID(asked.venue_id)
        await lock_venues(work, venue_id)
        wish = Wish(_moment(asked, "start_time"), _moment(asked, "end_time"), event)
        venue = await work.get(Venue, venue_id)
        desk = await Desk.open(venue, organization_id, [wish], work)
        if reasons := desk.reasons_against(wish):
            raise Refused.of(reasons)
        booking = desk.place(wish, asked.purpose)
        await work.add(booking)
        await work.announce(booking, "created")
        return to_proto(booking, pb.Booking)

    async def BookEventSeries(
        self, request: pb.BookEventSeriesRequest, work: Work
    ) -> pb.SeriesBookings:
        """Books a venue for the coming occurrences of a series."""
        series = await work.get(EventSeries, request.event_series_id)
        await work.require("manage_bookings", series.organization_id)
        await check_organization(series.organization_id, work)
        return await book_series(series, request, work)

    async def GetBooking(self, request: pb.GetBookingRequest, work: Work) -> pb.Booking:
        """Gets a booking."""
        return await BOOKINGS.get(request.booking_id, work)

    async def BatchGetBookings(
        self, request: pb.BatchGetBookingsRequest, work: Work
    ) -> pb.BatchGetBookingsResponse:
        """Gets several bookings."""
        return pb.BatchGetBookingsResponse(bookings=await BOOKINGS.get_all(request.ids, work))

    async def ListBookings(
        self, request: pb.ListBookingsRequest, work: Work
    ) -> pb.ListBookingsResponse:
        """Lists bookings by their start."""
        return (await BY_START.page(request, work)).answer(pb.ListBookingsResponse)

    async def BatchListBookings(
        self, request: pb.BatchListBookingsRequest, work: Work
    ) -> pb.BatchListBookingsResponse:
        """Lists the bookings of several venues, organizations or events."""
        pages = await OF_SEVERAL.pages(request.requests, work)
        return pb.BatchListBookingsResponse(
            responses=[page.answer(pb.ListBookingsResponse) for page in pages]
        )

    async def UpdateBooking(self, request: pb.UpdateBookingRequest, work: Work) -> pb.Booking:
        """Updates the masked fields of a booking: at another time, it is asked for as if it were new."""
        found = await work.get(Booking, request.booking_id)
        await work.require("manage_bookings", found.organization_id)  # before any lock
        event = await work.lock(Event, found.event_id) if found.event_id else None
        await lock_venues(work, found.venue_id)
        booking = await work.lock(Booking, found.id)
        booking.check_coming(work.now)
        await refuse_closed(booking.organization_id, work)
        before = booking.start_time, booking.end_time
        update(booking, request.booking, request.update_mask, "booking", rules=broken_times)
        wish = Wish(booking.start_time, booking.end_time, event)
        if wish[:2] != before:
            booking.start_time, booking.end_time = (
                before  # until it is known that the new time fits
            )
            await _move(booking, wish, work)
        await work.announce(booking, "updated")
        return to_proto(booking, pb.Booking)

    async def ConfirmBooking(self, request: pb.ConfirmBookingRequest, work: Work) -> pb.Booking:
        """Confirms a booking."""
        booking = await _lock(request.booking_id, "decide_booking", work)
        booking.confirm()
        await work.announce(booking, "confirmed")
        return to_proto(booking, pb.Booking)

    async def DeclineBooking(self, request: pb.DeclineBookingRequest, work: Work) -> pb.Booking:
        """Declines a booking."""
        booking = await _lock(request.booking_id, "decide_booking", work)
        booking.decline(request.reason)
        await work.announce(booking, "declined")
        return to_proto(booking, pb.Booking)

    async def CancelBooking(self, request: pb.CancelBookingRequest, work: Work) -> pb.Booking:
        """Cancels a booking."""
        booking = await _lock(request.booking_id, "cancel_booking", work)
        booking.cancel(request.reason, at=work.now)
        await work.announce(booking, "cancelled")
        return to_proto(booking, pb.Booking)


async def _move(booking: Booking, wish: Wish, work: Work) -> None:
    """Asks for a booking at another time, as if it were new.

    Raises:
        Refused: It is not possible then.
    """
    venue = await work.get(Venue, booking.venue_id)
    desk = await Desk.open(venue, booking.organization_id, [wish], work, but=booking.id)
    if reasons := desk.reasons_against(wish):
        raise Refused.of(reasons)
    desk.settle(booking, wish)


async def _lock(booking_id: str, relation: str, work: Work) -> Booking:
    """Returns a booking about which the caller may decide, locked."""
    found = await work.get(Booking, booking_id)
    await work.require(relation, found)  # before any lock, so that strangers hold none
    return await work.lock(Booking, found.id)


def _moment(message: pb.Booking, name: str) -> datetime:
    moment = moment_of(message, name)
    assert moment is not None  # noqa: S101 - the contract requires it
    return moment
