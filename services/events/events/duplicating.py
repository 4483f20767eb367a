"""Copies of events: the same plan at another time, by the clock on the wall.

Times move by one distance on the clock of the event's time zone, so what began at 14:00 begins at 14:00, whether
or not daylight saving time has changed in between. Where the clock skips or repeats an hour, the order of
things is kept: nothing begins before its event, and nothing ends before it begins.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from services.events.events.models import Event
from services.events.shifts.models import LONGEST_SHIFT, Shift, ShiftState
from services.kit.errors import Refused
from services.kit.work.bulk import new_row
from services.kit.work.work import Work

MOST_SHIFTS = 500  # that are copied at once
_COPIED = (
    "organization_id",
    "title",
    "description",
    "language",
    "translations",
    "place",
    "contact",
    "cover",
    "category_id",
    "area_id",
    "tags",
    "what_to_bring",
    "minimum_participants",
    "time_zone",
    "visibility",
    "sign_up_rules",
    "feedback_form",
)
_COPIED_OF_SHIFTS = (
    "title",
    "language",
    "translations",
    "capacity",
    "offer_seconds",
    "minimum_age",
    "required_skills",
    "required_qualification_kind_ids",
    "roles",
    "reservation",
)


class Move:
    """A move of times on the clock of a time zone.

    Args:
        start_time: A moment.
        to: Where it moves to.
        time_zone: The IANA name of the time zone.
    """

    def __init__(self, start_time: datetime, to: datetime, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)
        begins = to.astimezone(self._zone)
        self._fold = begins.fold
        self._distance = begins.replace(tzinfo=None) - self._local(start_time)

    def __call__(self, moment: datetime) -> datetime:
        """Returns where a moment moves to, in UTC."""
        local = self._local(moment) + self._distance
        return local.replace(tzinfo=self._zone, fold=self._fold).astimezone(UTC)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone).replace(tzinfo=None, fold=0)


async def planned_shifts(event: Event, work: Work) -> Sequence[Shift]:
    """Returns the shifts of an event that take place if it does.

    Raises:
        Refused: There are too many to copy them at once.
    """
    planned = select(Shift).where(
        col(Shift.event_id) == event.id, col(Shift.state) == ShiftState.PLANNED
    )
    shifts = (await work.session.scalars(planned.limit(MOST_SHIFTS + 1))).all()
    if len(shifts) > MOST_SHIFTS:
        raise Refused(
            "This event has more than {max} shifts, which is the most that can be copied. "
            "Create a new event and its shifts instead.",
            reason="TOO_MANY_SHIFTS",
            params={"max": MOST_SHIFTS},
        )
    return shifts


def duplicate(
    original: Event, shifts: Sequence[Shift], start_time: datetime
) -> tuple[Event, list[Shift]]:
    """Returns a draft like an event with copies of some of its shifts, not stored yet.

    Args:
        original: The event.
        shifts: The shifts to copy.
        start_time: When the new event starts.
    """
    move = Move(original.start_time, start_time, original.time_zone)
    event = Event(
        start_time=start_time,
        end_time=end_of(start_time, move(original.end_time), original),
        sign_up_deadline=original.sign_up_deadline and move(original.sign_up_deadline),
        sign_up_open_time=original.sign_up_open_time and move(original.sign_up_open_time),
        **{name: getattr(original, name) for name in _COPIED},
    )
    copies = [_copy(shift, event, move) for shift in shifts]
    event.end_time = max([event.end_time, *(each.end_time for each in copies)])
    if event.sign_up_deadline is not None:
        event.sign_up_deadline = min(event.sign_up_deadline, event.end_time)
    return event, copies


def times_within(begins: datetime, move: Move, shift: Shift) -> tuple[datetime, datetime]:
    """Returns the times to which a shift moves in an event that begins then."""
    start_time = max(move(shift.start_time), begins)
    end_time = end_of(start_time, move(shift.end_time), shift)
    if end_time - start_time > LONGEST_SHIFT:
        end_time = start_time + (shift.end_time - shift.start_time)
    return start_time, end_time


def _copy(shift: Shift, event: Event, move: Move) -> Shift:
    start_time, end_time = times_within(event.start_time, move, shift)
    copy = new_row(
        Shift,
        event_id=event.id,
        organization_id=event.organization_id,
        start_time=start_time,
        end_time=end_time,
        **{name: getattr(shift, name) for name in _COPIED_OF_SHIFTS},
    )
    copy.settle_roles()
    copy.settle_reservation()
    return copy


def end_of(start_time: datetime, end_time: datetime, original: Event | Shift) -> datetime:
    """Returns the end by the clock, or what keeps the length where the clock shows none."""
    length: timedelta = original.end_time - original.start_time
    return end_time if end_time > start_time else start_time + length
