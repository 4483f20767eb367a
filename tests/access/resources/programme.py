"""Programmes in the community of the access tables: a draft of the group, and the requests about it."""

from banyan.organizations.v1 import organization_pb2, support_kind_pb2
from banyan.organizations.v1 import programme_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


def new_programme(world: World) -> pb.Programme:
    """Returns a programme of the group, not created yet."""
    return pb.Programme(
        organization_id=world.ids["group"],
        name="种子计划",
        description="从一个想法开始",
        language="zh-Hans",
        translations=[pb.ProgrammeTranslation(language="en", name="Seeds", description="Ideas")],
        category_ids=[world.ids["category"]],
        dormancy_rules=organization_pb2.DormancyRules(
            warn_days=120, share_days=14, dormant_days=60
        ),
        stages=[
            pb.ProgrammeStage(
                key="seed",
                name="种子",
                description="几位邻居",
                language="zh-Hans",
                translations=[pb.ProgrammeTranslation(language="en", name="Seed")],
                minimum_days=1,
                expected_days=30,
                requirements=[
                    pb.ProgrammeRequirement(
                        needed_count=1,
                        criteria=[
                            pb.ProgrammeCriterion(
                                indicator="INDICATOR_NEW_MEMBERS",
                                comparator="COMPARATOR_AT_LEAST",
                                threshold=3,
                                window_days=90,
                                waivable=True,
                            )
                        ],
                    )
                ],
                offers=[
                    pb.ProgrammeOffer(
                        kind=support_kind_pb2.GROUP_SUPPORT_KIND_MONEY,
                        description="启动经费",
                        amount=50_000,
                        currency="CNY",
                    )
                ],
            )
        ],
    )


async def add_programme(world: World) -> str:
    """Creates a programme of the group, and returns its ID."""
    request = pb.CreateProgrammeRequest(programme=new_programme(world))
    return (await world.call("leader", request, pb.Programme)).id


RENAMED = pb.UpdateProgrammeRequest(
    programme=pb.Programme(name="新名字"), update_mask=FieldMask(paths=["name"])
)
_STAGE = "stages { FIELDS }"
_REQUIREMENT = "stages { requirements { FIELDS } }"
RESOURCE = Resource(
    "Programme",
    "Programmes",
    add_programme,
    requests={
        "CreateProgramme": lambda request, world: request.programme.CopyFrom(new_programme(world)),
        "UpdateProgramme": lambda request, _: request.MergeFrom(RENAMED),
    },
    arguments={"programme": 'id: "<programme>"', "programmes": 'organizationId: "<group>"'},
    parts={
        "ProgrammeStage": _STAGE,
        "ProgrammeRequirement": _REQUIREMENT,
        "ProgrammeOffer": "stages { offers { FIELDS } }",
        "ProgrammeCriterion": "stages { requirements { criteria { FIELDS } } }",
        "ProgrammeTranslation": "translations { FIELDS }",
    },
)
