"""What organizations and events tell volunteers, in tests in which they do not run."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from banyan.events.v1 import sign_up_pb2
from banyan.organizations.v1 import membership_pb2, organization_pb2

from services.kit.contract.values import timestamp
from services.kit.process.ids import uuid7
from tests.notices import publish
from tests.services import Platform
from tests.waiting import eventually

OWNERS: dict[type[Any], tuple[str, str]] = {
    membership_pb2.Membership: ("organizations", "membership"),
    organization_pb2.Organization: ("organizations", "organization"),
    sign_up_pb2.SignUp: ("events", "sign_up"),
}
NOON = datetime(2026, 11, 1, 4, tzinfo=UTC)  # in Shanghai


def membership(person_id: UUID, organization_id: UUID, **values: Any) -> membership_pb2.Membership:
    """Returns an active membership."""
    defaults: dict[str, Any] = {
        "id": str(uuid7()),
        "person_id": str(person_id),
        "organization_id": str(organization_id),
        "state": membership_pb2.MEMBERSHIP_STATE_ACTIVE,
        "create_time": timestamp(NOON),
        "update_time": timestamp(NOON),
    }
    return membership_pb2.Membership(**(defaults | values))


def sign_up(person_id: UUID, organization_id: UUID, **values: Any) -> sign_up_pb2.SignUp:
    """Returns a confirmed sign-up for a shift of two hours."""
    defaults: dict[str, Any] = {
        "id": str(uuid7()),
        "shift_id": str(uuid7()),
        "event_id": str(uuid7()),
        "person_id": str(person_id),
        "organization_id": str(organization_id),
        "state": sign_up_pb2.SIGN_UP_STATE_CONFIRMED,
        "start_time": timestamp(NOON),
        "end_time": timestamp(NOON + timedelta(hours=2)),
    }
    return sign_up_pb2.SignUp(**(defaults | values))


async def tell(platform: Platform, message: Any, version: int = 1) -> None:
    """Publishes what a notice carries, and waits until volunteers has handled it."""
    owner, resource = OWNERS[type(message)]
    await publish(platform.site, owner, resource, message, version)

    async def is_handled() -> bool:
        query = "SELECT version FROM seen WHERE consumer = $1 AND resource_id = $2"
        name = f"volunteers-{resource}"
        seen = await platform.site.sql("volunteers", query, name, UUID(message.id))
        return bool(seen) and seen[0]["version"] >= version

    await eventually(is_handled)
