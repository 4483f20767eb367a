"""AuditService: the audit trail of an organization.

Each service serves its own part. The relation `view_audit_trail` says who may read at all. People who
oversee the organization read everything. Other members read the methods whose access option has a `trail`,
and of those only the changes of the resources that it names.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from banyan.audit.v1 import audit_pb2 as pb
from sqlalchemy import Text, Uuid, and_, any_, cast, literal, or_, select

from services.kit.calls.passport import APP_PRINCIPAL, app_of
from services.kit.contract.values import timestamp
from services.kit.service.steps import Servicer, all_methods
from services.kit.work.access import Check
from services.kit.work.paging import Listing
from services.kit.work.query import Row
from services.kit.work.tables import audit
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

MOST_CHANGES = 50
LONGEST_TEXT = 1000
SERVICE = "SERVICE"  # in a filter, every action that is no method
_COLUMNS = (
    "id",
    "create_time",
    "method",
    "person_id",
    "client_id",
    "trace_id",
    "resource_ids",
    "changes",
    "principal_id",
)
NEWEST_FIRST: Listing[Any] = Listing(
    lambda _: select(*(audit.c[name] for name in _COLUMNS)).where(
        audit.c.organization_id == given("organization_id")
    ),
    None,
    [audit.c.id],
    filters={
        "methods": audit.c.method == any_(given("methods", TEXTS)),
        "actions": or_(
            audit.c.method == any_(given("actions", TEXTS)),
            and_(literal(SERVICE) == any_(given("actions", TEXTS)), audit.c.method.not_like("/%")),
        ),
        "person_id": audit.c.person_id == given("person_id"),
        "app_id": audit.c.principal_id
        == literal(APP_PRINCIPAL) + cast(given("app_id", Uuid()), Text),
        "create_time_after": audit.c.create_time >= given("create_time_after"),
        "create_time_before": audit.c.create_time < given("create_time_before"),
    },
    descending=True,
)


class AuditServicer:
    """Answers who changed what in an organization.

    Args:
        servicers: The other servicers of the service. Their methods declare what members may read.
        oversees: The relation of people who read everything.
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
        sees_all = await self._sees_all(work, organization_id)
        methods = None if sees_all else list(self._open)
        page = await NEWEST_FIRST.page(request, work, methods=methods)
        entries = [self._entry(row, sees_all=sees_all) for row in page.items]
        return replace(page, items=entries).answer(pb.ListAuditEntriesResponse)

    async def _sees_all(self, work: Work, organization_id: UUID) -> bool:
        """Returns whether the caller reads the changes of single people, too."""
        return await self._oversees.holds(work, organization_id)

    def _entry(self, row: Row, *, sees_all: bool) -> pb.AuditEntry:
        id_, create_time, method, person_id, client_id, trace_id, resource_ids, changes, *rest = row
        principal_id = str(rest[0])
        if not sees_all:
            changes = [each for each in changes if each["table"] in self._open[method]]
            resource_ids = [each["id"] for each in changes]
        entry = pb.AuditEntry(
            id=str(id_),
            create_time=timestamp(create_time),
            action=method,
            person_id=str(person_id or ""),
            client_id=client_id,
            trace_id=trace_id,
            resource_ids=resource_ids,
            app_id=app_of(principal_id),
        )
        _add(entry, changes)
        return entry


def _add(entry: pb.AuditEntry, changes: list[dict[str, Any]]) -> None:
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
    """Returns a value as text for people."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
