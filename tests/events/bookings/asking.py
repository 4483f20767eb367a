"""What the tests of bookings share: a lender with a room, and those who book it."""

from typing import Any

from banyan.events.v1 import booking_pb2 as pb
from banyan.events.v1 import event_pb2, venue_pb2

from tests.events.stage import Stage, in_hours, mask


def asked(
    stage: Stage, venue: venue_pb2.Venue, start: float = 48, end: float = 50, **values: Any
) -> pb.Booking:
    """Returns a booking by the organization of a stage, not made yet. Times are hours from now."""
    defaults: dict[str, Any] = {
        "organization_id": str(stage.organization_id),
        "venue_id": venue.id,
        "start_time": in_hours(start),
        "end_time": in_hours(end),
    }
    return pb.Booking(**(defaults | values))


async def book(
    stage: Stage, venue: venue_pb2.Venue, start: float = 48, end: float = 50, **values: Any
) -> pb.Booking:
    """Books a venue as the leader of a stage."""
    request = pb.CreateBookingRequest(booking=asked(stage, venue, start, end, **values))
    return await stage.call(request, pb.Booking)


async def book_for(
    stage: Stage, venue: venue_pb2.Venue, event: event_pb2.Event, **values: Any
) -> pb.Booking:
    """Books a venue for an event, for its time unless told otherwise."""
    times = {"start_time": event.start_time, "end_time": event.end_time}
    return await book(stage, venue, event_id=event.id, **(times | values))


async def change(stage: Stage, booking: pb.Booking, *, etag: str = "", **values: Any) -> pb.Booking:
    """Updates some fields of a booking."""
    request = pb.UpdateBookingRequest(
        booking_id=booking.id, booking=pb.Booking(etag=etag, **values), update_mask=mask(*values)
    )
    return await stage.call(request, pb.Booking)


async def confirm(stage: Stage, booking: pb.Booking, passport: str | None = None) -> pb.Booking:
    """Confirms a booking."""
    return await stage.call(pb.ConfirmBookingRequest(booking_id=booking.id), pb.Booking, passport)


async def decline(
    stage: Stage, booking: pb.Booking, passport: str | None = None, *, reason: str = ""
) -> pb.Booking:
    """Declines a booking."""
    request = pb.DeclineBookingRequest(booking_id=booking.id, reason=reason)
    return await stage.call(request, pb.Booking, passport)


async def cancel(
    stage: Stage, booking: pb.Booking, passport: str | None = None, *, reason: str = ""
) -> pb.Booking:
    """Cancels a booking."""
    request = pb.CancelBookingRequest(booking_id=booking.id, reason=reason)
    return await stage.call(request, pb.Booking, passport)


async def get(stage: Stage, booking: pb.Booking) -> pb.Booking:
    """Returns a booking as it is now."""
    return await stage.call(pb.GetBookingRequest(booking_id=booking.id), pb.Booking)


async def listed(stage: Stage, passport: str | None = None, **values: Any) -> list[pb.Booking]:
    """Returns the bookings that a list shows."""
    page = await stage.call(pb.ListBookingsRequest(**values), pb.ListBookingsResponse, passport)
    return list(page.bookings)


async def neighbor(stage: Stage, *, below: bool = False) -> Stage:
    """Returns another organization, of which the notice has arrived.

    Args:
        stage: The organization that lends.
        below: Whether it lies below that one.
    """
    other = Stage(stage.platform, stage.clock)
    await stage.knows_organization()
    await other.knows_organization(ancestors=(stage.organization_id,) if below else ())
    return other
