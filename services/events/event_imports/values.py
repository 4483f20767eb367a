"""What a calendar says of an event or a series, in the words of calendars: the form in which both are compared.

of both      title, description, location, geo, url, tags (events alone)
of an event  start, end (moments), time_zone
of a series  start (on the clock), duration_minutes, time_zone, rule, extra_starts, excluded_starts
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from banyan.events.v1 import event_pb2, event_series_pb2
from banyan.places.v1 import place_pb2

Values = dict[str, Any]
LONGEST_NAME = 200  # of a place
TEXTS = ("title", "description")
PLACE = ("location", "geo", "url")
TIMES = ("start", "end", "time_zone")
RECURRENCE = ("rule", "extra_starts", "excluded_starts")
EMPTY: Values = {
    "description": "",
    "location": "",
    "geo": "",
    "url": "",
    "tags": [],
    "extra_starts": [],
    "excluded_starts": [],
}


def written(moment: datetime) -> str:
    """Returns a moment as values have it, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()


def place_of(values: Mapping[str, Any]) -> place_pb2.Place | None:
    """Returns the place that values say; None if they say none."""
    location = values.get("location", "")
    if not any(values.get(name) for name in PLACE):
        return None
    name, address = location, ""
    if len(location) > LONGEST_NAME or "\n" in location:
        name, _, address = location.partition(", ")
    place = place_pb2.Place(name=name, address=address, online_url=values.get("url", ""))
    if geo := values.get("geo"):
        latitude, longitude = geo.split(";")
        place.latitude, place.longitude = float(latitude), float(longitude)
    return place


def event_message(values: Mapping[str, Any], **more: Any) -> event_pb2.Event:
    """Returns the event that values say."""
    event = event_pb2.Event(
        title=values["title"],
        description=values["description"],
        place=place_of(values),
        tags=values.get("tags", ()),
        time_zone=values["time_zone"],
        **more,
    )
    event.start_time.FromDatetime(datetime.fromisoformat(values["start"]))
    event.end_time.FromDatetime(datetime.fromisoformat(values["end"]))
    return event


def series_message(values: Mapping[str, Any], **more: Any) -> event_series_pb2.EventSeries:
    """Returns the series that values say."""
    return event_series_pb2.EventSeries(
        title=values["title"],
        description=values["description"],
        place=place_of(values),
        start=values["start"],
        duration_minutes=values["duration_minutes"],
        time_zone=values["time_zone"],
        recurrence=event_series_pb2.Recurrence(**{name: values[name] for name in RECURRENCE}),
        **more,
    )


def changes_of(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]
) -> list[dict[str, str]]:
    """Returns what changes, field by field, for people."""
    return [
        {"field": name, "before": _text(before.get(name)), "after": _text(after.get(name))}
        for name in names
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value)
