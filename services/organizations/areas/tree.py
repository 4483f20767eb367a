"""Changes to the tree of areas: one after another, and within bounds."""

from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.work import Work
from services.organizations.areas.models import Area

MOST_AREAS = 20_000  # retired ones too
MOST_BELOW = 1_000  # directly below one that is merged into another


async def lock_tree(work: Work) -> None:
    """Keeps others from changing the tree: administrators do so seldom, and one lock lets no two changes meet."""
    await work.lock_name("areas")


async def refuse_too_many(more: int, work: Work) -> None:
    """Refuses more areas than there can be.

    Args:
        more: How many are to come.
        work: The work, which holds the tree.

    Raises:
        Refused: There would be too many.
    """
    if await work.count(col(Area.id).is_not(None)) + more > MOST_AREAS:
        raise Refused(
            "There can be {max} areas at most, retired ones too. Leave out the smallest, such as buildings.",
            reason="TOO_MANY_AREAS",
            params={"max": MOST_AREAS},
        )
