"""Bookings in the community of the access tables: one of the group, which waits for a decision, and the requests."""

from banyan.events.v1 import booking_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.access.resources.venue import add_venues
from tests.world import World, in_hours


def new_booking(world: World, start: float = 30) -> pb.Booking:
    """Returns a booking by the group of its own venue, not made yet."""
    return pb.Booking(
        organization_id=world.ids["group"],
        venue_id=world.ids["venue"],
        event_id=world.ids["event"],
        purpose="排练",
        start_time=in_hours(start),
        end_time=in_hours(start + 1),
    )


async def add_booking(world: World) -> str:
    """Makes two bookings of the group, and returns the ID of one.

    This one waits for a decision, which is not the way of the lender's own bookings: so every relation is one to the group.
    """
    await add_venues(world)
    for start in (36, 30):  # the first stays confirmed
        request = pb.CreateBookingRequest(booking=new_booking(world, start))
        booking = await world.call("leader", request, pb.Booking)
    await world.platform.site.sql(
        "events",
        "UPDATE booking SET state = 'PENDING', lapse_time = start_time WHERE id = $1",
        booking.id,
    )
    return booking.id


def _of_group(request: pb.ListBookingsRequest, world: World) -> None:
    """Asks for the bookings of the group alone."""
    request.Clear()
    request.organization_id = world.ids["group"]


REWORDED = pb.UpdateBookingRequest(
    booking=pb.Booking(purpose="演出"), update_mask=FieldMask(paths=["purpose"])
)
RESOURCE = Resource(
    "Booking",
    "Bookings",
    add_booking,
    requests={
        "CreateBooking": lambda request, world: request.booking.CopyFrom(new_booking(world, 40)),
        "UpdateBooking": lambda request, _: request.MergeFrom(REWORDED),
        "ListBookings": _of_group,
        "BatchListBookings": lambda request, world: request.requests.add(
            organization_id=world.ids["group"]
        ),
    },
    arguments={
        "booking": 'id: "<booking>"',
        "Subscription.bookingChanges": 'lenderId: "<group>"',
    },
)
