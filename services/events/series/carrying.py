"""Carrying a change of a series into one of its occurrences.

An occurrence changes only where it still has what the series said before: what somebody has changed there stays. The
people stay signed up. Where times change they move along, as with `MoveEvent`: a person who then has another shift
loses the place, with a reason.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.events.bookings.following import follow_event
from services.events.events.duplicating import Move, end_of, times_within
from services.events.events.models import WINDOW, Event, EventState
from services.events.events.moving import Moving, finish_move, lock_planned, standing
from services.events.series.models import EventSeries
from services.events.series.planning import (
    SHARED,
    SHARED_OF_SHIFTS,
    Values,
    new_shift,
    template_value,
    times_of,
)
from services.events.shifts.models import Shift
from services.events.shifts.reservations import reserve
from services.events.sign_ups.cancelling import cancel_batch
from services.events.waitlist.jobs import OFFER_PLACES
from services.kit.work.work import Work

NO_SHIFT = "The series no longer has this shift."


class Change(NamedTuple):
    """A change of a series, as it concerns one occurrence.

    Attributes:
        before: The series as it was.
        after: The series as it is.
        was: When the old series has the occurrence start.
        will_be: When the new one does.
    """

    before: EventSeries
    after: EventSeries
    was: datetime
    will_be: datetime


async def carry(event: Event, change: Change, work: Work) -> None:
    """Carries a change into an occurrence that has not begun, and announces what is different.

    Args:
        event: The event, locked. If its times may change, its people are locked too.
        change: The change.
        work: The work.

    Raises:
        Refused: Somebody has come to it, or there is too much to move at once.
    """
    before, after = change.before, change.after
    await _cancel_removed(event, change, work)
    is_moving = times_of(before, change.was) != times_of(after, change.will_be)
    shifts, by_shift = (
        await standing(event, work) if is_moving else (await lock_planned(event, work), {})
    )
    start = event.start_time
    _set_shared(event, {name: (getattr(before, name), getattr(after, name)) for name in SHARED})
    old_templates, templates = _templates(before), _templates(after)
    for shift in shifts:
        old, new = _template_of(shift, old_templates), _template_of(shift, templates)
        if old is not None and new is not None and _set_shift(shift, old, new):
            await reserve(shift, work)
    publishes = after.publish_occurrences and not before.publish_occurrences
    if publishes and event.state == EventState.DRAFT:
        event.publish(at=work.now)
    has_moved = _set_times(event, shifts, change)
    added = _added(event, change)
    event.end_time = max([event.end_time, *(each.end_time for each in (*shifts, *added))])
    if has_moved:
        await finish_move(Moving(event, shifts, by_shift, event.start_time > start), work)
    else:
        await work.announce(event, "updated")
        await work.announce_all(shifts, "updated")
    await follow_event(event, work)
    await work.add_many(added)
    await work.announce_all(added, "created")
    work.trigger(OFFER_PLACES)  # more places, or fewer demands


def _set_shared(row: Event | Shift, values: dict[str, tuple[Any, Any]]) -> None:
    """Sets what has changed, where a row still has the old value."""
    for name, (old, new) in values.items():
        if old != new and getattr(row, name) == old:
            setattr(row, name, new)


def _set_shift(shift: Shift, old: Values, new: Values) -> bool:
    """Sets what has changed of a shift, and returns whether its places are reserved otherwise now."""
    had = shift.reservation
    values = {
        name: (template_value(old, name), template_value(new, name)) for name in SHARED_OF_SHIFTS
    }
    if not shift.has_room(values["capacity"][1], values["roles"][1]):
        del values["capacity"], values["roles"]  # nobody loses a place by it
    _set_shared(shift, values)
    shift.settle_roles()
    if (
        shift.reservation and shift.reservation["places"] > shift.capacity
    ):  # which nobody has agreed to
        shift.reservation = had
    return shift.reservation != had


def _templates(series: EventSeries) -> dict[str, Values]:
    return {each["id"]: each for each in series.shift_templates}


def _template_of(shift: Shift, templates: dict[str, Values]) -> Values | None:
    return templates.get(str(shift.template_id))


def _set_times(event: Event, shifts: Sequence[Shift], change: Change) -> bool:
    """Sets the times of an occurrence that nobody has moved, and returns whether those of a shift are others now."""
    old, old_shifts = times_of(change.before, change.was)
    new, new_shifts = times_of(change.after, change.will_be)
    if event.start_time != old["start_time"] or (old, old_shifts) == (new, new_shifts):
        return False
    move = Move(event.start_time, new["start_time"], change.after.time_zone)
    end = end_of(new["start_time"], move(event.end_time), event)
    had_end = event.end_time
    event.start_time = new["start_time"]
    event.end_time = new["end_time"] if had_end == old["end_time"] else end
    for name in WINDOW:
        moment = getattr(event, name)
        if moment == old[name]:
            setattr(event, name, new[name])
        elif moment is not None:
            setattr(event, name, move(moment))
    has_moved = False
    for shift in shifts:
        id_ = str(shift.template_id)
        times = {"start_time": shift.start_time, "end_time": shift.end_time}
        if times == old_shifts.get(id_) and id_ in new_shifts:
            start_time, end_time = new_shifts[id_]["start_time"], new_shifts[id_]["end_time"]
        else:
            start_time, end_time = times_within(event.start_time, move, shift)
        has_moved |= times != {"start_time": start_time, "end_time": end_time}
        shift.start_time, shift.end_time = start_time, end_time
    return has_moved


def _added(event: Event, change: Change) -> list[Shift]:
    """Returns the shifts of new templates, not stored yet, at the time at which the event is."""
    known = _templates(change.before)
    templates = [each for id_, each in _templates(change.after).items() if id_ not in known]
    _, times = times_of(change.after, event.start_time)
    return [new_shift(event, each, times[each["id"]]) for each in templates]


async def _cancel_removed(event: Event, change: Change, work: Work) -> None:
    """Cancels the shifts of templates that are gone, with their sign-ups."""
    gone = _templates(change.before).keys() - _templates(change.after).keys()
    if not gone:
        return
    for shift in await lock_planned(event, work):
        if str(shift.template_id) in gone:
            shift.cancel(NO_SHIFT, at=work.now)
            await cancel_batch(shift, "cancelled", work)
