"""Reading calendars: each component (VEVENT) as an item with its values. It runs in a process of its own.

Nothing here knows what is stored. What cannot be read for certain is refused with a remark, and never guessed.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

from services.events.event_imports import remarks
from services.events.event_imports.properties import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    geo_of,
    line_of,
    location_of,
    moment_of,
    number_of,
    tags_of,
    text_of,
    url_of,
)
from services.events.event_imports.recurring import is_series, read_series, readable
from services.events.event_imports.remarks import Remark
from services.events.event_imports.values import (
    Values,
    event_message,
    series_message,
    written,
)
from services.events.event_imports.zones import Zones
from services.kit.contract.texts import FORBIDDEN
from services.kit.contract.validation import violations_of
from services.kit.errors import InvalidArgument
from services.kit.text.encodings import decode

MOST = 2000  # components of a calendar
LONGEST_UID = 400
_HOUR, _DAY, _LONGEST = timedelta(hours=1), timedelta(days=1), timedelta(days=31)
_PRIVATE = ("PRIVATE", "CONFIDENTIAL")


@dataclass(slots=True)
class Item:
    """A component of a calendar.

    Attributes:
        line: Its place in the file, counted from 1.
        uid: Its UID.
        recurrence: The RECURRENCE-ID: a moment in UTC, a time on the clock, or a day; empty if it has none.
        sequence: Its version.
        changed: When it was last changed, to tell equal versions apart.
        status: CONFIRMED, TENTATIVE or CANCELLED.
        is_private: Whether it is for members alone.
        is_series: Whether it repeats.
        values: What it says.
        remarks: What there is to be said of it.
        is_refused: Whether it cannot be imported.
    """

    line: int
    uid: str = ""
    recurrence: str = ""
    sequence: int = 0
    changed: str = ""
    status: str = "CONFIRMED"
    is_private: bool = False
    is_series: bool = False
    values: Values = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    is_refused: bool = False

    def refuse(self, *found: Remark) -> None:
        """Refuses the component, and says why."""
        self.is_refused = True
        self.remarks += found


def read_calendar(content: str, data: bytes, time_zone: str) -> list[Item]:
    """Returns the components of a calendar.

    Args:
        content: The file as text; empty if it is given as bytes.
        data: The file as bytes.
        time_zone: The zone of times without one.

    Raises:
        InvalidArgument: It is no calendar, or an answer to an invitation, or it has too many components.
    """
    place = "content" if content else "data"
    text = content or decode(data, place)[0]
    calendars = _parsed(text, place)
    items: list[Item] = []
    for calendar in calendars:
        method = str(calendar.get("METHOD", "PUBLISH")).upper()
        if method not in ("PUBLISH", "REQUEST", "ADD", "CANCEL"):
            raise InvalidArgument.of(
                place,
                "is an answer to an invitation and no calendar. Export the calendar itself",
                "NO_CALENDAR",
            )
        zones = Zones(calendar, time_zone)
        for component in calendar.walk("VEVENT"):
            if len(items) == MOST:
                raise InvalidArgument.of(
                    place,
                    "has more than {max} events. Split the calendar and import its parts",
                    "TOO_MANY_ROWS",
                    params={"max": MOST},
                )
            item = Item(len(items) + 1)
            _read(item, component, zones)
            if method == "CANCEL":
                item.status = "CANCELLED"
            items.append(item)
    if not items:
        raise InvalidArgument.of(place, "has no events. Choose another calendar", "NO_ROWS")
    return items


def _parsed(text: str, place: str) -> list[icalendar.Calendar]:
    try:
        found = icalendar.Calendar.from_ical(text.lstrip("\ufeff \r\n\t"), multiple=True)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError):
        found = []
    calendars = [each for each in found if each.name == "VCALENDAR"]
    if not calendars:
        raise InvalidArgument.of(
            place, "is no calendar. Choose a file of iCalendar (.ics)", "NO_CALENDAR"
        )
    return calendars


def _read(item: Item, component: icalendar.Component, zones: Zones) -> None:
    """Reads a component."""
    item.values["title"] = line_of(item.remarks, component.get("SUMMARY", ""), LONGEST_TITLE)
    item.sequence = number_of(component.get("SEQUENCE"))
    item.changed = str(
        moment_of(component, "LAST-MODIFIED") or moment_of(component, "DTSTAMP") or ""
    )
    item.status = _status(component)
    item.is_private = str(component.get("CLASS", "")).upper() in _PRIVATE
    _read_recurrence_id(item, component, zones)
    item.uid = _uid(item, component)
    if item.status == "CANCELLED":
        return  # a cancellation need not say more
    if not item.values["title"]:
        item.refuse(remarks.NO_TITLE)
        return
    item.values |= {
        "description": text_of(item.remarks, component.get("DESCRIPTION", ""), LONGEST_DESCRIPTION),
        "location": location_of(item.remarks, component),
        "geo": geo_of(component),
        "url": url_of(component),
        "tags": tags_of(component),
    }
    _read_times(item, component, zones)
    if not item.is_refused:
        _check(item)


def _uid(item: Item, component: icalendar.Component) -> str:
    uid = FORBIDDEN.sub("", str(component.get("UID", ""))).strip()
    if not uid:
        item.remarks.append(remarks.UID_MADE)
        start = readable(component, "DTSTART")
        uid = f"{item.values['title']} {start.to_ical() if start is not None else ''}"
        return hashlib.sha256(uid.encode()).hexdigest()
    return uid if len(uid) <= LONGEST_UID else hashlib.sha256(uid.encode()).hexdigest()


def _status(component: icalendar.Component) -> str:
    status = str(component.get("STATUS", "")).upper()
    return status if status in ("TENTATIVE", "CANCELLED") else "CONFIRMED"


def _read_recurrence_id(item: Item, component: icalendar.Component, zones: Zones) -> None:
    if component.get("RECURRENCE-ID") is None:
        return
    value = readable(component, "RECURRENCE-ID")
    if not isinstance(getattr(value, "dt", None), date):
        item.refuse(remarks.VALUE_NOT_ALLOWED._replace(property="RECURRENCE-ID"))
        return
    if str(value.params.get("RANGE", "")).upper() == "THISANDFUTURE":
        item.refuse(remarks.RANGE_NOT_SUPPORTED)
    moment = value.dt
    if not isinstance(moment, datetime):
        item.recurrence = moment.isoformat()
    elif moment.tzinfo is not None:
        item.recurrence = written(moment)
    elif zones.of(value, moment) is None:
        item.refuse(remarks.ZONE_UNKNOWN)
    else:
        item.recurrence = moment.replace(second=0).isoformat(timespec="minutes")


def _read_times(item: Item, component: icalendar.Component, zones: Zones) -> None:
    """Reads when a component takes place."""
    value = readable(component, "DTSTART")
    if value is None or isinstance(value, list) or not isinstance(value.dt, date):
        item.refuse(remarks.NO_START)
        return
    start = value.dt
    zone = zones.of(value, start)
    is_whole_day = not isinstance(start, datetime)
    item.is_series = is_series(component) and not item.recurrence
    length = _length(component, start, on_clock=item.is_series)
    if length is None:
        length = _DAY if is_whole_day else _HOUR
        if not is_whole_day:
            item.remarks.append(remarks.END_ASSUMED)
    if length <= timedelta():
        item.refuse(remarks.END_NOT_AFTER_START)
        return
    if length > _LONGEST:
        item.refuse(remarks.TOO_LONG)
        return
    if zone is None and (item.is_series or getattr(start, "tzinfo", None) is None):
        item.refuse(remarks.ZONE_UNKNOWN)
        return
    if item.is_series:
        found = read_series(component, start, length, zone or zones.default)
        if isinstance(found, Remark):
            item.refuse(found)
        else:
            item.values |= found
        del item.values["tags"]  # a series has none
        return
    if zone is None:
        item.remarks.append(remarks.ZONE_ASSUMED)
    _read_single(item, start, length, zone or zones.default, zones)


def _read_single(item: Item, start: date, length: timedelta, zone: str, zones: Zones) -> None:
    tz = ZoneInfo(zone)
    if not isinstance(start, datetime):
        start = datetime(start.year, start.month, start.day)
    if start.tzinfo is None:
        local = start
        begins, ends = local.replace(tzinfo=tz), (local + length).replace(tzinfo=tz)
    else:
        begins, ends = start.astimezone(UTC), start.astimezone(UTC) + length
    shown_in = zones.default if zone in ("UTC", "Etc/UTC") else zone
    item.values |= {"start": written(begins), "end": written(ends), "time_zone": shown_in}


def _length(
    component: icalendar.Component, start: date | datetime, *, on_clock: bool
) -> timedelta | None:
    """Returns how long a component takes; None if it does not say, or takes no time."""
    is_whole_day = not isinstance(start, datetime)
    end, duration = readable(component, "DTEND"), readable(component, "DURATION")
    if end is not None and not isinstance(end, list):
        if is_whole_day:
            days: timedelta = _day(end.dt) - _day(start)
            return days or None
        if not isinstance(end.dt, datetime):  # the last day, as some write it
            return None
        return (isinstance(start, datetime) and _distance(start, end.dt, on_clock=on_clock)) or None
    if duration is not None and isinstance(getattr(duration, "dt", None), timedelta):
        found: timedelta = duration.dt
        return found or None
    return None


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _distance(start: datetime, end: datetime, *, on_clock: bool) -> timedelta:
    """Returns the length from one time to another: in seconds where they are moments, else on the clock."""
    if start.tzinfo is not None and end.tzinfo is not None and not on_clock:
        return end.astimezone(UTC) - start.astimezone(UTC)
    return end.replace(tzinfo=None) - start.replace(tzinfo=None)


def _check(item: Item) -> None:
    """Refuses a component that breaks a rule of events."""
    make = series_message if item.is_series else event_message
    found = violations_of(make(item.values, visibility=1, organization_id=_SOME_ID))
    if found:
        item.refuse(remarks.VALUE_NOT_ALLOWED._replace(property=found[0].field.upper()))


_SOME_ID = "00000000-0000-7000-8000-000000000000"
