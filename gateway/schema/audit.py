"""Audit trails: who changed what in an organization."""

from datetime import datetime
from typing import Any

from banyan.audit.v1 import audit_pb2
from strawberry import auto

from gateway.connections import connection
from gateway.fields import reference
from gateway.messages import shows

SERVICES = ("volunteers", "organizations", "events")


def trail(**bound: str) -> Any:
    """Makes a field that lists what was done, in all services; see `connection` for the bound."""
    return connection(audit_pb2.ListAuditEntriesRequest, services=SERVICES, **bound)


@shows(audit_pb2.AuditEntry)
class AuditEntry:
    """One thing that was done in an organization, by somebody or by a service, at one time."""

    id: auto
    create_time: datetime
    method: auto
    client_id: auto
    trace_id: auto
    resource_ids: auto
    changes: auto
    omitted_changes: auto

    person = reference("person_id")


@shows(audit_pb2.AuditRow)
class AuditRow:
    """What changed in one row."""

    resource: auto
    resource_id: auto
    fields: auto


@shows(audit_pb2.AuditField)
class AuditField:
    """A field that changed."""

    name: auto
    before: auto
    after: auto
