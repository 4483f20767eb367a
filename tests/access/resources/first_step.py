"""First steps in the community of the access tables: a step of the group, and the requests about it."""

from typing import Any

from banyan.organizations.v1 import first_step_pb2 as pb
from banyan.organizations.v1 import membership_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


def new_step(world: World) -> pb.FirstStep:
    """Returns a step of the group, not created yet."""
    step = pb.FirstStep(
        organization_id=world.ids["group"],
        title="认识第一批成员",
        description="一起喝杯茶",
        language="zh-Hans",
        translations=[
            pb.FirstStepTranslation(language="en", title="Meet", description="Over a cup of tea")
        ],
        role=membership_pb2.ROLE_LEADER,
    )
    step.due_time.FromJsonString("2027-03-01T00:00:00Z")
    return step


async def add_first_step(world: World) -> str:
    """Creates a step of the group, and returns its ID. Adds "done_step"."""
    request = pb.CreateFirstStepRequest(first_step=new_step(world))
    world.ids["done_step"] = (await world.call("leader", request, pb.FirstStep)).id
    completing = pb.CompleteFirstStepRequest(first_step_id=world.ids["done_step"])
    await world.call("leader", completing, pb.FirstStep)
    return (await world.call("leader", request, pb.FirstStep)).id


def _done(request: Any, world: World) -> None:
    request.first_step_id = world.ids["done_step"]


RENAMED = pb.UpdateFirstStepRequest(
    first_step=pb.FirstStep(title="新名字"), update_mask=FieldMask(paths=["title"])
)
RESOURCE = Resource(
    "FirstStep",
    "FirstSteps",
    add_first_step,
    requests={
        "CreateFirstStep": lambda request, world: request.first_step.CopyFrom(new_step(world)),
        "UpdateFirstStep": lambda request, _: request.MergeFrom(RENAMED),
        "ReopenFirstStep": _done,
    },
    arguments={"firstStep": 'id: "<first_step>"'},
    parts={"FirstStepTranslation": "translations { FIELDS }"},
)
