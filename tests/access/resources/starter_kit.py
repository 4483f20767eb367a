"""Starter kits in the community of the access tables: one of the group, and the requests about it."""

from banyan.events.v1 import event_pb2, event_series_pb2
from banyan.organizations.v1 import agreement_pb2, membership_pb2, roster_field_pb2
from banyan.organizations.v1 import starter_kit_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


def new_kit(world: World) -> pb.StarterKit:
    """Returns a starter kit of the group, not created yet."""
    return pb.StarterKit(
        organization_id=world.ids["group"],
        name="邻里小组启动包",
        labels=["新成员"],
        event_templates=[
            pb.StarterKitEventTemplate(
                title="包饺子",
                description="一起*包饺子*",
                what_to_bring="围裙",
                language="zh-Hans",
                translations=[event_pb2.EventTranslation(language="en", title="Dumplings")],
                duration_minutes=180,
                visibility=event_pb2.EVENT_VISIBILITY_MEMBERS,
                minimum_participants=4,
                sign_up_closes_minutes=60,
                shift_templates=[
                    event_series_pb2.ShiftTemplate(title="和面", duration_minutes=60, capacity=2)
                ],
            )
        ],
        roles=[pb.StarterKitRole(title="联络员", role=membership_pb2.ROLE_COORDINATOR)],
        questions=[
            pb.StarterKitQuestion(
                display_name="声部",
                kind=roster_field_pb2.ROSTER_FIELD_KIND_CHOICE,
                choices=["女低", "女高"],
                audience=roster_field_pb2.ROSTER_FIELD_AUDIENCE_OVERSEERS,
                is_required=True,
                question="你唱哪个声部？",
                language="zh-Hans",
                translations=[
                    roster_field_pb2.RosterFieldTranslation(
                        language="en", question="Which part?", choices=["Alto", "Soprano"]
                    )
                ],
                kept_days=30,
            )
        ],
        agreements=[
            pb.StarterKitAgreement(
                title="我们的约定",
                body="互相尊重",
                language="zh-Hans",
                translations=[
                    agreement_pb2.AgreementTranslation(language="en", title="What we agree on")
                ],
            )
        ],
        steps=[
            pb.StarterKitStep(
                title="认识第一批成员",
                description="一起喝杯茶",
                language="zh-Hans",
                translations=[
                    pb.StarterKitStepTranslation(
                        language="en", title="Meet", description="Over a cup of tea"
                    )
                ],
                role=membership_pb2.ROLE_LEADER,
                due_days=14,
            )
        ],
    )


async def add_starter_kit(world: World) -> str:
    """Creates a starter kit of the group, and returns its ID."""
    request = pb.CreateStarterKitRequest(starter_kit=new_kit(world))
    return (await world.call("leader", request, pb.StarterKit)).id


RENAMED = pb.UpdateStarterKitRequest(
    starter_kit=pb.StarterKit(name="新名字"), update_mask=FieldMask(paths=["name"])
)
RESOURCE = Resource(
    "StarterKit",
    "StarterKits",
    add_starter_kit,
    requests={
        "CreateStarterKit": lambda request, world: request.starter_kit.CopyFrom(new_kit(world)),
        "UpdateStarterKit": lambda request, _: request.MergeFrom(RENAMED),
    },
    arguments={"starterKit": 'id: "<starter_kit>"'},
    parts={
        "StarterKitAgreement": "agreements { FIELDS }",
        "StarterKitEventTemplate": "eventTemplates { FIELDS }",
        "StarterKitRole": "roles { FIELDS }",
        "StarterKitQuestion": "questions { FIELDS }",
        "StarterKitStep": "steps { FIELDS }",
        "StarterKitStepTranslation": "steps { translations { FIELDS } }",
    },
)
