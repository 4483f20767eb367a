"""Feeds of calendars: addresses from which calendars are imported again and again."""

from datetime import datetime

import strawberry
from banyan.events.v1 import event_import_feed_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(event_import_feed_pb2.EventImportFeed)
class EventImportFeed(Node):
    """A subscription of an organization to a calendar elsewhere. Its address is not shown, because many are secret."""

    title: auto
    host: auto
    paused: auto
    cancels_vanished: auto
    time_zone: auto
    visibility: auto
    publish: auto
    executes_itself: auto
    state: auto
    last_success_time: datetime | None
    last_error: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")


@strawberry.type
class Queries:
    """Queries for feeds of calendars."""

    event_import_feed = get(event_import_feed_pb2.GetEventImportFeedRequest)


@strawberry.type
class Mutations:
    """Mutations of feeds of calendars."""

    create_event_import_feed = mutation(event_import_feed_pb2.CreateEventImportFeedRequest)
    update_event_import_feed = mutation(event_import_feed_pb2.UpdateEventImportFeedRequest)
    stop_event_import_feed = mutation(event_import_feed_pb2.StopEventImportFeedRequest)
