"""Legal holds: what a service says about a person stays until a day, because a court or an authority wants it to.

While a hold stands, nobody erases the person, and what would be forgotten about them is kept (`services.kit.work.pruning`). It ends by
its date, or when it is released. Each service has holds of its own, so one stands whatever else is away.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    RowMapping,
    Table,
    Text,
    any_,
    cast,
    delete,
    exists,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from services.kit.process import telemetry
from services.kit.work import tables
from services.kit.work.closing import Entry
from services.kit.work.database import plain
from services.kit.work.work import Work

_HOLD = tables.legal_hold


@dataclass(frozen=True, slots=True)
class LegalHold:
    """A hold.

    Attributes:
        person_id: The person.
        create_time: Since when it stands.
        until_time: When it ends.
        reason: Why, in the words of the operator.
    """

    person_id: UUID
    create_time: datetime
    until_time: datetime
    reason: str

    @property
    def last_day(self) -> date:
        """The last day on which it stands, in UTC."""
        return (self.until_time.astimezone(UTC) - timedelta(microseconds=1)).date()


def end_of(day: date) -> datetime:
    """Returns when a hold ends whose last day this is, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def is_held(person_id: Any, now: datetime) -> ColumnElement[bool]:
    """Returns the condition that a hold stands.

    Args:
        person_id: The person, or a column with one, or with a list of them.
        now: The time.
    """
    named = any_(person_id) if isinstance(getattr(person_id, "type", None), ARRAY) else person_id
    standing = select(_HOLD.c.person_id).where(_HOLD.c.until_time > now)
    return exists(standing.where(_HOLD.c.person_id == named))


def unheld(table: Table, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Returns the conditions that a row says nothing about a person for whom a hold stands.

    Args:
        table: The table. What `services.kit.work.holdings` declares says which columns name people.
        now: The time.
    """
    columns = [table.c[name] for name in table.info.get("people", ())]
    conditions = [is_held(column, now) for column in columns]
    if table is tables.audit:  # what others did to them
        named = tables.audit.c.resource_ids.has_key(cast(_HOLD.c.person_id, Text))
        conditions.append(exists(select(_HOLD.c.person_id).where(_HOLD.c.until_time > now, named)))
    return (~or_(*conditions),) if conditions else ()


async def find_hold(person_id: UUID, work: Work) -> LegalHold | None:
    """Returns the hold that stands for a person; None if there is none."""
    of_person = select(_HOLD).where(_HOLD.c.person_id == person_id, _HOLD.c.until_time > work.now)
    row = (await work.session.execute(of_person)).mappings().first()
    return None if row is None else LegalHold(**row)


async def holds(work: Work) -> Sequence[LegalHold]:
    """Returns all holds that stand, those that end first at the beginning."""
    standing = select(_HOLD).where(_HOLD.c.until_time > work.now)
    rows = await work.session.execute(standing.order_by(_HOLD.c.until_time, _HOLD.c.person_id))
    return [LegalHold(**row) for row in rows.mappings()]


async def is_being_erased(person_id: UUID, work: Work) -> bool:
    """Returns whether it is too late for a hold. An erasure that is at work is waited for, and none begins meanwhile."""
    place = select(tables.erasure.c.place).where(tables.erasure.c.person_id == person_id)
    row = (await work.session.execute(place.with_for_update())).first()
    return row is not None and row.place is not None


async def hold(person_id: UUID, until_time: datetime, reason: str, work: Work) -> None:
    """Sets a hold, or changes the one that stands, and notes it in the audit trail."""
    before = await _locked(person_id, work)
    values = {"until_time": until_time, "reason": reason}
    new = upsert(_HOLD).values(person_id=person_id, create_time=work.now, **values)
    await work.session.execute(new.on_conflict_do_update(index_elements=["person_id"], set_=values))
    _note("hold", person_id, before, values, work)


async def release(person_id: UUID, work: Work) -> bool:
    """Ends a hold, and notes that in the audit trail. Returns whether one stood."""
    before = await _locked(person_id, work)
    if before is None or before["until_time"] <= work.now:
        return False
    await work.session.execute(delete(_HOLD).where(_HOLD.c.person_id == person_id))
    _note("release", person_id, before, {}, work)
    return True


async def _locked(person_id: UUID, work: Work) -> RowMapping | None:
    found = select(_HOLD).where(_HOLD.c.person_id == person_id).with_for_update()
    return (await work.session.execute(found)).mappings().first()


def _note(method: str, person_id: UUID, before: Any, after: Any, work: Work) -> None:
    said = ("until_time", "reason")
    change: dict[str, Any] = {"table": _HOLD.name, "id": str(person_id)}
    for side, values in (("before", before or {}), ("after", after)):
        change[side] = {name: plain(values[name]) for name in said if name in values}
    changes, ids = json.dumps([change]), json.dumps([str(person_id)])
    trace_id = telemetry.trace_id()
    work.closing.entries.append(Entry(f"command:{method}", trace_id, None, ids, changes))
