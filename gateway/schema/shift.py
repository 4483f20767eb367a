"""Shifts: the pieces of an event that people sign up for."""

from datetime import datetime

import strawberry
from banyan.events.v1 import shift_pb2, sign_up_pb2
from strawberry import auto

from gateway.connections import connection
from gateway.fields import get, reference
from gateway.messages import shows
from gateway.mutations import mutation
from gateway.node import Node
from gateway.subscriptions import live


@shows(shift_pb2.Shift)
class Shift(Node):
    """A shift of an event."""

    title: auto
    start_time: auto
    end_time: auto
    capacity: auto
    places_taken: auto
    places_offered: auto
    waitlist_length: auto
    offer_seconds: auto
    minimum_age: auto
    required_skills: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    event = reference("event_id")
    organization = reference("organization_id")
    sign_ups = connection(
        sign_up_pb2.ListSignUpsRequest,
        shift_id="id",
        description="The sign-ups for the shift that the viewer may see, oldest first.",
    )


@strawberry.type
class ShiftQueries:
    """Queries for shifts."""

    shift = get(shift_pb2.GetShiftRequest)


@strawberry.type
class ShiftMutations:
    """What can be done to shifts."""

    create_shift = mutation(shift_pb2.CreateShiftRequest)
    update_shift = mutation(shift_pb2.UpdateShiftRequest)


@strawberry.type
class ShiftSubscriptions:
    """What can be seen of shifts as it happens."""

    shift_places = live(
        shift_pb2.GetShiftRequest,
        description="Sends a shift at once, and again after every change in its order, as when a "
        "place is taken or freed.",
        uniform=True,
    )
