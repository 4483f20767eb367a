"""Rotas in the community of the access tables: one with the subject on it, and the requests about it."""

from banyan.events.v1 import event_series_pb2
from banyan.events.v1 import rota_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.access.resources.event_series import START
from tests.world import World


def new_rota(world: World) -> pb.Rota:
    """Returns a rota for a shift of the series of the group, not created yet."""
    return pb.Rota(
        event_series_id=world.ids["event_series"],
        shift_template_id=world.ids["rota_template"],
        person_ids=[world.people["subject"], world.people["leader"]],
        people_per_turn=1,
        days_ahead=28,
        # Nobody has a turn on the day of the only occurrence that is near.
        skipped_dates=[START[:10]],
    )


async def add_rota(world: World) -> str:
    """Creates a rota with the subject on it, and returns its ID."""
    series = await world.call(
        "leader",
        event_series_pb2.GetEventSeriesRequest(event_series_id=world.ids["event_series"]),
        event_series_pb2.EventSeries,
    )
    world.ids["rota_template"] = series.shift_templates[0].id
    request = pb.CreateRotaRequest(rota=new_rota(world))
    return (await world.call("leader", request, pb.Rota)).id


CHANGED = pb.UpdateRotaRequest(
    rota=pb.Rota(days_ahead=7), update_mask=FieldMask(paths=["days_ahead"])
)
RESOURCE = Resource(
    "Rota",
    "Rotas",
    add_rota,
    requests={
        "CreateRota": lambda request, world: request.rota.CopyFrom(new_rota(world)),
        "UpdateRota": lambda request, _: request.MergeFrom(CHANGED),
    },
    arguments={"rota": 'id: "<rota>"'},
    parts={
        "RotaSchedule": "schedule { FIELDS }",
        "RotaTurn": "schedule { turns { FIELDS } }",
        "RotaShare": "schedule { shares { FIELDS } }",
    },
)
