"""Events as iCalendar (RFC 5545, RFC 7986).

The same events are the same bytes, so that a hash of them says whether anything has changed. An occurrence of a series
is an event of its own: calendars show it as it is, whatever was changed in it alone.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from banyan.events.v1 import event_pb2, venue_pb2, venue_time_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.binding.texts import in_language
from services.kit.language import worded

PRODUCT = "-//Banyan//Banyan//EN"
REFRESH = timedelta(hours=1)
_STATUSES = {
    event_pb2.EVENT_STATE_DRAFT: "TENTATIVE",
    event_pb2.EVENT_STATE_PUBLISHED: "CONFIRMED",
    event_pb2.EVENT_STATE_COMPLETED: "CONFIRMED",
    event_pb2.EVENT_STATE_CANCELLED: "CANCELLED",
}


def calendar_of(name: str, events: Sequence[event_pb2.Event], language: str) -> bytes:
    """Returns a calendar with events, and the time zones that they are in.

    Args:
        name: What people call the calendar.
        events: The events.
        language: The language of the texts, as a BCP 47 tag; empty for the originals.
    """
    starts = [each.start_time for each in events]
    return calendar(name, [_component(each, language) for each in events], starts)


def calendar_of_venue(
    venue: venue_pb2.Venue,
    times: Sequence[venue_time_pb2.BusyTime],
    events: Mapping[str, event_pb2.Event],
    language: str,
) -> bytes:
    """Returns a calendar with the times at which a venue is booked. Nobody who has booked is named.

    Args:
        venue: The venue.
        times: When it is booked.
        events: The events that everyone may see, by their IDs: times for them have their titles.
        language: The language of the texts, as a BCP 47 tag; empty for the originals.
    """
    found = [_busy(venue, each, events.get(each.event_id), language) for each in times]
    starts = [each.start_time for each in times]
    return calendar(in_language(venue, "name", language), found, starts)


def calendar(
    name: str, components: Sequence[icalendar.Event], starts: Sequence[Timestamp]
) -> bytes:
    """Returns a calendar, with the time zones that its components are in.

    Args:
        name: What people call it.
        components: What is in it.
        starts: When these start.
    """
    found = icalendar.Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("name", name)
    found.add("x-wr-calname", name)  # what calendars read that do not know RFC 7986
    found.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for each in components:
        found.add_component(each)
    years = [utc(each).year for each in starts] or [1970]
    # Zones have the changes of the clock in these years. An event takes a month at most.
    found.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
    made: bytes = found.to_ical()
    return made


def begun(
    id_: str, created: Timestamp, changed: Timestamp, starts: datetime, ends: datetime
) -> icalendar.Event:
    """Returns a component that says which one it is, when it last changed, and when it takes place.

    Args:
        id_: The ID of what it shows.
        created: When that was created.
        changed: When anything of it last changed, which is later each time.
        starts: When it starts, in its time zone.
        ends: When it ends.
    """
    found = icalendar.Event()
    found.add("uid", f"{id_}@banyan")
    # of a calendar without a method, the last change (RFC 5545, 3.8.7.2)
    found.add("dtstamp", utc(changed))
    found.add("created", utc(created))
    found.add("last-modified", utc(changed))
    found.add("sequence", changed.seconds - created.seconds)
    found.add("dtstart", starts)
    found.add("dtend", ends)
    return found


def describe(found: icalendar.Event, event: event_pb2.Event, language: str) -> None:
    """Adds to a component what an event is about, and where it takes place.

    Args:
        found: The component.
        event: The event.
        language: The language of the texts, as a BCP 47 tag; empty for the originals.
    """
    if description := in_language(event, "description", language):
        found.add("description", description)
    if event.HasField("place"):
        parts = (in_language(event.place, part, language) for part in ("name", "address"))
        if location := ", ".join(part for part in parts if part):
            found.add("location", location)
        if event.place.HasField("latitude"):
            found.add("geo", (event.place.latitude, event.place.longitude))
        if event.place.online_url:
            found.add("url", event.place.online_url)


def _component(event: event_pb2.Event, language: str) -> icalendar.Event:
    zone = ZoneInfo(event.time_zone)
    starts, ends = (utc(each).astimezone(zone) for each in (event.start_time, event.end_time))
    found = begun(event.id, event.create_time, event.update_time, starts, ends)
    found.add("summary", in_language(event, "title", language))
    found.add("status", _STATUSES[event.state])
    if event.tags:
        found.add("categories", list(event.tags))
    describe(found, event, language)
    return found


def _busy(
    venue: venue_pb2.Venue,
    time: venue_time_pb2.BusyTime,
    event: event_pb2.Event | None,
    language: str,
) -> icalendar.Event:
    found = icalendar.Event()
    zone, start = ZoneInfo(venue.time_zone), utc(time.start_time)
    # A venue has one booking at a time. The booking itself is not for everyone, nor is when it was changed.
    found.add("uid", f"{venue.id}-{start:%Y%m%dT%H%M%SZ}@banyan")
    found.add("dtstamp", utc(venue.update_time))
    found.add("dtstart", start.astimezone(zone))
    found.add("dtend", utc(time.end_time).astimezone(zone))
    found.add("summary", in_language(event, "title", language) if event else worded("Booked"))
    found.add("location", in_language(venue, "name", language))
    found.add("status", "TENTATIVE" if time.is_tentative else "CONFIRMED")
    return found


def utc(moment: Timestamp) -> datetime:
    """Returns a moment in UTC, to the second."""
    return moment.ToDatetime(tzinfo=UTC).replace(microsecond=0)
