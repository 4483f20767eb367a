"""What a calendar would say of an event or a series that is here."""

from collections.abc import Mapping
from typing import Any

from services.events.event_imports.values import Values, written
from services.events.events.models import Event
from services.events.series.models import EventSeries


def of_event(event: Event) -> Values:
    """Returns what a calendar would say of an event."""
    return {
        "title": event.title,
        "description": event.description,
        **_of_place(event.place or {}),
        "tags": list(event.tags),
        "start": written(event.start_time),
        "end": written(event.end_time),
        "time_zone": event.time_zone,
    }


def of_series(series: EventSeries) -> Values:
    """Returns what a calendar would say of a series."""
    recurrence = series.recurrence or {}
    return {
        "title": series.title,
        "description": series.description,
        **_of_place(series.place or {}),
        "start": series.start,
        "duration_minutes": series.duration_minutes,
        "time_zone": series.time_zone,
        "rule": recurrence.get("rule", ""),
        "extra_starts": list(recurrence.get("extra_starts", [])),
        "excluded_starts": list(recurrence.get("excluded_starts", [])),
    }


def _of_place(place: Mapping[str, Any]) -> Values:
    parts = (place.get("name", ""), place.get("address", ""))
    geo = ""
    if "latitude" in place:
        geo = f"{place['latitude']};{place['longitude']}"
    return {
        "location": ", ".join(part for part in parts if part),
        "geo": geo,
        "url": place.get("online_url", ""),
    }
