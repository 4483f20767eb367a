"""Swaps: two people exchange their places in two shifts."""

from datetime import datetime

import strawberry
from banyan.events.v1 import swap_pb2
from strawberry import auto

from gateway.binding.fields import get, global_id, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes


@shows(swap_pb2.Swap)
class Swap(Node):
    """A proposal of one person to another to exchange their places. Only the two see it."""

    start_time: datetime
    state: auto
    note: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")
    other_person = reference("other_person_id")
    sign_up = reference("sign_up_id")
    other_sign_up = reference("other_sign_up_id")
    shift = reference("shift_id")
    other_shift = reference("other_shift_id")
    new_sign_up = reference("new_sign_up_id")
    other_new_sign_up = reference("other_new_sign_up_id")


@shows(swap_pb2.SwapPartners)
class SwapPartners:
    """With whom the viewer could swap a place."""

    partners: auto
    is_complete: auto


@shows(swap_pb2.SwapPartner)
class SwapPartner:
    """A place of somebody else that the viewer could get for theirs."""

    role_id: auto

    sign_up_id: strawberry.ID = global_id(
        "sign_up_id", "SignUp", "The `id` of the sign-up, which `proposeSwap` takes."
    )
    sign_up = reference("sign_up_id")
    shift = reference("shift_id")
    stand_in = reference("stand_in_id")


@strawberry.type
class Queries:
    """Queries for swaps."""

    swap = get(swap_pb2.GetSwapRequest)


@strawberry.type
class Mutations:
    """Mutations of swaps."""

    propose_swap = mutation(swap_pb2.ProposeSwapRequest)
    accept_swap = mutation(swap_pb2.AcceptSwapRequest)
    decline_swap = mutation(swap_pb2.DeclineSwapRequest)
    withdraw_swap = mutation(swap_pb2.WithdrawSwapRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to swaps."""

    swap_changes = changes(
        swap_pb2.GetSwapRequest,
        "person_id",
        "other_person_id",
        description="Sends each change of the swaps that a person has proposed, or that were proposed to them, in order, to that"
        " person.",
        uniform=True,
    )
