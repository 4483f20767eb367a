"""Closings in the community of the access tables: the group ended once, and was reopened. It went on in the station."""

from typing import Any
from uuid import UUID

from banyan.organizations.v1 import group_closing_pb2 as pb
from banyan.organizations.v1 import group_support_pb2, support_kind_pb2

from services.kit.process.ids import uuid7
from tests.access.resource import Resource
from tests.world import World

_CLOSED = """
    INSERT INTO group_closing (id, version, create_time, update_time, organization_id, cause, text, successor_id,
        handovers, closer_id, members_count, events_count, participants_count, recorded_minutes, attested_minutes, months)
    VALUES ($1, 1, now(), now(), $2, 'MERGED', '我们并入服务站',
        $3::uuid, jsonb_build_array(jsonb_build_object('description', '鼓', 'receiver', '老周', 'organization_id', $3::uuid,
        'group_support_id', $5::uuid)), $4, 12, 30, 20, 600, 60, 18)
"""


async def add_group_closing(world: World) -> str:
    """Has the group have ended once, and returns the ID of the closing."""
    id_ = uuid7()
    ids = (world.ids["group"], world.ids["station"], world.people["owner"])
    given = group_support_pb2.GroupSupport(
        kind=support_kind_pb2.GROUP_SUPPORT_KIND_EQUIPMENT, description="鼓"
    )
    request = group_support_pb2.PromiseSupportRequest(
        enrolment_id=world.ids["enrolment"], group_support=given
    )
    support = await world.call("administrator", request, group_support_pb2.GroupSupport)
    await world.platform.site.sql("organizations", _CLOSED, id_, *map(UUID, (*ids, support.id)))
    return str(id_)


def _end(request: Any, _: World) -> None:
    request.cause, request.text = pb.CLOSING_CAUSE_COMPLETED, "花园建成了"
    request.ClearField("successor_id")
    request.ClearField("handovers")


RESOURCE = Resource(
    "GroupClosing",
    "GroupClosings",
    add_group_closing,
    requests={"EndGroup": _end},
    arguments={"groupClosing": 'id: "<group_closing>"'},
    parts={
        "ClosingHandover": "handovers { FIELDS }",
        "UnfinishedBusiness": "organization { unfinishedBusiness { FIELDS } }",
        "UnfinishedItem": "organization { unfinishedBusiness { items { FIELDS } } }",
    },
)
