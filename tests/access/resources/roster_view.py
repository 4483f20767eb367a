"""Roster views in the community of the access tables: one of the group, and the requests about it."""

from banyan.lists.v1 import lists_pb2
from banyan.organizations.v1 import membership_pb2, roster_pb2
from banyan.organizations.v1 import roster_view_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


def new_roster_view(world: World) -> pb.RosterView:
    """Returns a roster view of the group, not created yet."""
    return pb.RosterView(
        organization_id=world.ids["group"],
        display_name="司机 Drivers",
        filter=pb.RosterFilter(
            roles=[membership_pb2.ROLE_COORDINATOR],
            label_ids=[world.ids["label"]],
            value_is=pb.RosterFilterCondition(
                roster_field_id=world.ids["roster_field"], values=["yes"]
            ),
            expires_within_days=30,
        ),
        sorting=pb.RosterSorting(
            field=roster_pb2.ROSTER_ORDER_FIELD_NAME,
            direction=lists_pb2.SORT_DIRECTION_ASCENDING,
        ),
        columns=[pb.RosterViewColumn(kind=pb.ROSTER_VIEW_COLUMN_KIND_ROLES)],
    )


async def add_roster_view(world: World) -> str:
    """Creates a roster view of the group, and returns its ID."""
    view = new_roster_view(world)
    view.display_name = "厨师 Cooks"
    request = pb.CreateRosterViewRequest(roster_view=view)
    return (await world.call("leader", request, pb.RosterView)).id


RENAMED = pb.UpdateRosterViewRequest(
    roster_view=pb.RosterView(display_name="新名字"), update_mask=FieldMask(paths=["display_name"])
)
RESOURCE = Resource(
    "RosterView",
    "RosterViews",
    add_roster_view,
    requests={
        "CreateRosterView": lambda request, world: request.roster_view.CopyFrom(
            new_roster_view(world)
        ),
        "UpdateRosterView": lambda request, _: request.MergeFrom(RENAMED),
    },
    arguments={"rosterView": 'id: "<roster_view>"'},
    parts={
        "RosterFilter": "filter { FIELDS }",
        "RosterFilterCondition": "filter { valueIs { FIELDS } }",
        "RosterSorting": "sorting { FIELDS }",
        "RosterViewColumn": "columns { FIELDS }",
    },
)
