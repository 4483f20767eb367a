"""Standing sign-ups: people who take the same shift of a series each time."""

from datetime import datetime
from typing import Any

import strawberry
from banyan.events.v1 import standing_sign_up_pb2
from strawberry import auto

from gateway.backend.context import Context
from gateway.binding.fields import field, get, one_by_one, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from services.kit.contract.global_ids import GlobalId


async def _shift_template_id(root: Any, _: Context) -> str:
    return str(GlobalId("ShiftTemplate", root.shift_template_id))


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

    shift_template_id: strawberry.ID = field(
        one_by_one(_shift_template_id),
        returns=strawberry.ID,
        description="The `id` of the template of the shift in the series.",
        reads=("shift_template_id",),
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
