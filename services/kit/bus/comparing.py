"""Comparing: whether the consumers of a service have heard of what its owner holds now.

A consumer notes the version of each resource that it has handled, in the transaction of the effect (the table `seen`). So
it has the present state of a resource if that version is the owner's. Backups that do not match, and notices that were
lost, show as differences: `verify --owner` lists them.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, bindparam, column, select, table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.kit.bus.consumers import Consumer

BATCH = 5000
# What changed since then may be on its way.
ON_ITS_WAY = timedelta(minutes=1)
_SHOWN = 5
_BEFORE_ALL = UUID(int=0)
_SEEN = table("seen", column("consumer"), column("resource_id"), column("version"))
_IDS = bindparam("ids", type_=ARRAY(Uuid()))


@dataclass(slots=True)
class Difference:
    """What a consumer has not as the owner has it.

    Attributes:
        consumer: The consumer.
        behind: How many resources it knows in an older version, or not at all.
        ahead: How many it knows in a version that the owner does not have, because a restore lost it.
        behind_ids: The first of those behind.
        ahead_ids: The first of those ahead.
    """

    consumer: Consumer
    behind: int = 0
    ahead: int = 0
    behind_ids: list[UUID] = field(default_factory=list)
    ahead_ids: list[UUID] = field(default_factory=list)

    def add_behind(self, ids: Sequence[UUID]) -> None:
        """Counts resources that it knows in an older version, or not at all."""
        self.behind += len(ids)
        self.behind_ids += ids[: _SHOWN - len(self.behind_ids)]

    def add_ahead(self, ids: Sequence[UUID]) -> None:
        """Counts resources that it knows in a version that the owner does not have."""
        self.ahead += len(ids)
        self.ahead_ids += ids[: _SHOWN - len(self.ahead_ids)]


async def compare(
    own: AsyncEngine, owner: AsyncEngine, consumer: Consumer, now: datetime
) -> Difference:
    """Compares the versions that a consumer has handled with those of the owner.

    It reads whole tables in batches, without locks, and changes nothing. What has changed within the last minute is left
    out, since its notice may be on its way.

    Args:
        own: The database of the consumer.
        owner: The database of the service whose notices it handles.
        consumer: The consumer.
        now: The time.
    """
    found = Difference(consumer)
    resources = table(
        consumer.resource, column("id"), column("version"), column("update_time")
    ).alias("resource")
    async with own.connect() as here, owner.connect() as there:
        settled = resources.c.update_time < now - ON_ITS_WAY
        async for batch in _versions(there, resources.c.id, resources.c.version, settled):
            seen = await _seen_of(here, consumer, list(batch))
            found.add_behind([each for each in batch if seen.get(each, 0) < batch[each]])
            found.add_ahead([each for each in batch if seen.get(each, 0) > batch[each]])
        is_its = _SEEN.c.consumer == consumer.name
        async for batch in _versions(here, _SEEN.c.resource_id, _SEEN.c.version, is_its):
            ids = select(resources.c.id).where(resources.c.id == any_(_IDS))
            known = set(await there.scalars(ids, {"ids": list(batch)}))
            found.add_ahead([each for each in batch if each not in known])
    return found


async def _versions(
    connection: AsyncConnection,
    id_: ColumnElement[UUID],
    version: ColumnElement[int],
    condition: ColumnElement[bool],
) -> AsyncIterator[dict[UUID, int]]:
    """Yields the versions of rows by ID, in batches."""
    last, query = bindparam("last", type_=Uuid()), select(id_, version)
    query = query.where(id_ > last, condition).order_by(id_).limit(BATCH)
    batch = {_BEFORE_ALL: 0}
    while True:
        rows = await connection.execute(query, {"last": max(batch)})
        batch = {row[0]: row[1] for row in rows}
        if not batch:
            return
        yield batch


async def _seen_of(
    connection: AsyncConnection, consumer: Consumer, ids: Sequence[UUID]
) -> dict[UUID, int]:
    query = select(_SEEN.c.resource_id, _SEEN.c.version).where(
        _SEEN.c.consumer == consumer.name, _SEEN.c.resource_id == any_(_IDS)
    )
    rows = await connection.execute(query, {"ids": ids})
    return {row[0]: row[1] for row in rows}
