"""Complaints in the community of the access tables: one of the subject about the group, and one of a stranger.

They are addressed to the station, to which nobody belongs.
"""

from typing import Any
from uuid import UUID

from services.kit.process.ids import uuid7
from tests.access.resource import Resource
from tests.world import World

_FILED = """
    INSERT INTO complaint (id, version, create_time, update_time, organization_id, cultivator_id, complainant_id, text,
        state, answer)
    SELECT $1, 1, now(), now(), organization_id, cultivator_id, $3, '他们从不回复', 'OPEN', ''
    FROM enrolment WHERE id = $2
"""


async def add_complaint(world: World) -> str:
    """Has the subject complain about the group, and returns the ID of the complaint."""
    id_ = uuid7()
    enrolment, person = UUID(world.ids["enrolment"]), UUID(world.people["subject"])
    await world.platform.site.sql("organizations", _FILED, id_, enrolment, person)
    return str(id_)


def _file(request: Any, world: World) -> None:
    request.organization_id, request.text = world.ids["group"], "他们从不回复"


def _list(request: Any, world: World) -> None:
    request.cultivator_id = world.ids["station"]


RESOURCE = Resource(
    "Complaint",
    "Complaints",
    add_complaint,
    requests={
        "FileComplaint": _file,
        "AnswerComplaint": lambda request, _: setattr(request, "answer", "我们会和他们谈"),
        "ListComplaints": _list,
    },
    arguments={"complaint": 'id: "<complaint>"'},
)
