"""Reminders in the community of the access tables: one of the subject, and an alert for the organizers."""

from uuid import UUID

from banyan.events.v1 import reminder_pb2 as pb

from services.kit.process.ids import uuid7
from tests.access.resource import Resource
from tests.access.resources.reminder_rule import never
from tests.world import World

_TELL = """
    INSERT INTO reminder (id, version, create_time, update_time, kind, state, person_id, organization_id, event_id,
        shift_id, sign_up_id, start_time, places_filled, capacity, number,
        role_gaps)
    SELECT $1, 1, now(), now(), $2::text, 'TOLD', CASE WHEN $2 = 'SIGN_UP' THEN person_id END, organization_id,
        event_id, shift_id, CASE WHEN $2 = 'SIGN_UP' THEN id END, start_time, 1, 2, 0,
        '[{"role_id": "00000000-0000-7000-8000-000000000001", "missing": 1}]'
    FROM sign_up WHERE id = $3 ON CONFLICT DO NOTHING
"""


async def add_reminder(world: World) -> str:
    """Lets the subject have been reminded, and the organizers been told. Returns the ID of the reminder."""
    await never(world)
    sign_up = UUID(world.ids["sign_up"])
    for kind in ("SIGN_UP", "ALMOST_FULL"):
        await world.platform.site.sql("events", _TELL, uuid7(), kind, sign_up)
    rows = await world.platform.site.sql(
        "events", "SELECT id FROM reminder WHERE sign_up_id = $1", sign_up
    )
    return str(rows[0]["id"])


def _of_person(request: pb.ListRemindersRequest, _: World) -> None:
    request.ClearField("organization_id")


RESOURCE = Resource(
    "Reminder",
    "Reminders",
    add_reminder,
    requests={"ListReminders": _of_person},
    arguments={
        "reminder": 'id: "<reminder>"',
        "Subscription.staffingAlertChanges": 'organizationId: "<group>"',
    },
    parts={"RoleGap": "roleGaps { FIELDS }"},
)
