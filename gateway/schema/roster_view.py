"""Views of rosters: what leaders look at again and again."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import roster_view_pb2
from strawberry import auto

from gateway.binding.fields import get, reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(roster_view_pb2.RosterFilterCondition)
class RosterFilterCondition:
    """A condition of a roster view that the value of a field must meet."""

    values: auto
    least: auto
    greatest: auto

    field = reference("roster_field_id")


@shows(roster_view_pb2.RosterFilter)
class RosterFilter:
    """Which members a roster view shows: those who meet every condition that is set."""

    states: auto
    roles: auto
    standings: auto
    value_is: auto
    and_value_is: auto
    expires_within_days: auto

    labels = references("label_ids")
    without_value = reference("without_value_id")


@shows(roster_view_pb2.RosterSorting)
class RosterSorting:
    """The order of a roster view."""

    field: auto
    direction: auto

    roster_field = reference("roster_field_id")


@shows(roster_view_pb2.RosterViewColumn)
class RosterViewColumn:
    """A column of a roster view."""

    kind: auto

    field = reference("roster_field_id")


@shows(roster_view_pb2.RosterView)
class RosterView(Node):
    """What leaders look at again and again on the roster of their organization, under a name. Those who oversee the organization share it."""

    display_name: auto
    filter: auto
    sorting: auto
    columns: auto
    state: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")


@strawberry.type
class Queries:
    """The query for a roster view."""

    roster_view = get(roster_view_pb2.GetRosterViewRequest)


@strawberry.type
class Mutations:
    """Mutations of roster views."""

    create_roster_view = mutation(roster_view_pb2.CreateRosterViewRequest)
    update_roster_view = mutation(roster_view_pb2.UpdateRosterViewRequest)
    delete_roster_view = mutation(roster_view_pb2.DeleteRosterViewRequest)
