"""What events does about the notices of areas: it repeats them."""

from uuid import UUID

from banyan.organizations.v1 import area_pb2

from services.events.areas.models import Area
from services.kit.bus.consumers import Consumer
from services.kit.work.projection import project
from services.kit.work.work import Work


async def _repeat(area: area_pb2.Area, work: Work) -> None:
    above = area.merged_into_id or area.parent_id
    await project(work, Area, area, above_id=UUID(above) if above else None)


CONSUMERS = (Consumer("events-area", "organizations", "area", area_pb2.Area, _repeat),)
