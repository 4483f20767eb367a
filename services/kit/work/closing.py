"""Closing: what a unit of work leaves behind besides its rows, written in one statement before the commit.

a new row, notices → outbox, trail → audit, cost → spent, answer → the claim of the request
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from services.kit.calls.passport import Caller
from services.kit.process import telemetry
from services.kit.process.ids import uuid7
from services.kit.work import budget
from services.kit.work.audit import Changes
from services.kit.work.bulk import as_json, insertion
from services.kit.work.models import Resource
from services.kit.work.transaction import Transaction, Written

_TEXTS, _IDS = ARRAY(Text()), ARRAY(Uuid())
# Notices draw their numbers in the order of their announcement.
_CLOSE = f"""
    WITH told AS (
        INSERT INTO outbox (subject, headers, payload)
        SELECT subject, CAST(headers AS jsonb), payload
        FROM unnest(:subjects, :headers, :payloads)
            WITH ORDINALITY AS notice (subject, headers, payload, number)
        ORDER BY number
    ), noted AS (
        INSERT INTO audit (create_time, principal_id, person_id, client_id, request_id,
            id, method, trace_id, organization_id, resource_ids, changes)
        SELECT :now, :principal_id, :person_id, :client_id, :request_id,
            id, method, trace_id, organization_id,
            CAST(resource_ids AS jsonb), CAST(changes AS jsonb)
        FROM unnest(:ids, :methods, :trace_ids, :organization_ids, :resource_ids, :changes)
            AS entry (id, method, trace_id, organization_id, resource_ids, changes)
    ), answered AS (
        UPDATE answer SET body = :body
        WHERE principal_id = :principal_id AND method = :method AND request_id = :request_id
    ), charged AS ({budget.CHARGE})
    SELECT count(*) FROM charged
"""  # noqa: S608 # all constants
_TYPES: Mapping[str, Any] = {
    "subjects": _TEXTS,
    "headers": _TEXTS,
    "payloads": ARRAY(LargeBinary()),
    "now": DateTime(timezone=True),
    "principal_id": Text(),
    "person_id": Uuid(),
    "client_id": Text(),
    "request_id": Uuid(),
    "ids": _IDS,
    "methods": _TEXTS,
    "trace_ids": _TEXTS,
    "organization_ids": _IDS,
    "resource_ids": _TEXTS,
    "changes": _TEXTS,
    "body": LargeBinary(),
    "method": Text(),
    **budget.CHARGE_TYPES,
}


@cache
def _close(row_type: Any = None) -> Written:
    """Returns the statement, which also inserts a row of a class if one is given."""
    if row_type is None:
        return Written(_CLOSE, **_TYPES)
    with_row = _CLOSE.replace("WITH ", f"WITH added AS ({insertion(row_type)}), ", 1)
    return Written(with_row, rows=Text(), **_TYPES)


@dataclass(frozen=True, slots=True)
class Announcement:
    """A notice for the outbox.

    Attributes:
        subject: Its subject.
        headers: Its headers.
        payload: The resource, serialized.
        resource: The full name of its message.
        id: Its ID.
    """

    subject: str
    headers: Mapping[str, str]
    payload: bytes
    resource: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the audit trail.

    Attributes:
        method: The path of the method, the subject of the notice, or the name of the job.
        trace_id: The trace in which it happened.
        organization_id: The organization in whose trail it belongs; None if it concerns none.
        resource_ids: The IDs of the resources concerned, as JSON.
        changes: The changes, as JSON.
    """

    method: str
    trace_id: str
    organization_id: UUID | None
    resource_ids: str
    changes: str


@dataclass(slots=True)
class Closing:
    """What a unit of work leaves behind.

    Attributes:
        notices: What it announces, in order.
        entries: What it writes into the audit trail.
        request_id: The ID of the request, for the trail; None if it has none.
        charge: What the principal is charged; None if nothing.
        method: The method whose answer is stored; empty if none is.
        body: The answer to store, serialized.
        row: A new row to insert; None for none.
    """

    notices: list[Announcement] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    request_id: UUID | None = None
    charge: Mapping[str, float] | None = None
    method: str = ""
    body: bytes | None = None
    row: Resource | None = None

    def answer(self, key: Mapping[str, Any], body: bytes) -> None:
        """Stores the answer under the claim with this key."""
        self.method, self.request_id, self.body = key["method"], key["request_id"], body

    @property
    def announced_bytes(self) -> int:
        """The size of what it announces."""
        return sum(len(each.payload) for each in self.notices)

    def note(self, changes: Changes, method: str) -> None:
        """Notes changes in the audit trail, with one entry for each organization.

        Args:
            changes: The changes, flushed.
            method: The path of the method, the subject of the notice, or the name of the job.
        """
        trace_id = telemetry.trace_id()
        self.entries += [
            Entry(
                method,
                trace_id,
                part.organization_id,
                json.dumps(part.resource_ids),
                json.dumps(part.rows),
            )
            for part in changes.by_organization()
        ]

    async def write(self, transaction: Transaction, caller: Caller, now: datetime) -> None:
        """Writes it, as the last statement of a transaction.

        Raises:
            Exhausted: The budget of the principal was used up before; says when to try again.
        """
        if not (self.notices or self.entries or self.charge or self.method or self.row):
            return
        statement = _close(type(self.row)) if self.row else _close()
        rows = await transaction.fetch(statement.sql, self._values(statement, caller, now))
        if self.charge is not None and not rows[0][0]:
            await budget.refuse(caller.principal_id, self.charge, transaction)

    def _values(self, statement: Written, caller: Caller, now: datetime) -> Sequence[Any]:
        notices, entries = self.notices, self.entries
        return statement.values(
            rows=as_json([self.row]) if self.row else None,
            subjects=[each.subject for each in notices],
            headers=[json.dumps(each.headers) for each in notices],
            payloads=[each.payload for each in notices],
            now=now,
            principal_id=caller.principal_id,
            person_id=caller.person_id,
            client_id=caller.client_id,
            request_id=self.request_id,
            ids=[uuid7() for _ in entries],
            methods=[each.method for each in entries],
            trace_ids=[each.trace_id for each in entries],
            organization_ids=[each.organization_id for each in entries],
            resource_ids=[each.resource_ids for each in entries],
            changes=[each.changes for each in entries],
            body=self.body,
            method=self.method,
            **(self.charge or budget.NOTHING),
        )
