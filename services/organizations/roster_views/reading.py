"""Reading a roster by a view: what a request does not say itself is as the view says."""

from datetime import datetime, timedelta

from banyan.organizations.v1 import roster_pb2
from banyan.organizations.v1 import roster_view_pb2 as pb

_CONDITIONS = ("value_is", "and_value_is")


def filtered(
    view: pb.RosterView, request: roster_pb2.ListRosterEntriesRequest
) -> roster_pb2.ListRosterEntriesRequest:
    """Returns a request for a roster with the members of a view.

    What the request says itself counts instead. When memberships end is not in it: that depends on the time of
    reading (`ending_before`).
    """
    merged = roster_pb2.ListRosterEntriesRequest()
    merged.CopyFrom(request)
    for name in ("states", "roles", "standings", "label_ids"):
        if not getattr(merged, name):
            getattr(merged, name).extend(getattr(view.filter, name))
    for name in _CONDITIONS:
        if view.filter.HasField(name) and not merged.HasField(name):
            condition = getattr(view.filter, name)
            getattr(merged, name).CopyFrom(
                roster_pb2.RosterValueCondition(
                    roster_field_id=condition.roster_field_id,
                    values=condition.values,
                    least=condition.least,
                    greatest=condition.greatest,
                )
            )
    if view.filter.HasField("without_value_id") and not merged.HasField("without_value_id"):
        merged.without_value_id = view.filter.without_value_id
    return merged


def asked(
    view: pb.RosterView, request: roster_pb2.ListRosterEntriesRequest
) -> roster_pb2.ListRosterEntriesRequest:
    """Returns a request for a roster with the members of a view, as `filtered` does, in its order."""
    merged = filtered(view, request)
    if not merged.HasField("order_by"):
        _order(view, merged)
    return merged


def _order(view: pb.RosterView, request: roster_pb2.ListRosterEntriesRequest) -> None:
    if not view.HasField("sorting"):
        return
    sorting = view.sorting
    request.order_by.CopyFrom(
        roster_pb2.RosterOrder(field=sorting.field, direction=sorting.direction)
    )
    if sorting.HasField("roster_field_id"):
        request.order_field_id = sorting.roster_field_id


def ending_before(view: pb.RosterView, now: datetime) -> dict[str, datetime]:
    """Returns before which time memberships end that a view shows now, as the filter of a roster; empty if it shows any."""
    if not view.filter.HasField("expires_within_days"):
        return {}
    return {"expire_time_before": now + timedelta(days=view.filter.expires_within_days)}
