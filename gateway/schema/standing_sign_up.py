"""Standing sign-ups: people who take the same shift of a series each time."""

from datetime import datetime

import strawberry
from banyan.events.v1 import standing_sign_up_pb2
from strawberry import auto

from gateway.binding.fields import get, global_id, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(standing_sign_up_pb2.StandingSignUp)
class StandingSignUp(Node):
    """A person's sign-up for the same shift of each occurrence of a series. Cancelling one of its sign-ups does not end it."""

    state: auto
    start_date: auto
    pause_start_date: auto
    pause_end_date: auto
    join_waitlist: auto
    create_time: datetime
    update_time: datetime

    shift_template_id: strawberry.ID = global_id(
        "shift_template_id",
        "ShiftTemplate",
        "The `id` of the template of the shift in the series.",
    )
    event_series = reference("event_series_id")
    organization = reference("organization_id")
    person = reference("person_id")


@strawberry.type
class Queries:
    """Queries for standing sign-ups."""

    standing_sign_up = get(standing_sign_up_pb2.GetStandingSignUpRequest)


@strawberry.type
class Mutations:
    """Mutations of standing sign-ups."""

    create_standing_sign_up = mutation(standing_sign_up_pb2.CreateStandingSignUpRequest)
    pause_standing_sign_up = mutation(standing_sign_up_pb2.PauseStandingSignUpRequest)
    end_standing_sign_up = mutation(standing_sign_up_pb2.EndStandingSignUpRequest)
