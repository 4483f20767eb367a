"""The messages to webhook endpoints: thin, so that who reads along learns nothing and nothing is out of date."""

import json
from datetime import datetime
from uuid import UUID

from services.kit.contract.global_ids import GlobalId
from services.kit.work import tokens
from services.organizations.changes.models import RESOURCES, ChangeKind

TEST = "endpoint.test"


def type_of(kind: ChangeKind, *, removed: bool = False) -> str:
    """Returns the type of the messages about changes of a kind, such as `person_entry.changed`."""
    return f"{kind.lower()}.{'removed' if removed else 'changed'}"


def change_body(
    kind: ChangeKind,
    resource_id: UUID,
    time: datetime,
    *,
    organization_id: UUID,
    origin_id: UUID,
    removed: bool,
    place: tuple[int, int],
) -> str:
    """Returns the body of a message about a change.

    Args:
        kind: What has changed.
        resource_id: Its ID.
        time: The time of the change.
        organization_id: The organization in whose feed it is.
        origin_id: Where it has changed: there, or below.
        removed: Whether it is gone.
        place: Its place there: the transaction and the sequence number.
    """
    data = {
        "id": str(GlobalId(RESOURCES[kind], str(resource_id))),
        "organizationId": _organization(origin_id),
        "cursor": tokens.encode(str(organization_id), [*place, time]),
    }
    return _body(type_of(kind, removed=removed), time, data)


def test_body(endpoint_id: UUID, time: datetime, *, organization_id: UUID) -> str:
    """Returns the body of a message that tries out an endpoint."""
    data = {
        "id": str(GlobalId("WebhookEndpoint", str(endpoint_id))),
        "organizationId": _organization(organization_id),
    }
    return _body(TEST, time, data)


def _organization(organization_id: UUID) -> str:
    return str(GlobalId("Organization", str(organization_id)))


def _body(type_: str, time: datetime, data: dict[str, str]) -> str:
    return json.dumps({"type": type_, "timestamp": time.isoformat(), "data": data})
