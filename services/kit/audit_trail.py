"""AuditService: the audit trail of an organization, for those who may read it.

Every service serves its own part. Who may read at all is its relation `view_audit_trail`. Those who
oversee the organization read everything; other members read what the contract opens method by method
(`trail` of its access option), and of that only the changes of the resources that it names there.
"""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from banyan.audit.v1 import audit_pb2 as pb
from sqlalchemy import select

from services.kit.access import Check
from services.kit.paging import paginate
from services.kit.server import Servicer, all_methods
from services.kit.tables import audit
from services.kit.values import timestamp
from services.kit.work import Work

MOST_CHANGES = 50
LONGEST_TEXT = 1000
_COLUMNS = ("id", "create_time", "method", "person_id", "client_id", "trace_id")


class AuditServicer:
    """Answers who changed what in an organization.

    Args:
        servicers: The other servicers of the service, whose methods say what members may read.
        oversees: The relation of those who read everything.
    """

    service = pb.DESCRIPTOR.services_by_name["AuditService"]

    def __init__(self, servicers: Sequence[Servicer], oversees: Check) -> None:
        self._oversees = oversees
        self._open = {
            method.path: frozenset(method.access.trail)
            for method in all_methods(servicers)
            if method.access.trail
        }

    async def ListAuditEntries(
        self, request: pb.ListAuditEntriesRequest, work: Work
    ) -> pb.ListAuditEntriesResponse:
        """Lists what was done in an organization, newest first."""
        organization_id = UUID(request.organization_id)
        await work.require("view_audit_trail", organization_id)
        columns = [audit.c[name] for name in (*_COLUMNS, "resource_ids", "changes")]
        statement = select(*columns).where(audit.c.organization_id == organization_id)
        sees_all = await self._sees_all(work, organization_id)
        if not sees_all:
            statement = statement.where(audit.c.method.in_(self._open))
        page = await paginate(work.session, statement, [audit.c.id], request, descending=True)
        entries = []
        for *values, resource_ids, changes in page.rows:
            entry = _entry(dict(zip(_COLUMNS, values, strict=True)))
            if not sees_all:
                changes = [each for each in changes if each["table"] in self._open[entry.method]]
                resource_ids = [each["id"] for each in changes]
            _add(entry, resource_ids, changes)
            entries.append(entry)
        return page.answer(pb.ListAuditEntriesResponse, entries)

    async def _sees_all(self, work: Work, organization_id: UUID) -> bool:
        return await self._oversees.holds(work, organization_id)


def _entry(values: dict[str, Any]) -> pb.AuditEntry:
    return pb.AuditEntry(
        id=str(values["id"]),
        create_time=timestamp(values["create_time"]),
        method=values["method"],
        person_id=str(values["person_id"] or ""),
        client_id=values["client_id"],
        trace_id=values["trace_id"],
    )


def _add(entry: pb.AuditEntry, resource_ids: list[str], changes: list[dict[str, Any]]) -> None:
    entry.resource_ids.extend(resource_ids)
    entry.omitted_changes = max(len(changes) - MOST_CHANGES, 0)
    for change in changes[:MOST_CHANGES]:
        before, after = change["before"], change["after"]
        names = [*before, *(name for name in after if name not in before)]
        entry.changes.add(
            resource=change["table"],
            resource_id=change["id"],
            fields=[
                pb.AuditField(
                    name=name, before=_text(before.get(name)), after=_text(after.get(name))
                )
                for name in names
            ],
        )


def _text(value: Any) -> str:
    """Returns a value as people read it."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
