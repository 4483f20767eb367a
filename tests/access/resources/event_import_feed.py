"""Feeds of calendars in the community of the access tables: one of the group, at which nobody answers."""

from banyan.events.v1 import event_import_feed_pb2 as pb
from banyan.events.v1 import event_pb2

from tests.access.resource import Resource
from tests.waiting import eventually
from tests.world import World


def new_event_import_feed(world: World) -> pb.EventImportFeed:
    """Returns a feed of the group, not created yet. No server listens at its address."""
    return pb.EventImportFeed(
        organization_id=world.ids["group"],
        url="http://127.0.0.1:9/choir.ics",
        time_zone="Asia/Shanghai",
        visibility=event_pb2.EVENT_VISIBILITY_PUBLIC,
    )


async def add_event_import_feed(world: World) -> str:
    """Creates a feed, waits until it could not be fetched, and returns its ID."""
    request = pb.CreateEventImportFeedRequest(event_import_feed=new_event_import_feed(world))
    feed = await world.call("leader", request, pb.EventImportFeed)

    async def is_tried() -> bool:
        get = pb.GetEventImportFeedRequest(event_import_feed_id=feed.id)
        found = await world.call("leader", get, pb.EventImportFeed)
        return found.last_error == pb.EVENT_IMPORT_FEED_ERROR_NO_CONNECTION

    await eventually(is_tried)
    return feed.id


def _rename(request: pb.UpdateEventImportFeedRequest, _: World) -> None:
    request.event_import_feed.title = "合唱团 Choir"
    request.update_mask.paths[:] = ["title"]


RESOURCE = Resource(
    "EventImportFeed",
    "EventImportFeeds",
    add_event_import_feed,
    requests={
        "CreateEventImportFeed": lambda request, world: request.event_import_feed.CopyFrom(
            new_event_import_feed(world)
        ),
        "UpdateEventImportFeed": _rename,
    },
    arguments={"eventImportFeed": 'id: "<event_import_feed>"'},
)
