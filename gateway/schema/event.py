"""Events."""

from datetime import datetime

import strawberry
from banyan.events.v1 import (
    booking_pb2,
    check_in_pb2,
    count_pb2,
    event_pb2,
    feedback_pb2,
    shift_pb2,
    sign_up_pb2,
    sign_up_rules_pb2,
)
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, part, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes
from gateway.binding.texts import html, text


@shows(event_pb2.Event)
class Event(Node):
    """An event held by an organization."""

    place: auto
    contact: auto
    cover: auto
    tags: auto
    start_time: auto
    end_time: auto
    sign_up_deadline: auto
    sign_up_open_time: auto
    sign_up_rules: auto
    feedback_form: auto
    self_check_in: auto
    minimum_participants: auto
    time_zone: auto
    visibility: auto
    language: auto
    translations: auto
    state: auto
    cancel_reason: auto
    sign_ups_to_cancel: auto
    recurrence_id: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    category = reference("category_id")
    area = reference("area_id")
    title = text("title")
    description = text("description")
    description_html = html("description")
    what_to_bring = text("what_to_bring")
    check_in_code = reference(
        "id",
        to=check_in_pb2.CheckInCode,
        description="The code with which people check themselves in at this moment; null unless they can, and the viewer "
        "manages the event. Ask for it again at its `refreshTime`.",
    )
    organization = reference("organization_id")
    series = reference("series_id")
    capacity = part(count_pb2.EventPlacesCount, "capacity")
    places_free = part(count_pb2.EventPlacesCount, "places_free")
    checked_in_count = part(count_pb2.EventAttendanceCount, "checked_in")
    viewer_feedback = reference(
        "id",
        to=feedback_pb2.Feedback,
        description="What the viewer has said about the event; null if nothing.",
    )
    feedback_summary = reference(
        "id",
        to=feedback_pb2.FeedbackSummary,
        description="What the feedback about the event says together, for those who manage or supervise it; null if nothing is "
        "shown yet.",
    )
    feedback = connection(
        feedback_pb2.ListFeedbackRequest,
        event_id="id",
        description="The feedback about the event that the viewer may see, in an order that says nothing.",
    )
    shifts = connection(
        shift_pb2.ListShiftsRequest,
        event_id="id",
        description="The shifts of the event, ordered by start time.",
    )
    bookings = connection(
        booking_pb2.ListBookingsRequest,
        event_id="id",
        description="The bookings of venues for the event that the viewer may see, ordered by start time.",
    )
    sign_ups = connection(
        sign_up_pb2.ListSignUpsRequest,
        event_id="id",
        description="The sign-ups for all shifts of the event that the viewer may see, oldest first.",
    )


@shows(sign_up_rules_pb2.SignUpRules)
class SignUpRules:
    """What counts when people sign up for an event. A rule that is null does not count."""

    late_cancellation_minutes: auto
    most_shifts_a_week: auto
    most_hours_a_week: auto
    needs_approval: auto


@shows(event_pb2.EventTranslation)
class EventTranslation:
    """The texts of an event in another language."""

    language: auto
    title: auto
    description: auto
    what_to_bring: auto


@strawberry.type
class Queries:
    """Queries for events."""

    event = get(event_pb2.GetEventRequest)
    events = connection(event_pb2.ListEventsRequest)


@strawberry.type
class Mutations:
    """Mutations of events."""

    create_event = mutation(event_pb2.CreateEventRequest)
    update_event = mutation(event_pb2.UpdateEventRequest)
    move_event = mutation(event_pb2.MoveEventRequest)
    publish_event = mutation(event_pb2.PublishEventRequest)
    cancel_event = mutation(event_pb2.CancelEventRequest)
    complete_event = mutation(event_pb2.CompleteEventRequest)
    duplicate_event = mutation(event_pb2.DuplicateEventRequest)
    open_check_in = mutation(check_in_pb2.OpenCheckInRequest)
    close_check_in = mutation(check_in_pb2.CloseCheckInRequest)
    delete_event = mutation(event_pb2.DeleteEventRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to events."""

    event_changes = changes(
        event_pb2.GetEventRequest,
        "organization_id",
        "id",
        description="Sends each new or changed event of an organization, or each change of one event, as"
        " far as the viewer may see it. Give `organizationId` or `eventId`. Changes in quick succession may"
        " be merged into the last one.",
    )
