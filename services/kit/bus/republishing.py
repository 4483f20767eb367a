"""Republishing: rebuilds what other services know of a service's resources from its own tables.

It is needed after notices were lost (the bus lost its store), and for a consumer that is new or lost its
data, because the bus no longer has old notices. A consumer skips a version that it has seen, so
republishing has no second effect.

The versions that a consumer has seen are in its own database, in the table `seen`, next to its
projections. A backup restores both together, and republishing is enough. `forget_seen` is for the
cases in which the two do not match:

- The projections are lost or wrong but `seen` is not: nothing would be handled again.
- A projection has a new column, to be filled from versions that were seen before.
- The owner was restored from a backup: its versions restart below the seen ones.

If `seen` is lost and the projections are intact, nothing is needed: handlers converge on the state in the
notice.
"""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlmodel import SQLModel, col

from services.kit.calls.passport import Caller
from services.kit.contract.fields import may_be_announced
from services.kit.work import tables
from services.kit.work.database import is_infrastructure
from services.kit.work.models import Resource
from services.kit.work.unit import Units
from services.kit.work.works import retried

BATCH = 200
VERB = "republished"
_CALLER = Caller(principal_id="command:republish")
_BEFORE_ALL = UUID(int=0)


def announced_resources(base: type[SQLModel]) -> list[type[Resource]]:
    """Returns the tables of a service whose rows may be announced, referenced tables first."""
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
    """Announces the current state of every row again. Yields the size of each committed batch.

    A batch is one transaction that locks its rows. A concurrent change waits, and is announced after the
    state that it replaced.
    """
    last = _BEFORE_ALL
    while True:
        batch = await retried(partial(_announce_after, units, row_type, last), is_infrastructure)
        if not batch:
            return
        yield len(batch)
        last = batch[-1]


async def _announce_after(units: Units, row_type: type[Resource], last: UUID) -> list[UUID]:
    """Announces the rows after an ID, and returns their IDs."""
    id_ = col(row_type.id)
    async with units.writing(_CALLER) as work:
        rows = (
            await work.session.scalars(
                select(row_type)
                .where(id_ > last)
                .order_by(id_)
                .limit(BATCH)
                # This blocks changes, but not rows elsewhere that start to refer to these.
                .with_for_update(read=True, of=row_type)
            )
        ).all()
        await work.announce_all(rows, VERB, unchanged=True)
    return [row.id for row in rows]


async def waiting(units: Units) -> int:
    """Returns the number of notices in the outbox."""
    async with units.reading() as session:
        return await session.scalar(select(func.count()).select_from(tables.outbox)) or 0


async def forget_seen(units: Units, consumers: Sequence[str]) -> dict[str, int]:
    """Forgets the versions that consumers have seen. Returns the number for each.

    Their handlers then run for every notice, whatever its version. Notices still on the bus may be older
    than what was handled; those of `republish` follow them.
    """
    seen = tables.seen
    forgotten = {}
    async with units.writing(_CALLER) as work:
        for name in consumers:
            deleted = await work.session.execute(
                delete(seen).where(seen.c.consumer == name).returning(seen.c.resource_id)
            )
            forgotten[name] = len(deleted.all())
    return forgotten
