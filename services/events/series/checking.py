"""What a series must be like beyond the rules of its fields."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from banyan.events.v1 import event_series_pb2 as pb
from banyan.events.v1 import event_template_pb2

from services.events.events.checking import LONGEST_AGO, LONGEST_AHEAD
from services.events.series.clock import parse_local
from services.events.series.expansion import Lunar, Pattern, occurrences
from services.events.series.rules import Rule, RuleError, parse_rule
from services.events.shifts.reservations import broken_number
from services.events.shifts.roles import broken_roles
from services.kit.errors import Violation
from services.kit.text.folding import all_differ

_ROOT = "event_series"
_RECURRENCE = f"{_ROOT}.recurrence"


def broken_series(
    series: pb.EventSeries, now: datetime, *, is_new: bool = True
) -> Iterator[Violation]:
    """Yields what is wrong with a series: when it takes place, and its shifts.

    Args:
        series: The series.
        now: The time.
        is_new: Whether it has another start than before, which must lie near the present.
    """
    yield from _broken_times(series, now, is_new=is_new)
    closes = series.sign_up_closes_minutes
    if series.HasField("sign_up_opens_minutes") and series.sign_up_opens_minutes <= closes:
        yield Violation(
            f"{_ROOT}.sign_up_opens_minutes",
            "must be more than the minutes before the start at which signing up ends, so that there is time for it",
            "OPENING_TOO_LATE",
        )
    yield from broken_templates(series)


def _broken_times(series: pb.EventSeries, now: datetime, *, is_new: bool) -> Iterator[Violation]:
    recurrence = series.recurrence
    start, broken = _parsed(series.start, f"{_ROOT}.start")
    yield from broken
    extra, broken = _all_parsed(recurrence.extra_starts, f"{_RECURRENCE}.extra_starts")
    yield from broken
    excluded, broken = _all_parsed(recurrence.excluded_starts, f"{_RECURRENCE}.excluded_starts")
    yield from broken
    rule, broken = _rule(recurrence)
    yield from broken
    zone = _zone(series.time_zone)
    if start is None or rule is None or zone is None:
        return
    is_near = now - LONGEST_AGO <= start.replace(tzinfo=zone) <= now + LONGEST_AHEAD
    if is_new and not is_near:
        yield Violation(
            f"{_ROOT}.start",
            "must be within {max_past} days in the past and {max_ahead} years in the future",
            "TIME_OUT_OF_RANGE",
            params={"max_past": LONGEST_AGO.days, "max_ahead": 10},
        )
    elif next(occurrences(Pattern(start, zone, rule, extra, excluded)), None) is None:
        yield Violation(
            f"{_RECURRENCE}.rule",
            "matches no day after the start. Check its parts against each other and against the start",
            "RULE_NEVER_MATCHES",
        )


def _parsed(text: str, field: str) -> tuple[datetime | None, list[Violation]]:
    try:
        return parse_local(text), []
    except ValueError:
        violation = Violation(
            field,
            "is not a date and time that exists. Write it like 2026-03-03T19:00",
            "LOCAL_TIME_NOT_VALID",
        )
        return None, [violation]


def _all_parsed(texts: Any, field: str) -> tuple[frozenset[datetime], list[Violation]]:
    found = [_parsed(text, f"{field}[{index}]") for index, text in enumerate(texts)]
    times = frozenset(time for time, _ in found if time is not None)
    return times, [each for _, broken in found for each in broken]


def _rule(recurrence: pb.Recurrence) -> tuple[Rule | Lunar | None, list[Violation]]:
    if bool(recurrence.rule) == recurrence.HasField("lunar_date"):
        return None, []  # the rules of the contract say so
    if recurrence.HasField("lunar_date"):
        return Lunar(recurrence.lunar_date.month, recurrence.lunar_date.day), []
    try:
        return parse_rule(recurrence.rule), []
    except RuleError as error:
        return None, [_broken_rule(error)]


def _broken_rule(error: RuleError) -> Violation:
    if error.is_too_frequent:
        return Violation(
            f"{_RECURRENCE}.rule",
            "repeats more than once a day. Use DAILY, WEEKLY, MONTHLY, or YEARLY, and one series for each time of the"
            " day",
            "RULE_TOO_FREQUENT",
        )
    return Violation(
        f"{_RECURRENCE}.rule",
        "is not a rule that can be used: check {part}. Write it like FREQ=WEEKLY;BYDAY=TU",
        "RULE_NOT_VALID",
        params={"part": error.part},
    )


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # the contract's rules say so
        return None


def broken_templates(
    series: pb.EventSeries | event_template_pb2.EventTemplate, root: str = _ROOT
) -> Iterator[Violation]:
    """Yields what is wrong with the shifts of a series, or of a template of events.

    Args:
        series: The series, or the template.
        root: Where it is in the request.
    """
    for index, template in enumerate(series.shift_templates):
        field = f"{root}.shift_templates[{index}]"
        begins = timedelta(minutes=template.starts_after_minutes)
        if begins + timedelta(minutes=template.duration_minutes) > timedelta(
            minutes=series.duration_minutes
        ):
            yield Violation(
                f"{field}.duration_minutes",
                "must not end after the event. Shorten the shift, or lengthen the event",
                "SHIFT_OUTSIDE",
            )
        yield from broken_roles(template, field)
        yield from broken_number(template, field)
        if not all_differ(template.required_skills):
            yield Violation(
                f"{field}.required_skills", "must list each skill only once", "DUPLICATE"
            )
    ids = [each.id for each in series.shift_templates if each.id]
    if len(ids) != len(set(ids)):
        yield Violation(f"{root}.shift_templates", "must name each template only once", "DUPLICATE")


def reserved_places(
    series: pb.EventSeries | event_template_pb2.EventTemplate, root: str = _ROOT
) -> dict[str, str]:
    """Returns for which organizations the shifts of a series, or of a template, reserve places, by the path of that."""
    return {
        f"{root}.shift_templates[{index}].reservation": template.reservation.organization_id
        for index, template in enumerate(series.shift_templates)
        if template.HasField("reservation")
    }


def required_kinds(
    series: pb.EventSeries | event_template_pb2.EventTemplate, top: str = _ROOT
) -> list[tuple[str, Sequence[str]]]:
    """Returns the kinds of qualifications that the shifts of a series, or of a template, require, each list with its field."""
    name = "required_qualification_kind_ids"
    found: list[tuple[str, Sequence[str]]] = []
    for index, template in enumerate(series.shift_templates):
        root = f"{top}.shift_templates[{index}]"
        found.append((f"{root}.{name}", template.required_qualification_kind_ids))
        found += [
            (f"{root}.roles[{number}].{name}", role.required_qualification_kind_ids)
            for number, role in enumerate(template.roles)
        ]
    return found
