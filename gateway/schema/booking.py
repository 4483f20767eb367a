"""Bookings of venues."""

from datetime import datetime

import strawberry
from banyan.events.v1 import booking_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes


@shows(booking_pb2.Booking)
class Booking(Node):
    """A time at which an organization uses a venue."""

    purpose: auto
    start_time: auto
    end_time: auto
    clear_time: auto
    state: auto
    end_reason: auto
    lapse_time: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    venue = reference("venue_id")
    lender = reference("lender_id")
    event = reference("event_id")


@shows(booking_pb2.SeriesBookings)
class SeriesBookings:
    """What came of booking a venue for a series."""

    bookings: auto
    not_booked: auto


@shows(booking_pb2.UnbookedOccurrence)
class UnbookedOccurrence:
    """An occurrence for which a venue could not be booked."""

    start_time: auto
    end_time: auto
    reasons: auto

    event = reference("event_id")


@shows(booking_pb2.BookingReason)
class BookingReason:
    """A reason against a booking."""

    reason: auto
    message: auto


@strawberry.type
class Queries:
    """Queries for bookings."""

    booking = get(booking_pb2.GetBookingRequest)


@strawberry.type
class Mutations:
    """Mutations of bookings."""

    create_booking = mutation(booking_pb2.CreateBookingRequest)
    book_event_series = mutation(booking_pb2.BookEventSeriesRequest)
    update_booking = mutation(booking_pb2.UpdateBookingRequest)
    confirm_booking = mutation(booking_pb2.ConfirmBookingRequest)
    decline_booking = mutation(booking_pb2.DeclineBookingRequest)
    cancel_booking = mutation(booking_pb2.CancelBookingRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to bookings."""

    booking_changes = changes(
        booking_pb2.GetBookingRequest,
        "venue_id",
        "lender_id",
        "organization_id",
        description="Sends each new or changed booking of a venue, of the venues of an organization, or by an organization,"
        " as far as the viewer may see it. Give `venueId`, `lenderId` or `organizationId`.",
        uniform=True,
    )
