"""The time zones that calendars name: by IANA, by Windows, by a path that ends in one, or by a definition of their own."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from services.events.series.clock import local_at
from services.kit.contract.time_zones import is_time_zone

UTC_NAME = "Etc/UTC"
_LONGEST_PATH = 3  # America/Argentina/Ushuaia
_STEP = 80  # days between the moments at which a definition is compared with a zone
# Of several zones whose clocks show the same, the one in which most people live.
_COMMON = (
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Australia/Sydney",
)


class Zones:
    """The time zones of a calendar.

    Args:
        calendar: The calendar.
        default: The zone of times that name none.
    """

    def __init__(self, calendar: icalendar.Calendar, default: str) -> None:
        self.default = default
        self._defined: Mapping[str, Any] = {
            str(each.get("TZID", "")): each for each in calendar.walk("VTIMEZONE")
        }
        self._known: dict[str, str | None] = {}

    def named(self, tzid: str) -> str | None:
        """Returns the IANA name of the zone that a TZID means; None if no zone is known to be meant."""
        if tzid not in self._known:
            self._known[tzid] = self._found(tzid)
        return self._known[tzid]

    def of(self, value: icalendar.prop.vDDDTypes, moment: date | datetime) -> str | None:
        """Returns the zone of a time.

        Args:
            value: The property.
            moment: One of its values.
        """
        tzid = str(value.params.get("TZID", ""))
        if tzid:
            return self.named(tzid)
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            return UTC_NAME
        return self.default

    def _found(self, tzid: str) -> str | None:
        name = tzid.strip().strip('"')
        parts = name.split("/")
        ends = ("/".join(parts[-count:]) for count in range(1, min(len(parts), _LONGEST_PATH) + 1))
        defined = self._defined.get(tzid)
        named = "" if defined is None else str(defined.get("X-LIC-LOCATION", ""))
        for each in (name, WINDOWS_TO_OLSON.get(name, ""), *ends, named):
            if each and is_time_zone(each):
                return each
        return None if defined is None else self._equal(defined)

    def _equal(self, defined: Any) -> str | None:
        """Returns a zone whose clock shows the same as that of a definition: the default, if it is one."""
        try:
            zone = defined.to_tz(lookup_tzid=False)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None
        now = datetime.now(UTC)
        moments = [now + timedelta(days=days) for days in range(-365, 730, _STEP)]
        shown = [each.astimezone(zone).replace(tzinfo=None) for each in moments]
        for name in dict.fromkeys([self.default, *_COMMON, *WINDOWS_TO_OLSON.values()]):
            if [local_at(each, ZoneInfo(name)) for each in moments] == shown:
                return name
        return None
