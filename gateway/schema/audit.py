"""Audit trails: who changed what in an organization."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import strawberry
from banyan.audit.v1 import audit_pb2 as pb
from google.protobuf.message import Message
from strawberry import auto
from strawberry.utils.str_converters import to_camel_case

from gateway.backend.context import Context
from gateway.binding.connections import connection
from gateway.binding.fields import field, reference
from gateway.binding.messages import shows
from gateway.binding.node import Node, load_nodes, message_of_node
from gateway.binding.prices import LISTED, Price
from gateway.contract import reading as contract
from gateway.contract.audited import recorded_method
from gateway.contract.references import type_name_of
from services.catalogue import NAMES
from services.kit.contract.fields import referenced
from services.kit.contract.global_ids import GlobalId


def trail(**bound: str) -> Any:
    """Makes a field that lists the audit entries of all services; see `connection` for `bound`."""
    return connection(pb.ListAuditEntriesRequest, services=NAMES, **bound)


async def _nodes(rows: Sequence[pb.AuditRow], context: Context) -> Sequence[Any]:
    return await load_nodes([_resource(row) for row in rows], context)


async def _resources(entries: Sequence[pb.AuditEntry], context: Context) -> Sequence[Any]:
    wanted = [_concerned(entry) for entry in entries]
    loaded = iter(await load_nodes([each for one in wanted for each in one], context))
    found = [list(islice(loaded, len(one))) for one in wanted]
    return [[each for each in one if each is not None] for one in found]


def _concerned(entry: pb.AuditEntry) -> list[tuple[type[Message], str]]:
    """Returns the objects that an action concerned: those that it changed, or that it showed."""
    known = {row.resource_id: _resource(row) for row in entry.changes}
    shown = _shown_by(entry.action)
    found = (known.get(id_, (shown, id_) if shown else None) for id_ in entry.resource_ids)
    return [each for each in found if each is not None]


def _shown_by(action: str) -> type[Message] | None:
    """Returns the message of the objects that a recorded reading showed: for contacts, of their people."""
    method = recorded_method(action)
    if method is None or method.mutates:
        return None
    response = method.response_type
    message = (
        contract.items_of(method.request_type).message
        if method.name.startswith("Batch")
        else response
    )
    key = contract.fields_of(message)[contract.key_of(message)]
    target = referenced(key)
    return message_of_node(type_name_of(target)) if target else message


def _resource(row: pb.AuditRow) -> tuple[type[Message], str] | None:
    """Returns the message and the key of an object, or None if it cannot be shown here."""
    message = message_of_node(_type_name(row))
    if message is None or _records_readings(message):
        return None
    return message, row.resource_id


def _records_readings(message: type[Message]) -> bool:
    """Returns whether reading such objects is recorded: to look at a trail must not make it longer."""
    return contract.method_of(contract.batch_of(message).request_type).access.audited


async def _type_names(rows: Sequence[pb.AuditRow], context: Context) -> Sequence[str]:
    return [_type_name(row) for row in rows]


async def _fields(rows: Sequence[pb.AuditRow], context: Context) -> Sequence[Any]:
    return [[_as_in_schema(each, _type_name(row)) for each in row.fields] for row in rows]


def _type_name(row: pb.AuditRow) -> str:
    """Returns the type in the schema, "MembershipRole" for "membership_role"."""
    return row.resource.title().replace("_", "")


def _as_in_schema(changed: pb.AuditField, type_name: str) -> pb.AuditField:
    """Returns a changed field with the name that it has in the schema, and global ids."""
    message = message_of_node(type_name)
    declared = contract.fields_of(message).get(changed.name) if message else None
    target = referenced(declared) if declared else None
    if not target:
        return pb.AuditField(
            name=to_camel_case(changed.name), before=changed.before, after=changed.after
        )
    values = {
        side: str(GlobalId(type_name_of(target), value)) if value else ""
        for side, value in (("before", changed.before), ("after", changed.after))
    }
    return pb.AuditField(name=to_camel_case(changed.name.removesuffix("_id")), **values)


@shows(pb.AuditField)
class AuditField:
    """A field that changed."""

    name: auto
    before: auto
    after: auto


@shows(pb.AuditEntry)
class AuditEntry:
    """One action in an organization, by a person or by a service."""

    id: strawberry.ID
    create_time: datetime
    action: auto
    client_id: auto
    trace_id: auto
    changes: auto
    omitted_changes: auto
    resources: list[Node] = field(
        _resources,
        returns=list[Node],
        described_by="resource_ids",
        description="The objects concerned that the viewer may see: those that were changed, or whose details "
        "were read.",
        price=Price(each=1, items=LISTED),
    )

    person = reference("person_id")
    app = reference("app_id")


@shows(pb.AuditRow)
class AuditRow:
    """The changes to one object."""

    type_name: str = field(
        _type_names,
        returns=str,
        described_by="resource",
        description="The type of the object, as in this schema where it has one, such as `Event`.",
    )
    node: Node | None = field(
        _nodes,
        returns=Node | None,
        described_by="resource_id",
        description="The object as it is now; null if it is gone, the viewer may not see it, it is a part "
        "of another, or reading it would itself be recorded here.",
        price=Price(each=1),
    )
    fields: list[AuditField] = field(
        _fields, returns=list[AuditField], description="The fields that changed."
    )
