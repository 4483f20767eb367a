"""What events does about the notices of availability: it repeats them."""

from banyan.volunteers.v1 import availability_pb2

from services.events.availability.models import Availability
from services.kit.bus.consumers import Consumer
from services.kit.work.projection import project
from services.kit.work.work import Work


async def _repeat(availability: availability_pb2.Availability, work: Work) -> None:
    await project(work, Availability, availability)


CONSUMERS = (
    Consumer(
        "events-availability",
        "volunteers",
        "availability",
        availability_pb2.Availability,
        _repeat,
    ),
)
