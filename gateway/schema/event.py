"""Events."""

from datetime import datetime

import strawberry
from banyan.events.v1 import event_pb2, shift_pb2
from strawberry import auto

from gateway.connections import connection
from gateway.fields import get, reference
from gateway.messages import shows
from gateway.mutations import mutation
from gateway.node import Node


@shows(event_pb2.Event)
class Event(Node):
    """An event of an organization, at one time."""

    title: auto
    description: auto
    location: auto
    start_time: auto
    end_time: auto
    time_zone: auto
    visibility: auto
    state: auto
    cancel_reason: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    shifts = connection(
        shift_pb2.ListShiftsRequest,
        event_id="id",
        description="The shifts of the event, by their start.",
    )


@strawberry.type
class EventQueries:
    """Queries for events."""

    event = get(event_pb2.GetEventRequest)
    events = connection(event_pb2.ListEventsRequest)


@strawberry.type
class EventMutations:
    """What can be done to events."""

    create_event = mutation(event_pb2.CreateEventRequest)
    update_event = mutation(event_pb2.UpdateEventRequest)
    publish_event = mutation(event_pb2.PublishEventRequest)
    cancel_event = mutation(event_pb2.CancelEventRequest)
    complete_event = mutation(event_pb2.CompleteEventRequest)
