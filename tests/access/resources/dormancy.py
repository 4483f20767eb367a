"""Dormancies in the community of the access tables: the group is dormant, of which those who help it never heard."""

from typing import Any
from uuid import UUID

from services.kit.process.ids import uuid7
from tests.access.resource import Resource
from tests.world import World

_RULES = """
    UPDATE organization SET dormancy_rules = '{"warn_days": 90, "share_days": 14, "dormant_days": 30}'
    WHERE id = $1
"""
# No event of the community is later, so nothing wakes the group up.
_DORMANT = """
    INSERT INTO dormancy (id, version, create_time, update_time, organization_id, state, quiet_since,
        share_time, is_shared, dormant_time, note)
    VALUES ($1, 1, now(), now(), $2, 'DORMANT', '2200-03-01', now(), false, now(), '冬天不唱')
"""


async def add_dormancy(world: World) -> str:
    """Has the group be dormant, which only time can bring about, and returns the ID of the dormancy."""
    id_, group = uuid7(), UUID(world.ids["group"])
    await world.platform.site.sql("organizations", _RULES, group)
    await world.platform.site.sql("organizations", _DORMANT, id_, group)
    return str(id_)


def _answer(request: Any, _: World) -> None:
    request.note = "春天再聚 until spring"


RESOURCE = Resource(
    "Dormancy",
    "Dormancies",
    add_dormancy,
    requests={"AnswerDormancy": _answer},
    arguments={
        "dormancy": 'id: "<dormancy>"',
        "Subscription.dormancyChanges": 'organizationId: "<group>"',
    },
    parts={"DormancyRules": "organization { dormancyRules { FIELDS } }"},
)
