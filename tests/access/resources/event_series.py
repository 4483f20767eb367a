"""Series in the community of the access tables: one of the group, and the requests about it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from banyan.events.v1 import event_pb2, shift_pb2
from banyan.events.v1 import event_series_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World

ZONE = ZoneInfo("Asia/Shanghai")
# Of its first occurrence, which is tomorrow.
START = (datetime.now(ZONE) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


def new_event_series(world: World) -> pb.EventSeries:
    """Returns a series of the group, not created yet. Its first occurrence is tomorrow."""
    event = world.event()
    return pb.EventSeries(
        organization_id=event.organization_id,
        title=event.title,
        description=event.description,
        language=event.language,
        translations=event.translations,
        place=event.place,
        contact=event.contact,
        visibility=event_pb2.EVENT_VISIBILITY_PUBLIC,
        time_zone="Asia/Shanghai",
        start=START,
        duration_minutes=120,
        recurrence=pb.Recurrence(
            lunar_date=pb.LunarDate(month=9, day=9),
            extra_starts=[START],
        ),
        shift_templates=[
            pb.ShiftTemplate(
                title="搬椅子",
                duration_minutes=60,
                capacity=20,
                translations=[shift_pb2.ShiftTranslation(language="en", title="Chairs")],
            )
        ],
        publish_occurrences=True,
    )


async def add_event_series(world: World) -> str:
    """Creates a series of the group, and returns its ID."""
    request = pb.CreateEventSeriesRequest(event_series=new_event_series(world))
    return (await world.call("leader", request, pb.EventSeries)).id


RENAMED = pb.UpdateEventSeriesRequest(
    event_series=pb.EventSeries(title="新名字"), update_mask=FieldMask(paths=["title"])
)
RESOURCE = Resource(
    "EventSeries",
    "EventSeries",
    add_event_series,
    requests={
        "CreateEventSeries": lambda request, world: request.event_series.CopyFrom(
            new_event_series(world)
        ),
        "UpdateEventSeries": lambda request, _: request.MergeFrom(RENAMED),
        "SplitEventSeries": lambda request, _: setattr(request, "recurrence_id", START),
        "BatchListEventSeries": lambda request, world: request.requests.add(
            organization_id=world.ids["group"]
        ),
    },
    arguments={
        "eventSeries": 'id: "<event_series>"',
        "eventSeriesList": 'organizationId: "<group>"',
    },
)
