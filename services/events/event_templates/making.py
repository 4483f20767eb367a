"""Events from templates: a draft with its shifts, at a time of one's own."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.events.event_templates.models import EventTemplate
from services.events.events.models import Event
from services.events.series.planning import planned_times, shift_from
from services.events.shifts.models import Shift

_SHARED = (
    "organization_id",
    "title",
    "description",
    "what_to_bring",
    "language",
    "translations",
    "visibility",
    "minimum_participants",
)


def event_from(
    template: EventTemplate, start_time: datetime, time_zone: str
) -> tuple[Event, list[Shift]]:
    """Returns a draft of an event with its shifts, not stored yet.

    Args:
        template: The template.
        start_time: When it starts.
        time_zone: The time zone on whose clock its shifts start.
    """
    times, times_of_shifts = planned_times(template, start_time, ZoneInfo(time_zone))
    event = Event(
        time_zone=time_zone, **times, **{name: getattr(template, name) for name in _SHARED}
    )
    shifts = [
        shift_from(event, each, times_of_shifts[each["id"]]) for each in template.shift_templates
    ]
    return event, shifts
