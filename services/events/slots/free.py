"""When a venue is free for as long as somebody needs it: a pure function of its hours, its rules and its bookings."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from banyan.events.v1 import venue_pb2

from services.events.bookings.rules import FURTHEST_DAYS, LONGEST_MINUTES
from services.events.series.clock import Span
from services.events.venues.opening import merged, open_spans, without


def free_spans(
    venue: venue_pb2.Venue,
    taken: Iterable[Span],
    window: Span,
    duration: timedelta,
    now: datetime,
) -> list[Span]:
    """Returns the spans in which a venue can be booked for a duration, at any time within them.

    What the rules say about notice, about how far ahead and how long a booking can be, and about the buffer counts; what
    they say about single organizations does not.

    Args:
        venue: The venue.
        taken: When bookings take its time, with their buffers, in any order.
        window: Where to look.
        duration: How long the venue is needed.
        now: The time.
    """
    rules = venue.rules
    if duration > timedelta(minutes=rules.longest_minutes or LONGEST_MINUTES):
        return []
    earliest = _full_minute(now + timedelta(minutes=rules.shortest_notice_minutes))
    latest = now + timedelta(days=rules.furthest_ahead_days or FURTHEST_DAYS) + duration
    start, end = max(window.start, earliest), min(window.end, latest)
    # The new booking needs its buffer, too, before the next one begins.
    buffer = timedelta(minutes=rules.buffer_minutes)
    busy = merged(Span(each.start - buffer, each.end) for each in taken)
    free = without(open_spans(venue, start, end), busy)
    return [each for each in free if each.end - each.start >= duration]


def _full_minute(moment: datetime) -> datetime:
    """Returns the first full minute from a moment on."""
    minute = moment.replace(second=0, microsecond=0)
    return minute if minute == moment else minute + timedelta(minutes=1)
