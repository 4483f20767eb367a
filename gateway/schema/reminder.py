"""Reminders: what people are told before their shifts, and organizers of how their shifts fill up."""

from datetime import datetime

import strawberry
from banyan.events.v1 import reminder_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes, viewer_changes


@shows(reminder_pb2.Reminder)
class Reminder(Node):
    """A notification to the viewer, or to the organizers of a shift."""

    kind: auto
    state: auto
    start_time: datetime
    places_filled: auto
    capacity: auto
    role_gaps: auto
    reasons: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")
    organization = reference("organization_id")
    event = reference("event_id")
    shift = reference("shift_id")
    sign_up = reference("sign_up_id")


@shows(reminder_pb2.RoleGap)
class RoleGap:
    """A role of a shift with free places."""

    role_id: auto
    missing: auto


@shows(reminder_pb2.ReminderRule)
class ReminderRule(Node):
    """How long before an organization has people told."""

    reminder_minutes: auto
    understaffed_days: auto
    enough_percent: auto
    almost_full_percent: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")


@strawberry.type
class Queries:
    """Queries for reminders."""

    reminder = get(reminder_pb2.GetReminderRequest)


@strawberry.type
class Mutations:
    """Mutations of the rules of reminders."""

    update_reminder_rule = mutation(reminder_pb2.UpdateReminderRuleRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to reminders."""

    viewer_reminder_changes = viewer_changes(
        reminder_pb2.GetReminderRequest,
        description="Sends each reminder of the viewer when it is issued or withdrawn, in order.",
        uniform=True,
    )
    staffing_alert_changes = changes(
        reminder_pb2.GetReminderRequest,
        "organization_id",
        description="Sends the notifications to the organizers of an organization about their shifts, in order, to those who may see it.",
        uniform=True,
    )
