"""Signs in the community of the access tables: one that the group showed, of which those who help it never heard."""

from uuid import UUID

from services.kit.process.ids import uuid7
from tests.access.resource import Resource
from tests.world import World

_SIGN = """
    INSERT INTO group_sign (id, version, create_time, update_time, organization_id, kind, state,
        start_date, end_date, value, compared, share_time, is_shared)
    VALUES ($1, 1, now(), now(), $2, 'FADING', 'CLOSED', '2026-03-01', '2026-03-05', 61, 30, now(), false)
"""


async def add_group_sign(world: World) -> str:
    """Has the group show a sign, which only time can bring about, and returns its ID."""
    id_ = uuid7()
    await world.platform.site.sql("organizations", _SIGN, id_, UUID(world.ids["group"]))
    return str(id_)


RESOURCE = Resource(
    "GroupSign",
    "GroupSigns",
    add_group_sign,
    arguments={
        "groupSign": 'id: "<group_sign>"',
        "Subscription.groupSignChanges": 'organizationId: "<group>"',
    },
)
