"""Which areas lie where, and whether something can be in one."""

from typing import Any
from uuid import UUID

from services.events.areas.models import Area
from services.kit.errors import Violation
from services.kit.work.choices import broken_choice
from services.kit.work.trees import within
from services.kit.work.work import Work


def areas_within(ids: Any) -> Any:
    """Returns areas, all that lie below them, and what was merged into them, as an array of IDs.

    Args:
        ids: The IDs of the areas, as an array.
    """
    return within(Area, ids)


async def broken_area(
    area_id: str, before: UUID | None, work: Work, *, field: str = "event.area_id"
) -> list[Violation]:
    """Returns what is wrong with the area in which something is to be.

    Args:
        area_id: The area; empty for none.
        before: The area in which it is.
        work: The work.
        field: The field with the area.
    """
    closed = Violation(
        field,
        "is not an area, or it is retired. Choose another one, or wait a moment if it is new",
        "AREA_NOT_OPEN",
    )
    return await broken_choice(Area, area_id, before, closed, work)
