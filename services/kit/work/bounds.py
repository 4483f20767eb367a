"""Bounds on how many rows there may be, such as the feeds of an organization, kept by all processes together."""

from sqlalchemy import ColumnElement

from services.kit.errors import Refused
from services.kit.work.work import Work


async def refuse_beyond(
    most: int, refusal: Refused, work: Work, *conditions: ColumnElement[bool], name: str
) -> None:
    """Refuses one more row than there may be.

    Whoever creates another one waits until this transaction ends: two that count at once would both count one too few.

    Args:
        most: How many there may be.
        refusal: What is said to who comes when there are so many.
        work: The work.
        conditions: What is counted, of the tables that they name.
        name: What the bound is about, such as "event_import_feed:" and an organization.

    Raises:
        Refused: There are so many already.
    """
    await work.lock_name(name)
    if await work.count(*conditions) >= most:
        raise refusal
