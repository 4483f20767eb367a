"""Calendar feeds: the secret addresses at which calendar applications find the viewer's sign-ups."""

from datetime import datetime

import strawberry
from banyan.events.v1 import calendar_feed_pb2
from strawberry import auto

from gateway.binding.fields import reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(calendar_feed_pb2.CalendarFeed)
class CalendarFeed(Node):
    """That the viewer's calendar has an address, or had one."""

    state: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")


@shows(calendar_feed_pb2.CalendarFeedToken)
class CalendarFeedToken:
    """A feed with its new token, which is shown only once."""

    calendar_feed: CalendarFeed
    token: auto


@strawberry.type
class Mutations:
    """Mutations of calendar feeds."""

    create_calendar_feed = mutation(calendar_feed_pb2.CreateCalendarFeedRequest)
    revoke_calendar_feed = mutation(calendar_feed_pb2.RevokeCalendarFeedRequest)
