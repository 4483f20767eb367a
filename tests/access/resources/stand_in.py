"""Stand-ins in the community of the access tables: one for a place of the subject, and the requests about it."""

from banyan.events.v1 import shift_pb2, sign_up_pb2
from banyan.events.v1 import stand_in_pb2 as pb

from tests.access.resource import Resource
from tests.world import World, in_hours


async def add_stand_in(world: World) -> str:
    """Lets the subject take a place in a shift of its own, and ask for a stand-in. Returns the ID of the request."""
    shift = world.shift(world.ids["event"])
    shift.start_time.CopyFrom(in_hours(27))
    shift.end_time.CopyFrom(in_hours(27.5))
    created = await world.call(
        "coordinator", shift_pb2.CreateShiftRequest(shift=shift), shift_pb2.Shift
    )
    sign_up = await world.call(
        "subject", sign_up_pb2.CreateSignUpRequest(shift_id=created.id), sign_up_pb2.SignUp
    )
    request = pb.AskForStandInRequest(sign_up_id=sign_up.id, note="下周有考试 an exam")
    return (await world.call("subject", request, pb.StandIn)).id


RESOURCE = Resource(
    "StandIn",
    "StandIns",
    add_stand_in,
    requests={
        "ListStandIns": lambda request, _: request.ClearField("shift_id"),
    },
    arguments={
        "standIn": 'id: "<stand_in>"',
        "Subscription.standInChanges": 'organizationId: "<group>"',
    },
    parts={},
)
