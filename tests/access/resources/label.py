"""Labels in the community of the access tables: one of the group, and the requests about it."""

from banyan.organizations.v1 import label_pb2 as pb
from banyan.organizations.v1 import membership_pb2, roster_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


def new_label(world: World) -> pb.Label:
    """Returns a label of the group, not created yet."""
    return pb.Label(organization_id=world.ids["group"], display_name="司机 Driver")


async def add_label(world: World) -> str:
    """Creates a label of the group, and returns its ID; and gives another one to the subject."""
    given = pb.Label(organization_id=world.ids["group"], display_name="厨师 Cook")
    label = await world.call("leader", pb.CreateLabelRequest(label=given), pb.Label)
    note = roster_pb2.AnnotateMembershipRequest(
        membership_id=world.ids["membership"], add_label_ids=[label.id]
    )
    await world.call("leader", note, membership_pb2.Membership)
    given.display_name = "钥匙 Keys"
    return (await world.call("leader", pb.CreateLabelRequest(label=given), pb.Label)).id


RENAMED = pb.UpdateLabelRequest(
    label=pb.Label(display_name="新名字"), update_mask=FieldMask(paths=["display_name"])
)
RESOURCE = Resource(
    "Label",
    "Labels",
    add_label,
    requests={
        "CreateLabel": lambda request, world: request.label.CopyFrom(new_label(world)),
        "AnnotateMembership": lambda request, world: request.add_label_ids.append(
            world.ids["label"]
        ),
        "ChangeMembership": lambda request, world: request.add_label_ids.append(world.ids["label"]),
        "UpdateLabel": lambda request, _: request.MergeFrom(RENAMED),
    },
    arguments={"label": 'id: "<label>"'},
)
