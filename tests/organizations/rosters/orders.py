"""Orders of rosters, as requests name them."""

from banyan.lists.v1 import lists_pb2
from banyan.organizations.v1 import roster_pb2 as pb


def sorted_by(field: "pb.RosterOrderField", *, descending: bool = False) -> pb.RosterOrder:
    """Returns an order of rosters."""
    direction = (
        lists_pb2.SORT_DIRECTION_DESCENDING if descending else lists_pb2.SORT_DIRECTION_ASCENDING
    )
    return pb.RosterOrder(field=field, direction=direction)
