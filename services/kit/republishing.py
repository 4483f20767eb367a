"""Announcing again: what others know of a service's resources is rebuilt from its own tables.

Needed where notices were lost (the store of the bus is gone), or where a consumer is to learn what the
bus no longer keeps (it is new, or has lost its data). A consumer that has seen the present version of a
resource passes over it, so announcing again has no second effect.

What it has seen stands in the database of the consumer, in the table `seen`, beside what it made of it.
A backup brings both back together, and announcing again is all that is needed. `forget_seen` is for
the cases in which the two no longer fit:

- The projections are gone or wrong and `seen` is not: nothing would be handled again.
- The consumer wants to learn more from versions that it has seen: a projection has a new column.
- The owner was restored from a backup: its versions begin again below those that were seen.

`seen` gone and the projections kept needs nothing: handlers converge on the state that they are shown.
"""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlmodel import SQLModel, col

from services.kit import tables
from services.kit.database import is_infrastructure
from services.kit.fields import may_be_announced
from services.kit.models import Resource
from services.kit.passport import Caller
from services.kit.unit import Units, retried

BATCH = 200
VERB = "republished"
_CALLER = Caller(principal_id="command:republish")
_BEFORE_ALL = UUID(int=0)


def announced_resources(base: type[SQLModel]) -> list[type[Resource]]:
    """Returns the resources among the tables of a service that notices may carry.

    Those come first to which others point.
    """
    order = {table.name: number for number, table in enumerate(base.metadata.sorted_tables)}
    found = [
        row_type
        for row_type in base.__subclasses__()
        if issubclass(row_type, Resource) and may_be_announced(row_type.message.DESCRIPTOR)
    ]
    return sorted(found, key=lambda row_type: order[str(row_type.__tablename__)])


async def count(units: Units, row_type: type[Resource]) -> int:
    """Returns how many rows a resource has."""
    async with units.reading() as session:
        return await session.scalar(select(func.count()).select_from(row_type)) or 0


async def republish(units: Units, row_type: type[Resource]) -> AsyncIterator[int]:
    """Announces the present state of every row again; yields the size of each batch once it stands.

    A batch is one transaction, and its rows are locked: a change that comes meanwhile waits, and is
    announced after the state that it replaced.
    """
    last = _BEFORE_ALL
    while True:
        batch = await retried(partial(_announce_after, units, row_type, last), is_infrastructure)
        if not batch:
            return
        yield len(batch)
        last = batch[-1]


async def _announce_after(units: Units, row_type: type[Resource], last: UUID) -> list[UUID]:
    """Announces the rows that follow an id; returns their ids."""
    id_ = col(row_type.id)
    async with units.writing() as session, session.begin():
        work = units.work(session, _CALLER)
        rows = (
            await session.scalars(
                select(row_type)
                .where(id_ > last)
                .order_by(id_)
                .limit(BATCH)
                # Against changes, not against rows elsewhere that begin to point here.
                .with_for_update(read=True, of=row_type)
            )
        ).all()
        await work.announce_all(rows, VERB)
    units.committed(work)
    return [row.id for row in rows]


async def waiting(units: Units) -> int:
    """Returns how many notices wait in the outbox."""
    async with units.reading() as session:
        return await session.scalar(select(func.count()).select_from(tables.outbox)) or 0


async def forget_seen(units: Units, consumers: Sequence[str]) -> dict[str, int]:
    """Forgets the versions that consumers have seen; returns how many, for each.

    Their handlers run again for every notice that comes, whatever its version. Notices that wait on
    the bus may be older than what was handled; those of `republish` come after them.
    """
    seen = tables.seen
    forgotten = {}
    async with units.writing() as session, session.begin():
        for name in consumers:
            deleted = await session.execute(
                delete(seen).where(seen.c.consumer == name).returning(seen.c.resource_id)
            )
            forgotten[name] = len(deleted.all())
    return forgotten
