"""Standing sign-ups in the community of the access tables: one of the subject, and the requests about it."""

from banyan.events.v1 import event_series_pb2
from banyan.events.v1 import standing_sign_up_pb2 as pb

from tests.access.resource import Resource
from tests.world import World

# Nobody is signed up before that day.
LATER = "2099-01-01"


async def add_standing_sign_up(world: World) -> str:
    """Lets the subject sign up for each occurrence of the series, from much later on. Returns the ID."""
    series = await world.call(
        "leader",
        event_series_pb2.GetEventSeriesRequest(event_series_id=world.ids["event_series"]),
        event_series_pb2.EventSeries,
    )
    world.ids["shift_template"] = series.shift_templates[0].id
    request = pb.CreateStandingSignUpRequest(
        event_series_id=series.id,
        shift_template_id=series.shift_templates[0].id,
        start_date=LATER,
    )
    return (await world.call("subject", request, pb.StandingSignUp)).id


RESOURCE = Resource(
    "StandingSignUp",
    "StandingSignUps",
    add_standing_sign_up,
    requests={
        "CreateStandingSignUp": lambda request, world: request.MergeFrom(
            pb.CreateStandingSignUpRequest(
                shift_template_id=world.ids["shift_template"], start_date=LATER
            )
        ),
    },
    arguments={"standingSignUp": 'id: "<standing_sign_up>"'},
)
