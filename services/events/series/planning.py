"""What a series says of one of its occurrences: the event and its shifts, not stored yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from services.events.events.checking import LONGEST
from services.events.events.models import Event, EventState
from services.events.series.clock import before, local_at, show_local, span_at
from services.events.series.expansion import Occurrence
from services.events.series.models import EventSeries
from services.events.shifts.models import LONGEST_SHIFT, Shift
from services.kit.work.bulk import new_row

# What an occurrence has from its series as it is.
SHARED = (
    "title",
    "description",
    "what_to_bring",
    "place",
    "contact",
    "cover",
    "minimum_participants",
    "visibility",
    "language",
    "translations",
    "time_zone",
    "sign_up_rules",
    "feedback_form",
)
# What a shift has from its template as it is, with what stands for a field that is left out.
SHARED_OF_SHIFTS = {
    "title": "",
    "capacity": 0,
    "minimum_age": 0,
    "required_skills": [],
    "required_qualification_kind_ids": [],
    "roles": [],
    "reservation": None,
    "offer_seconds": 0,
    "language": "",
    "translations": [],
}
QUALIFICATIONS = "required_qualification_kind_ids"
Values = dict[str, Any]


def template_value(template: Values, name: str) -> Any:
    """Returns what a template says of a shift."""
    value = template.get(name, SHARED_OF_SHIFTS[name])
    return [UUID(each) for each in value] if name == QUALIFICATIONS else value


class Timed(Protocol):
    """What says how long an event takes, and when its shifts are."""

    @property
    def duration_minutes(self) -> int:
        """How long it takes."""

    @property
    def sign_up_closes_minutes(self) -> int | None:
        """How long before the start signing up ends."""

    @property
    def sign_up_opens_minutes(self) -> int | None:
        """How long before the start signing up begins."""

    @property
    def shift_templates(self) -> Sequence[Values]:
        """The shifts, each with an ID."""


def times_of(series: EventSeries, moment: datetime) -> tuple[Values, dict[str, Values]]:
    """Returns the times of an occurrence that starts at a moment, and those of its shifts by the ID of their template."""
    return planned_times(series, moment, series.zone)


def planned_times(
    plan: Timed, moment: datetime, zone: ZoneInfo
) -> tuple[Values, dict[str, Values]]:
    """Returns the times of an event that starts at a moment, and those of its shifts by the ID of their template.

    Args:
        plan: How long it takes, and when its shifts are.
        moment: When it starts.
        zone: The time zone of its clock.
    """
    local = local_at(moment, zone)
    shifts: dict[str, Values] = {}
    for each in plan.shift_templates:
        begins = local + timedelta(minutes=each.get("starts_after_minutes", 0))
        span = span_at(begins, each["duration_minutes"], zone, LONGEST_SHIFT)
        shifts[each["id"]] = {"start_time": span.start, "end_time": span.end}
    end = span_at(local, plan.duration_minutes, zone, LONGEST).end
    end = max([end, *(each["end_time"] for each in shifts.values())])
    closes = plan.sign_up_closes_minutes
    opens = plan.sign_up_opens_minutes
    times = {
        "start_time": moment,
        "end_time": end,
        "sign_up_deadline": None if closes is None else before(local, closes, zone),
        "sign_up_open_time": None if opens is None else before(local, opens, zone),
    }
    return times, shifts


def planned(
    series: EventSeries, occurrence: Occurrence, now: datetime
) -> tuple[Event, list[Shift]]:
    """Returns an occurrence of a series with its shifts.

    Args:
        series: The series.
        occurrence: When it takes place.
        now: The time.
    """
    times, times_of_shifts = times_of(series, occurrence.moment)
    event = Event(
        organization_id=series.organization_id,
        series_id=series.id,
        recurrence_id=show_local(occurrence.local),
        state=EventState.PUBLISHED if series.publish_occurrences else EventState.DRAFT,
        publish_time=now if series.publish_occurrences else None,
        **times,
        **{name: getattr(series, name) for name in SHARED},
    )
    shifts = [
        new_shift(event, template, times_of_shifts[template["id"]])
        for template in series.shift_templates
    ]
    return event, shifts


def new_shift(event: Event, template: Values, times: Values) -> Shift:
    """Returns a shift of an occurrence, made from a template."""
    return shift_from(event, template, times, template_id=UUID(template["id"]))


def shift_from(event: Event, template: Values, times: Values, **values: Any) -> Shift:
    """Returns a shift of an event, made from a template.

    Args:
        event: The event.
        template: The template.
        times: When the shift is.
        values: What else is known of it.
    """
    shared = {name: template_value(template, name) for name in SHARED_OF_SHIFTS}
    shift = new_row(
        Shift,
        event_id=event.id,
        organization_id=event.organization_id,
        **times,
        **shared,
        **values,
    )
    shift.settle_roles()
    shift.settle_reservation()
    return shift
