"""Stand-ins: people who cannot come ask others to take their place."""

from datetime import datetime

import strawberry
from banyan.events.v1 import stand_in_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes


@shows(stand_in_pb2.StandIn)
class StandIn(Node):
    """A request for a stand-in: somebody with a place cannot come, and keeps the place until somebody else takes it."""

    start_time: datetime
    state: auto
    note: auto
    create_time: datetime
    update_time: datetime

    sign_up = reference("sign_up_id")
    shift = reference("shift_id")
    event = reference("event_id")
    organization = reference("organization_id")
    taker_sign_up = reference("taker_sign_up_id")


@shows(stand_in_pb2.WantedStandIns)
class WantedStandIns:
    """The requests for stand-ins that the viewer can answer now."""

    stand_ins: auto


@strawberry.type
class Queries:
    """Queries for stand-ins."""

    stand_in = get(stand_in_pb2.GetStandInRequest)


@strawberry.type
class Mutations:
    """Mutations of stand-ins."""

    ask_for_stand_in = mutation(stand_in_pb2.AskForStandInRequest)
    take_stand_in = mutation(stand_in_pb2.TakeStandInRequest)
    withdraw_stand_in = mutation(stand_in_pb2.WithdrawStandInRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to stand-ins."""

    stand_in_changes = changes(
        stand_in_pb2.GetStandInRequest,
        "organization_id",
        description="Sends each new or changed request for a stand-in of an organization that the viewer may see, in"
        " order.",
        uniform=True,
    )
