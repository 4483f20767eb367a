"""Erasing: takes from a service what it says about a person, and leaves what others need.

    begin → rows (one transaction) → stored answers → audit trail → streams → done

`begin_erasure` notes the person; a task of the service (`services.kit.bus.erasing`) does the rest, step by step. Each step can be
done again, so a crash costs nothing but time. What becomes of the rows of a table is declared with the table
(`services.kit.work.holdings`). The ID of the person stays as a pseudonym: it is random, and nothing says any more whose it was.
So sums and counts stay as they are.
"""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from google.protobuf import message_factory
from google.protobuf.descriptor_pool import Default
from sqlalchemy import delete, exists, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.kit.process import telemetry
from services.kit.work import tables
from services.kit.work.closing import Entry
from services.kit.work.holdings import Holdings
from services.kit.work.legal_holds import is_held
from services.kit.work.redacting import redact_changes, redact_message
from services.kit.work.sealing import REDACTED_BY, voucher
from services.kit.work.work import Work

# The task that erases; `work.trigger` wakes it.
ERASE = REDACTED_BY
BATCH = 500
RELAYING = "banyan.relay"  # what the relay locks while it publishes
# Ends what the person takes part in, in the transaction in which their rows are erased.
Leave = Callable[[UUID, Work], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Erasure:
    """A person who is being erased.

    Attributes:
        person_id: The person.
        resource_ids: The IDs of what was theirs.
        organization_ids: The organizations in whose trails that may be.
        place: Up to which message of the stream notices may say what was erased; None before the rows are erased.
    """

    person_id: UUID
    resource_ids: frozenset[str]
    organization_ids: tuple[UUID, ...]
    place: int | None


async def begin_erasure(person_id: UUID, work: Work) -> None:
    """Notes that a person is to be erased; again, if that was done before and something has come since."""
    values = {"create_time": work.now, "place": None, "done_time": None}
    new = upsert(tables.erasure).values(
        person_id=person_id, resource_ids=[], organization_ids=[], **values
    )
    await work.session.execute(new.on_conflict_do_update(index_elements=["person_id"], set_=values))
    work.trigger(ERASE)


async def next_erasure(work: Work) -> Erasure | None:
    """Returns the person who waits longest, for this process alone until the transaction ends.

    Nobody is begun with for whom a legal hold stands.
    """
    table = tables.erasure
    may_begin = table.c.place.is_not(None) | ~is_held(table.c.person_id, work.now)
    due = select(table).where(table.c.done_time.is_(None), may_begin).order_by(table.c.create_time)
    found = await work.session.execute(due.limit(1).with_for_update(skip_locked=True))
    row = found.first()
    if row is None:
        return None
    organizations = tuple(UUID(each) for each in row.organization_ids)
    return Erasure(row.person_id, frozenset(row.resource_ids), organizations, row.place)


async def is_relayed(erasure: Erasure, holdings: Holdings, work: Work) -> bool:
    """Returns whether no notice of what is the person's waits to be published. The relay is locked."""
    ids, _ = await _theirs(erasure.person_id, holdings, work)
    outbox = tables.outbox.c.subject
    waits = exists().where(func.split_part(outbox, ".", 4).in_(sorted(ids)))
    return not await work.session.scalar(select(waits))


async def erase_rows(
    erasure: Erasure, holdings: Holdings, leave: Leave | None, place: int, work: Work
) -> None:
    """Erases the rows of a person.

    Args:
        erasure: The person.
        holdings: What the tables say about people.
        leave: Ends what the person takes part in; None if there is nothing.
        place: The last message of the stream. Nothing is published until this is committed.
        work: The work.
    """
    ids, organizations = await _theirs(erasure.person_id, holdings, work)
    for one in reversed(holdings.held):  # parts before what they are part of
        for statement in one.erasing(erasure.person_id, holdings):
            await work.session.execute(statement.execution_options(synchronize_session=False))
    failure = tables.failure
    await work.session.execute(
        delete(failure).where(func.split_part(failure.c.subject, ".", 4).in_(sorted(ids)))
    )
    if leave is not None:
        await leave(erasure.person_id, work)
    await work.transaction.flush()
    redact_changes(work.changes.rows, ids, str(erasure.person_id))
    await _note(
        erasure,
        work,
        resource_ids=sorted({*ids, *erasure.resource_ids}),
        organization_ids=sorted({*organizations, *map(str, erasure.organization_ids)}),
        place=place,
    )


async def finish(erasure: Erasure, work: Work) -> None:
    """Notes that a person is erased here."""
    await _note(erasure, work, done_time=work.now)


async def _note(erasure: Erasure, work: Work, **values: Any) -> None:
    of_person = tables.erasure.c.person_id == erasure.person_id
    await work.session.execute(update(tables.erasure).where(of_person).values(**values))


async def _theirs(person_id: UUID, holdings: Holdings, work: Work) -> tuple[set[str], set[str]]:
    """Returns the IDs of what says something about a person, and the organizations of that."""
    ids, organizations = {str(person_id)}, set[str]()
    for one in holdings.held:
        for statement in one.finding(person_id, holdings):
            for key, organization_id in await work.session.execute(statement):
                if key is not None:
                    ids.add(str(key))
                if organization_id is not None:
                    organizations.add(str(organization_id))
    return ids, organizations


async def erase_answers(erasure: Erasure, after: tuple[Any, ...] | None, work: Work) -> Any:
    """Redacts the next stored answers that say something about a person.

    Args:
        erasure: The person.
        after: The key of the last answer that was looked at; None to begin.
        work: The work.

    Returns:
        The key of the last one that was looked at; None if there are no more.
    """
    table = tables.answer
    key = tuple_(*table.primary_key)
    batch = select(*table.primary_key, table.c.body).where(table.c.body.is_not(None))
    if after is not None:
        batch = batch.where(key > after)
    rows: Any = (await work.session.execute(batch.order_by(*table.primary_key).limit(BATCH))).all()
    named = re.compile("|".join(sorted(erasure.resource_ids)).encode())
    for principal_id, method, request_id, body in rows:
        if not named.search(body):
            continue
        answer = _answer_type(method).FromString(body)
        if redact_message(answer, erasure.resource_ids, str(erasure.person_id)):
            same = key == (principal_id, method, request_id)
            await work.session.execute(
                update(table).where(same).values(body=answer.SerializeToString())
            )
    return tuple(rows[-1][:3]) if len(rows) == BATCH else None


def _answer_type(path: str) -> Any:
    """Returns the class of the answers of a method, such as "/banyan.events.v1.EventService/GetEvent"."""
    _, service, name = path.split("/")
    method = Default().FindServiceByName(service).methods_by_name[name]
    return message_factory.GetMessageClass(method.output_type)


async def erase_trail(
    erasure: Erasure, organization_id: UUID | None, after: UUID, work: Work
) -> UUID | None:
    """Redacts the next entries of the trail of an organization, and says so in the trail.

    Args:
        erasure: The person.
        organization_id: The organization; None for entries without one.
        after: The last entry that was looked at.
        work: The work.

    Returns:
        The last one that was looked at; None if there are no more.
    """
    table = tables.audit
    of_chain = table.c.organization_id == organization_id
    if organization_id is None:
        of_chain = table.c.organization_id.is_(None)
    batch = select(table).where(of_chain, table.c.id > after).order_by(table.c.id).limit(BATCH)
    rows = (await work.session.execute(batch.with_for_update())).mappings().all()
    vouched = list[dict[str, Any]]()
    for row in rows:
        entry: dict[str, Any] = dict(row)
        if redact_changes(entry["changes"], erasure.resource_ids, str(erasure.person_id)):
            values = {"changes": entry["changes"]}
            await work.session.execute(
                update(table).where(table.c.id == entry["id"]).values(**values)
            )
            vouched.append(voucher(entry))
    if vouched:
        trace_id, changes = telemetry.trace_id(), json.dumps(vouched)
        work.closing.entries.append(Entry(REDACTED_BY, trace_id, organization_id, "[]", changes))
    return rows[-1]["id"] if len(rows) == BATCH else None
