"""What organizations does about the notices of bookings: it repeats them, so that support can name one."""

from banyan.events.v1 import booking_pb2

from services.kit.bus.consumers import Consumer
from services.kit.work.projection import project
from services.kit.work.work import Work
from services.organizations.bookings.models import Booking


async def _repeat(booking: booking_pb2.Booking, work: Work) -> None:
    await project(work, Booking, booking)


CONSUMERS = (Consumer("organizations-booking", "events", "booking", booking_pb2.Booking, _repeat),)
