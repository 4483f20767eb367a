"""What a leader does with views of a roster."""

from typing import Any

from banyan.lists.v1 import lists_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from banyan.organizations.v1 import roster_view_pb2 as views
from google.protobuf.field_mask_pb2 import FieldMask

from tests.organizations.rosters.annotations import Notes


async def keep(notes: Notes, name: str = "a", **said: Any) -> views.RosterView:
    """Creates a view."""
    view = views.RosterView(organization_id=notes.group.organization.id, display_name=name, **said)
    return await notes.call(views.CreateRosterViewRequest(roster_view=view), views.RosterView)


async def change(notes: Notes, view: views.RosterView, **said: Any) -> views.RosterView:
    """Updates a view."""
    request = views.UpdateRosterViewRequest(
        roster_view_id=view.id,
        roster_view=views.RosterView(**said),
        update_mask=FieldMask(paths=list(said)),
    )
    return await notes.call(request, views.RosterView)


async def delete(notes: Notes, view: views.RosterView) -> views.RosterView:
    """Deletes a view."""
    return await notes.call(views.DeleteRosterViewRequest(roster_view_id=view.id), views.RosterView)


def by(field: "pb.RosterOrderField", **said: Any) -> views.RosterSorting:
    """Returns an order, the greatest first."""
    return views.RosterSorting(field=field, direction=lists_pb2.SORT_DIRECTION_DESCENDING, **said)
