"""Whether an event can have a category."""

from uuid import UUID

from services.events.categories.models import Category
from services.kit.errors import Violation
from services.kit.work.choices import broken_choice
from services.kit.work.work import Work


async def broken_category(category_id: str, before: UUID | None, work: Work) -> list[Violation]:
    """Returns what is wrong with the category that an event is to have.

    Args:
        category_id: The category; empty for none.
        before: The category that it has.
        work: The work.
    """
    closed = Violation(
        "event.category_id",
        "is not a category of the catalogue, or it is retired. Choose another one, or wait a moment if it is "
        "new",
        "CATEGORY_NOT_OPEN",
    )
    return await broken_choice(Category, category_id, before, closed, work)
