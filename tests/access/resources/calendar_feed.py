"""The calendar feed of the subject in the community of the access tables, and its token."""

from banyan.events.v1 import calendar_feed_pb2 as pb

from tests.access.resource import Resource
from tests.world import World


async def add_calendar_feed(world: World) -> str:
    """Gives the subject's calendar an address. Returns the ID of the feed."""
    answer = await world.call("subject", pb.CreateCalendarFeedRequest(), pb.CalendarFeedToken)
    world.ids["calendar_token"] = answer.token
    return answer.calendar_feed.id


def _of_subject(request: pb.ListCalendarEntriesRequest, world: World) -> None:
    request.token = world.ids["calendar_token"]


RESOURCE = Resource(
    "CalendarFeed",
    "CalendarFeeds",
    add_calendar_feed,
    requests={"ListCalendarEntries": _of_subject},
)
