"""The sign-ups of a person as iCalendar: what they have agreed to do, wait for, or have cancelled."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import icalendar
from banyan.events.v1 import calendar_feed_pb2, sign_up_pb2

from gateway.binding.texts import in_language
from gateway.calendars.icalendars import begun, calendar, describe, utc
from services.kit.language import worded

_STATUSES = {
    sign_up_pb2.SIGN_UP_STATE_WAITLISTED: "TENTATIVE",
    sign_up_pb2.SIGN_UP_STATE_OFFERED: "TENTATIVE",
    sign_up_pb2.SIGN_UP_STATE_CANCELLED: "CANCELLED",
    sign_up_pb2.SIGN_UP_STATE_EXPIRED: "CANCELLED",
    sign_up_pb2.SIGN_UP_STATE_EXCUSED: "CANCELLED",
}


def calendar_of_person(entries: Sequence[calendar_feed_pb2.CalendarEntry], language: str) -> bytes:
    """Returns a calendar with the sign-ups of a person.

    Args:
        entries: The sign-ups, with their events and shifts.
        language: The language of the texts, as a BCP 47 tag; empty for the originals.
    """
    starts = [each.sign_up.start_time for each in entries]
    return calendar(worded("My shifts"), [_component(each, language) for each in entries], starts)


def _component(entry: calendar_feed_pb2.CalendarEntry, language: str) -> icalendar.Event:
    sign_up, event, shift = entry.sign_up, entry.event, entry.shift
    zone = ZoneInfo(event.time_zone)
    starts, ends = (utc(each).astimezone(zone) for each in (sign_up.start_time, sign_up.end_time))
    times = (each.update_time for each in (sign_up, event, shift))
    changed = max(times, key=lambda each: (each.seconds, each.nanos))
    found = begun(sign_up.id, sign_up.create_time, changed, starts, ends)
    titles = (in_language(each, "title", language) for each in (event, shift))
    found.add("summary", " · ".join(dict.fromkeys(each for each in titles if each)))
    found.add("status", _STATUSES.get(sign_up.state, "CONFIRMED"))
    found.add("class", "PRIVATE")
    if sign_up.state == sign_up_pb2.SIGN_UP_STATE_WAITLISTED:
        found.add("transp", "TRANSPARENT")  # who waits can take another shift at that time
    describe(found, event, language)
    return found
