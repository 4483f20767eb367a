"""What events does about the notices of categories: it repeats them."""

from banyan.organizations.v1 import category_pb2

from services.events.categories.models import Category
from services.kit.bus.consumers import Consumer
from services.kit.work.projection import project
from services.kit.work.work import Work


async def _repeat(category: category_pb2.Category, work: Work) -> None:
    await project(work, Category, category)


CONSUMERS = (
    Consumer("events-category", "organizations", "category", category_pb2.Category, _repeat),
)
