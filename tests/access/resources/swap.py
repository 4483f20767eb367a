"""Swaps in the community of the access tables: one that the member proposes to the subject."""

from banyan.events.v1 import shift_pb2, sign_up_pb2, stand_in_pb2
from banyan.events.v1 import swap_pb2 as pb

from tests.access.resource import Resource
from tests.world import World, in_hours


async def add_swap(world: World) -> str:
    """Lets the member and the subject take a place in a shift each, and the member propose a swap. Returns its ID."""
    sign_ups = []
    for kind, hours in (("member", 27.5), ("subject", 27.65)):
        shift = world.shift(world.ids["event"])
        shift.start_time.CopyFrom(in_hours(hours))
        shift.end_time.CopyFrom(in_hours(hours + 0.15))
        create = shift_pb2.CreateShiftRequest(shift=shift)
        created = await world.call("coordinator", create, shift_pb2.Shift)
        request = sign_up_pb2.CreateSignUpRequest(shift_id=created.id)
        sign_ups.append((await world.call(kind, request, sign_up_pb2.SignUp)).id)
    world.ids["swappable"], other = sign_ups
    ask = stand_in_pb2.AskForStandInRequest(
        sign_up_id=sign_ups[0]
    )  # so that the subject may find it
    await world.call("member", ask, stand_in_pb2.StandIn)
    propose = pb.ProposeSwapRequest(
        sign_up_id=sign_ups[0], other_sign_up_id=other, note="换? swap?"
    )
    return (await world.call("member", propose, pb.Swap)).id


def _propose(request: pb.ProposeSwapRequest, world: World) -> None:
    request.other_sign_up_id = world.ids["swappable"]


def _list(request: pb.ListSwapsRequest, world: World) -> None:
    request.ClearField("person_id")
    request.other_person_id = world.people["subject"]


RESOURCE = Resource(
    "Swap",
    "Swaps",
    add_swap,
    requests={"ProposeSwap": _propose, "ListSwaps": _list},
    arguments={
        "swap": 'id: "<swap>"',
        "Subscription.swapChanges": 'personId: "<person>"',
    },
)
