"""What a booking must be like beyond the rules of its fields."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from banyan.events.v1 import booking_pb2 as pb

from services.events.bookings.rules import END, LONGEST_MINUTES
from services.events.events.models import OPEN_EVENTS, Event
from services.kit.contract.values import known_moment
from services.kit.errors import Refused, Violation


def broken_times(booking: pb.Booking) -> Iterator[Violation]:
    """Yields what is wrong with the times of a booking."""
    start, end = known_moment(booking, "start_time"), known_moment(booking, "end_time")
    if start is None or end is None:
        return
    if end <= start:
        yield Violation(END, "must be after the start time", "END_NOT_AFTER_START")
    elif end - start > timedelta(minutes=LONGEST_MINUTES):
        yield Violation(
            END,
            "must be at most {max} days after the start time. Book the rest by itself",
            "BOOKING_TOO_LONG",
            params={"max": LONGEST_MINUTES // (24 * 60), "unit": "days"},
        )


def check_event(event: Event, organization_id: UUID) -> None:
    """Checks that a venue can be booked for an event.

    Raises:
        Refused: It is another organization's, or over.
    """
    if event.organization_id != organization_id:
        raise Refused(
            "This event is of another organization. Book for an event of the organization that books, or leave the"
            " event out.",
            reason="EVENT_OF_OTHERS",
        )
    if event.state not in OPEN_EVENTS:
        raise Refused(
            "A cancelled, completed or deleted event needs no venue. Choose another event, or leave it out.",
            reason="EVENT_OVER",
        )
