"""Shifts: the pieces of an event that people sign up for."""

from datetime import datetime

import strawberry
from banyan.events.v1 import eligibility_pb2, shift_pb2, sign_up_pb2
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
    eligibility = reference(
        "id",
        to="Eligibility",
        description="Whether the viewer can sign up for the shift at this moment, with every reason "
        "against it; null for nobody in particular.",
    )
    sign_ups = connection(
        sign_up_pb2.ListSignUpsRequest,
        shift_id="id",
        description="The sign-ups for the shift that the viewer may see, oldest first.",
    )


@shows(eligibility_pb2.Eligibility)
class Eligibility:
    """Whether the viewer can sign up for a shift. It promises nothing: others may be faster."""

    can_sign_up: auto
    can_join_waitlist: auto
    reasons: auto


@shows(eligibility_pb2.EligibilityReason)
class EligibilityReason:
    """A reason for which the viewer cannot take a place in a shift."""

    reason: auto
    message: auto


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
