"""Kinds of qualifications in the community of the access tables, and the requests about them."""

from banyan.volunteers.v1 import qualification_kind_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


async def known_kind(world: World) -> str:
    """Returns the ID of the kind of the verified qualification."""
    return world.ids["qualification_kind"]


MOVED = pb.UpdateQualificationKindRequest(
    qualification_kind=pb.QualificationKind(position=7), update_mask=FieldMask(paths=["position"])
)
RESOURCE = Resource(
    "QualificationKind",
    "QualificationKinds",
    known_kind,
    requests={
        "CreateQualificationKind": lambda request, _: request.qualification_kind.CopyFrom(
            pb.QualificationKind(key="training", name="培训", language="zh-Hans")
        ),
        "UpdateQualificationKind": lambda request, _: request.MergeFrom(MOVED),
    },
    arguments={"Query.qualificationKind": 'id: "<qualification_kind>"'},
    parts={"QualificationKindTranslation": "translations { FIELDS }"},
)
