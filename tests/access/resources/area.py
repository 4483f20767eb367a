"""Areas in the community of the access tables: that of the event and the group, and the requests about it."""

from banyan.organizations.v1 import area_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


async def known_area(world: World) -> str:
    """Returns the ID of the area of the event and the group."""
    return world.ids["area"]


RENAMED = pb.UpdateAreaRequest(area=pb.Area(name="梧桐里"), update_mask=FieldMask(paths=["name"]))


def _create(request: pb.CreateAreaRequest, world: World) -> None:
    district = world.ids["district"]
    area = pb.Area(code="310102", name="椴树", kind=pb.AREA_KIND_COMMUNITY, parent_id=district)
    request.area.CopyFrom(area)


def _merge(request: pb.MergeAreaRequest, world: World) -> None:
    request.into_id = world.ids["other_area"]


RESOURCE = Resource(
    "Area",
    "Areas",
    known_area,
    requests={
        "CreateArea": _create,
        "UpdateArea": lambda request, _: request.MergeFrom(RENAMED),
        "MoveArea": lambda request, _: setattr(request, "to_top", True),
        "MergeArea": _merge,
        "ImportAreas": lambda request, _: setattr(request, "content", "code,name\n310101,梧桐"),
    },
    arguments={"area": 'id: "<area>"'},
    parts={"AreaTranslation": "translations { FIELDS }"},
)
