"""The change feed of an organization."""

from datetime import datetime

from banyan.organizations.v1 import change_feed_pb2
from strawberry import auto

from gateway.binding.fields import reference
from gateway.binding.messages import shows


@shows(change_feed_pb2.RosterChange)
class RosterChange:
    """That something has changed: read it for its state, which may be newer."""

    kind: auto
    change_time: datetime
    removed: auto

    membership = reference("membership_id")
    person_entry = reference("person_entry_id")
    event = reference("event_id")
    shift = reference("shift_id")
    sign_up = reference("sign_up_id")
    hours_balance = reference("hours_balance_id")
    organization = reference("organization_id")


@shows(change_feed_pb2.ChangeFeed)
class ChangeFeed:
    """Changes, the oldest first."""

    changes: auto
    end_cursor: auto
    has_more: auto
