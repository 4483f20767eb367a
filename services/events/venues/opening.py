"""When a venue is open: moments, from hours on the clock of its time zone.

A venue is open at a moment if the clock then shows a time from its opening to its closing, on that day. So where the
clock skips an hour there is less time, where it shows an hour twice it is open both times, and a day that is skipped
is not there at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from banyan.events.v1 import venue_pb2 as pb

from services.events.series.clock import Span

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
Times = Sequence[tuple[timedelta, timedelta]]
_ALWAYS: Times = ((timedelta(), _DAY),)


def open_spans(venue: pb.Venue, start: datetime, end: datetime) -> list[Span]:
    """Returns when a venue is open between two moments, in order and without gaps of no length.

    Args:
        venue: The venue.
        start: The first moment.
        end: The moment after the last.
    """
    if not venue.opening_hours and not venue.opening_exceptions:
        return [Span(start, end)] if start < end else []
    weekly, exceptions = _weekly(venue), _exceptions(venue)
    found: list[Span] = []
    for segment, offset in _segments(ZoneInfo(venue.time_zone), start, end):
        day = (segment.start + offset).date()
        while (begins := _utc(day, offset)) < segment.end:
            times = exceptions.get(day, weekly[day.weekday()])
            found += [
                Span(max(begins + opens, segment.start), min(begins + closes, segment.end))
                for opens, closes in times
            ]
            day += _DAY
    return merged(found)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Returns spans in order, those that touch or overlap as one, and none that is empty."""
    found: list[Span] = []
    for span in sorted(each for each in spans if each.start < each.end):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Returns what is left of spans once some are taken away.

    Args:
        spans: The spans, in order and apart from each other.
        taken: What is taken, likewise.
    """
    left: list[Span] = []
    busy = list(taken)
    first = 0
    for span in spans:
        start = span.start
        while first < len(busy) and busy[first].end <= start:
            first += 1
        for each in busy[first:]:
            if each.start >= span.end:
                break
            left.append(Span(start, each.start))
            start = max(start, each.end)
        left.append(Span(start, span.end))
    return [each for each in left if each.start < each.end]


def _weekly(venue: pb.Venue) -> list[Times]:
    """Returns the hours of each day of the week, Monday first."""
    if not venue.opening_hours:
        return [_ALWAYS] * 7
    return [
        [_length(each) for each in venue.opening_hours if each.day == day + 1] for day in range(7)
    ]


def _exceptions(venue: pb.Venue) -> dict[date, Times]:
    return {
        date.fromisoformat(each.date): [_length(times) for times in each.times]
        for each in venue.opening_exceptions
    }


def _length(times: pb.OpeningHours | pb.OpeningTime) -> tuple[timedelta, timedelta]:
    return _after_midnight(times.opens), _after_midnight(times.closes)


def _after_midnight(clock: str) -> timedelta:
    hours, minutes = map(int, clock.split(":"))
    return timedelta(hours=hours, minutes=minutes)


def _utc(day: date, offset: timedelta) -> datetime:
    """Returns the moment at which a clock with an offset shows midnight."""
    return datetime.combine(day, time(), UTC) - offset


def _segments(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[Span, timedelta]]:
    """Yields the parts of a time during which the clock is not set, each with its offset from UTC."""
    begin, offset = start, _offset(zone, start)
    at = start
    while at < end:
        until = min(at + _DAY, end)
        if _offset(zone, until) != offset:
            change = min(_change(zone, at, until), until)
            yield Span(begin, change), offset
            begin, offset, until = change, _offset(zone, change), change
        at = until
    if begin < end:
        yield Span(begin, end), offset


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Returns the first moment, to the second, at which the offset is another than at one before."""
    offset = _offset(zone, before)
    before, after = before.replace(microsecond=0), after.replace(microsecond=0) + _SECOND
    while after - before > _SECOND:
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        before, after = (middle, after) if _offset(zone, middle) == offset else (before, middle)
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
