"""Series of events."""

from datetime import datetime

import strawberry
from banyan.events.v1 import event_pb2, event_series_pb2, standing_sign_up_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import html, text


@shows(event_series_pb2.EventSeries)
class EventSeries(Node):
    """What an organization holds again and again. Each occurrence is an event."""

    place: auto
    contact: auto
    cover: auto
    minimum_participants: auto
    visibility: auto
    language: auto
    translations: auto
    time_zone: auto
    start: auto
    duration_minutes: auto
    sign_up_opens_minutes: auto
    sign_up_closes_minutes: auto
    sign_up_rules: auto
    feedback_form: auto
    recurrence: auto
    shift_templates: auto
    publish_occurrences: auto
    first_date: auto
    last_date: auto
    state: auto
    end_reason: auto
    occurrences_to_cancel: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    title = text("title")
    description = text("description")
    description_html = html("description")
    what_to_bring = text("what_to_bring")
    organization = reference("organization_id")
    split_from = reference("split_from_id")
    standing_sign_ups = connection(
        standing_sign_up_pb2.ListStandingSignUpsRequest,
        event_series_id="id",
        description="The standing sign-ups for shifts of the series that the viewer may see, oldest first.",
    )
    occurrences = connection(
        event_pb2.ListEventsRequest,
        series_id="id",
        description="The events of the series that the viewer may see, ordered by start time. Later ones are created"
        " as time passes.",
    )


@shows(event_series_pb2.Recurrence)
class Recurrence:
    """When the events of a series take place, on the clock of its time zone."""

    rule: auto
    lunar_date: auto
    extra_starts: auto
    excluded_starts: auto


@shows(event_series_pb2.LunarDate)
class LunarDate:
    """A date of the Chinese calendar, as it is in every year."""

    month: auto
    day: auto


@shows(event_series_pb2.ShiftTemplate)
class ShiftTemplate:
    """A shift that each event of a series has."""

    id: auto
    starts_after_minutes: auto
    duration_minutes: auto
    capacity: auto
    minimum_age: auto
    required_skills: auto
    roles: auto
    reservation: auto
    offer_seconds: auto
    language: auto
    translations: auto

    title = text("title")
    required_qualification_kinds = references("required_qualification_kind_ids")


@strawberry.type
class Queries:
    """Queries for series of events."""

    event_series = get(event_series_pb2.GetEventSeriesRequest)
    event_series_list = connection(event_series_pb2.ListEventSeriesRequest)


@strawberry.type
class Mutations:
    """Mutations of series of events."""

    create_event_series = mutation(event_series_pb2.CreateEventSeriesRequest)
    update_event_series = mutation(event_series_pb2.UpdateEventSeriesRequest)
    split_event_series = mutation(event_series_pb2.SplitEventSeriesRequest)
    end_event_series = mutation(event_series_pb2.EndEventSeriesRequest)
