"""Event templates in the community of the access tables: one of the group, and the requests about it."""

from banyan.events.v1 import event_pb2, event_series_pb2
from banyan.events.v1 import event_template_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


def new_event_template(world: World) -> pb.EventTemplate:
    """Returns an event template of the group, not created yet."""
    return pb.EventTemplate(
        organization_id=world.ids["group"],
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


async def add_event_template(world: World) -> str:
    """Creates an event template of the group, and returns its ID."""
    request = pb.CreateEventTemplateRequest(event_template=new_event_template(world))
    return (await world.call("leader", request, pb.EventTemplate)).id


def _from_template(request: pb.CreateEventFromTemplateRequest, world: World) -> None:
    del world
    request.start_time.GetCurrentTime()
    request.time_zone = "Asia/Shanghai"


RENAMED = pb.UpdateEventTemplateRequest(
    event_template=pb.EventTemplate(title="新名字"), update_mask=FieldMask(paths=["title"])
)
RESOURCE = Resource(
    "EventTemplate",
    "EventTemplates",
    add_event_template,
    requests={
        "CreateEventTemplate": lambda request, world: request.event_template.CopyFrom(
            new_event_template(world)
        ),
        "UpdateEventTemplate": lambda request, _: request.MergeFrom(RENAMED),
        "CreateEventFromTemplate": _from_template,
    },
    arguments={"eventTemplate": 'id: "<event_template>"'},
)
