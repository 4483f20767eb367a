"""Categories in the community of the access tables: that of the event and the group, and the requests about it."""

from banyan.organizations.v1 import category_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


async def known_category(world: World) -> str:
    """Returns the ID of the category of the event and the group."""
    return world.ids["category"]


MOVED = pb.UpdateCategoryRequest(
    category=pb.Category(position=7), update_mask=FieldMask(paths=["position"])
)
RESOURCE = Resource(
    "Category",
    "Categories",
    known_category,
    requests={
        "CreateCategory": lambda request, _: request.category.CopyFrom(
            pb.Category(key="gardening", name="园艺", language="zh-Hans")
        ),
        "UpdateCategory": lambda request, _: request.MergeFrom(MOVED),
    },
    arguments={"category": 'id: "<category>"'},
)
