"""What the rules of an event say about signing up."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo


class Rules(NamedTuple):
    """The rules of an event about signing up; None where there is none.

    Attributes:
        late_cancellation_minutes: From how many minutes before a shift on it is late to give a place back.
        most_shifts_a_week: How many shifts of the organization a person takes at most in a week.
        most_hours_a_week: How many hours.
        needs_approval: Whether an organizer decides about each sign-up.
    """

    late_cancellation_minutes: int | None = None
    most_shifts_a_week: int | None = None
    most_hours_a_week: int | None = None
    needs_approval: bool = False

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> "Rules":
        """Returns the rules that an event stores."""
        return cls(**stored) if stored else cls()

    @property
    def limits_weeks(self) -> bool:
        """Whether a week of a person has a limit."""
        return self.most_shifts_a_week is not None or self.most_hours_a_week is not None

    def is_late(self, start_time: datetime, *, at: datetime) -> bool:
        """Returns whether it is late to give back a place in a shift.

        Args:
            start_time: When the shift starts.
            at: The time.
        """
        minutes = self.late_cancellation_minutes
        return minutes is not None and at > start_time - timedelta(minutes=minutes)


class Week(NamedTuple):
    """A calendar week on the clock of a time zone, from Monday to Sunday.

    Attributes:
        start: When it starts.
        end: When the next one starts.
    """

    start: datetime
    end: datetime

    @classmethod
    def of(cls, moment: datetime, time_zone: str) -> "Week":
        """Returns the week in which a moment lies."""
        zone = ZoneInfo(time_zone)
        day = moment.astimezone(zone).date()
        monday = day - timedelta(days=day.weekday())
        return cls(_midnight(monday, zone), _midnight(monday + timedelta(days=7), zone))

    def __contains__(self, moment: object) -> bool:
        """Returns whether a moment lies in the week."""
        return isinstance(moment, datetime) and self.start <= moment < self.end


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
