"""Seals of the audit trail: a changed or a missing entry is noticed.

The entries of an organization are a chain. Each has a number, and a seal: the SHA-256 of the seal before it and of all
that the entry says. A job seals new entries a few seconds after they were written, so that those who write at once need
not wait for each other. Entries without an organization are a chain of their own.

Where a person is erased, entries lose what they said about that person (`services.kit.work.erasing`). Then they have not the
seal that they say any more; but a later entry vouches for what they say since, and is sealed as every other.

The chain tells of whoever changes entries and does not write the whole rest of the chain anew. Against somebody who can
do that, keep backups where they cannot reach them.
"""

import hashlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, RowMapping, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.kit.process.config import TRAIL_KEPT, ServiceSettings
from services.kit.work.database import plain
from services.kit.work.jobs import BatchedJob
from services.kit.work.legal_holds import unheld
from services.kit.work.tables import audit, audit_chain
from services.kit.work.work import Work

NOBODYS = UUID(int=0)  # the chain of entries without an organization
BATCH = 500
# The task that redacts entries, and whose entries vouch for what is left of them.
REDACTED_BY = "erase_people"
# Pruning takes what is old in any order, ten minutes after the last time.
FORGOTTEN_UNEVENLY = timedelta(days=1)
_NOTHING = (0, b"", datetime.min.replace(tzinfo=UTC))  # what comes before the first of a chain
_SAYS = tuple(column for column in audit.c if column.name not in ("number", "seal"))
_CHAIN = func.coalesce(audit.c.organization_id, bindparam("nobodys", NOBODYS, Uuid))
_NEW = select(*_SAYS).where(audit.c.seal.is_(None)).order_by(audit.c.id).limit(BATCH)
_SEAL = (
    audit.update()
    .where(audit.c.id == bindparam("sealed_id"))
    .values(number=bindparam("its_number"), seal=bindparam("its_seal", type_=LargeBinary))
)


def seal_of(before: bytes, entry: RowMapping) -> bytes:
    """Returns the seal of an entry.

    Args:
        before: The seal of the entry before it; empty for the first of a chain.
        entry: The columns of the entry.
    """
    return hashlib.sha256(before + _text(entry)).digest()


def _text(entry: Mapping[Any, Any]) -> bytes:
    says = {column.name: plain(entry[column.name]) for column in _SAYS}
    return json.dumps(says, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def voucher(entry: Mapping[Any, Any]) -> dict[str, Any]:
    """Returns the change by which another entry vouches for what an entry says since it was redacted."""
    says = hashlib.sha256(_text(entry)).hexdigest()
    return {"table": "audit", "id": str(entry["id"]), "before": {}, "after": {"says": says}}


def _vouched_by(entry: RowMapping) -> set[tuple[str, str]]:
    """Returns for which entries an entry vouches, with the hash of what each says."""
    if entry["method"] != REDACTED_BY:
        return set()
    of_trail = (each for each in entry["changes"] if each["table"] == "audit")
    return {(each["id"], each["after"]["says"]) for each in of_trail}


async def seal(work: Work) -> bool:
    """Seals what was written lately. Of several replicas one does so at a time.

    Returns:
        Whether there may be more.
    """
    await work.lock_name("audit:seal")
    entries = (await work.session.execute(_NEW)).mappings().all()
    if not entries:
        return False
    chains = {each["organization_id"] or NOBODYS for each in entries}
    rows = await work.session.execute(select(audit_chain).where(audit_chain.c.chain_id.in_(chains)))
    heads = {row.chain_id: (row.number, row.seal) for row in rows}
    sealed, latest = [], dict[UUID, datetime]()
    for entry in entries:
        chain = entry["organization_id"] or NOBODYS
        number, before = heads.get(chain, (0, b""))
        latest[chain] = entry["create_time"]
        heads[chain] = number + 1, seal_of(before, entry)
        sealed.append(
            {"sealed_id": entry["id"], "its_number": number + 1, "its_seal": heads[chain][1]}
        )
    connection = await work.session.connection()
    await connection.execute(_SEAL, sealed)
    head = upsert(audit_chain)
    await connection.execute(
        head.on_conflict_do_update(
            index_elements=["chain_id"],
            set_={name: head.excluded[name] for name in ("number", "seal", "create_time")},
        ),
        [
            {"chain_id": chain, "number": number, "seal": last, "create_time": latest[chain]}
            for chain, (number, last) in heads.items()
        ],
    )
    return len(entries) == BATCH


def sealing(settings: ServiceSettings) -> BatchedJob:
    """Returns the job that seals new entries."""
    return BatchedJob("seal_audit", settings.audit_sealing, seal)


@dataclass
class Broken:
    """What is wrong with the trail.

    Attributes:
        changed: The IDs of entries that say something else than when they were sealed.
        missing: How many entries each chain lacks.
    """

    changed: list[UUID] = field(default_factory=list)
    missing: Counter[UUID] = field(default_factory=Counter)


async def verify_trail(engine: AsyncEngine, kept: timedelta = TRAIL_KEPT) -> Broken:
    """Returns what is wrong with the sealed entries, by one snapshot of the data.

    Old entries are forgotten, roughly in their order. So what is missing among the entries of the oldest day is not
    missed, and a chain may begin with any number. Entries that a legal hold keeps may be older, alone, and so may
    those that one kept until lately: nothing is missed between an entry whose time is over and the next one.

    Args:
        engine: The database.
        kept: How long an entry is kept that no hold keeps.
    """
    now = datetime.now(UTC)
    in_time = (audit.c.create_time >= now - kept, *unheld(audit, now))
    broken, last = Broken(), dict[UUID, tuple[int, bytes, datetime]]()
    redacted, vouched = dict[UUID, str](), set[tuple[str, str]]()
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="REPEATABLE READ")
        oldest = await connection.scalar(select(func.min(audit.c.create_time)).where(*in_time))
        since = None if oldest is None else oldest + FORGOTTEN_UNEVENLY
        async for entry in _sealed(connection):
            chain, number = entry["organization_id"] or NOBODYS, entry["number"]
            before_it, before, then = last.get(chain, _NOTHING)
            skipped = number - before_it - 1
            if not skipped and entry["seal"] != seal_of(before, entry):
                redacted[entry["id"]] = voucher(entry)["after"]["says"]
            else:
                vouched |= _vouched_by(entry)
            if skipped and oldest and since and entry["create_time"] > since and then >= oldest:
                broken.missing[chain] += skipped
            last[chain] = number, entry["seal"], entry["create_time"]
        for head in await connection.execute(select(audit_chain)):
            lacks = head.number - last.get(head.chain_id, _NOTHING)[0]
            if lacks and (since is None or head.create_time > since):
                broken.missing[head.chain_id] += lacks
    broken.changed = [id_ for id_, says in redacted.items() if (str(id_), says) not in vouched]
    return broken


async def _sealed(connection: AsyncConnection) -> AsyncIterator[RowMapping]:
    """Yields the sealed entries, chain by chain, each in its order."""
    entries = select(audit).where(audit.c.seal.is_not(None)).order_by(_CHAIN, audit.c.number)
    async with connection.stream(entries) as found:
        async for entry in found.mappings():
            yield entry
