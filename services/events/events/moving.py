"""Moves of events, with their shifts and the people on them, by the clock on the wall.

People stay signed up, and the notices of their sign-ups tell them the new times. Whoever would then be in two places
at once loses the place here, with a reason, and those who wait get it. The database settles what happens meanwhile:
the people are locked first, then event, shifts and sign-ups, as everywhere.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from services.events.events.duplicating import Move, end_of, times_within
from services.events.events.models import WINDOW, Event
from services.events.shifts.models import Shift, ShiftState
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import ENGAGED, OPEN, RECORDED, SignUpState
from services.events.waitlist.jobs import leave_place
from services.kit.errors import Refused
from services.kit.work.work import Work

MOST = 500  # shifts, and sign-ups, that move at once
CLASH = "The event has moved to a time at which this person has another shift."
_STANDING = (*OPEN, *RECORDED)


async def lock_people(event_id: UUID, work: Work) -> None:
    """Keeps the people of an event from taking other places, as whoever takes one does.

    Raises:
        Refused: There are too many to move at once.
    """
    _refuse_too_many(await lock_people_of([event_id], work))


async def lock_people_of(event_ids: Collection[UUID], work: Work) -> int:
    """Keeps the people of several events from taking other places.

    Returns:
        How many sign-ups they have there. If there are more than can move at once, nobody is locked.
    """
    engaged = select(col(SignUp.person_id)).where(
        col(SignUp.event_id).in_(event_ids), col(SignUp.state).in_(ENGAGED)
    )
    found = (await work.session.scalars(engaged.limit(MOST + 1))).all()
    people = set(found)
    if people and len(found) <= MOST:
        await work.lock_name(*(f"person:{person_id}" for person_id in sorted(people)))
    return len(found)


class Moving(NamedTuple):
    """An event on the move.

    Attributes:
        event: The event, which has its new times.
        shifts: Its planned shifts, which have them too.
        by_shift: The open sign-ups for them, which have the old times, by the ID of the shift.
        is_later: Whether it moves to a later time.
    """

    event: Event
    shifts: Sequence[Shift]
    by_shift: Mapping[UUID, Sequence[SignUp]]
    is_later: bool


async def begin_move(event: Event, start_time: datetime, work: Work) -> Moving:
    """Gives an event and its planned shifts new times; nothing is written yet.

    Args:
        event: The event, locked. Its people are locked too.
        start_time: When it starts from now on.
        work: The work.

    Raises:
        Refused: Somebody has come to it, or there is too much to move at once.
    """
    move = Move(event.start_time, start_time, event.time_zone)
    is_later = start_time > event.start_time
    shifts, by_shift = await standing(event, work)
    end_time = end_of(start_time, move(event.end_time), event)
    event.start_time = start_time
    for shift in shifts:
        shift.start_time, shift.end_time = times_within(start_time, move, shift)
    event.end_time = max([end_time, *(shift.end_time for shift in shifts)])
    for name in WINDOW:
        if (moment := getattr(event, name)) is not None:
            setattr(event, name, move(moment))
    return Moving(event, shifts, by_shift, is_later)


async def finish_move(moving: Moving, work: Work) -> None:
    """Moves the sign-ups, and announces everything that has moved."""
    event, shifts, by_shift, is_later = moving
    lost = await _free_clashing(event, shifts, by_shift, work)
    # Nobody may be in two places on the way: what goes furthest goes first.
    for shift in sorted(shifts, key=lambda each: each.start_time, reverse=is_later):
        for sign_up in by_shift.get(shift.id, ()):
            sign_up.move(shift.start_time, shift.end_time)
        await work.transaction.flush()
    lost_ids = {each.id for each in lost}
    moved = [each for some in by_shift.values() for each in some if each.id not in lost_ids]
    await work.announce(event, "moved")
    await work.announce_all(shifts, "moved")
    await work.announce_all(moved, "moved")
    if lost:
        await work.announce_all(lost, "cancelled")


async def standing(event: Event, work: Work) -> tuple[list[Shift], dict[UUID, list[SignUp]]]:
    """Returns the planned shifts of an event, and the open sign-ups for them by the ID of the shift, locked.

    Args:
        event: The event, locked.
        work: The work.

    Raises:
        Refused: Somebody has come to it, or there is too much to move at once.
    """
    shifts = await lock_planned(event, work)
    return shifts, await _sign_ups(event, shifts, work)


async def lock_planned(event: Event, work: Work) -> list[Shift]:
    """Returns the planned shifts of an event, locked.

    Raises:
        Refused: There are too many to move at once.
    """
    planned = select(col(Shift.id)).where(
        col(Shift.event_id) == event.id, col(Shift.state) == ShiftState.PLANNED
    )
    ids = (await work.session.scalars(planned.limit(MOST + 1))).all()
    _refuse_too_many(len(ids))
    return await work.lock_all(Shift, ids)


async def _sign_ups(event: Event, shifts: Sequence[Shift], work: Work) -> dict[UUID, list[SignUp]]:
    """Returns the open sign-ups for shifts, locked, by the ID of the shift."""
    standing = select(col(SignUp.id)).where(
        col(SignUp.event_id) == event.id,
        col(SignUp.shift_id).in_([shift.id for shift in shifts]),
        col(SignUp.state).in_(_STANDING),
    )
    ids = (await work.session.scalars(standing.limit(MOST + 1))).all()
    _refuse_too_many(len(ids))
    found: dict[UUID, list[SignUp]] = {}
    for sign_up in await work.lock_all(SignUp, ids):
        if sign_up.state in RECORDED:
            raise Refused(
                "Attendance is recorded for this event, so it has begun. Reset the attendance first if it "
                "was recorded by mistake, or create a copy of the event at the other time.",
                reason="ATTENDANCE_RECORDED",
            )
        if sign_up.state in OPEN:
            found.setdefault(sign_up.shift_id, []).append(sign_up)
    return found


async def _free_clashing(
    event: Event, shifts: Sequence[Shift], by_shift: Mapping[UUID, Sequence[SignUp]], work: Work
) -> list[SignUp]:
    """Ends the sign-ups of people who have another shift at the new times, and returns them."""
    engaged = [
        (sign_up, shift)
        for shift in shifts
        for sign_up in by_shift.get(shift.id, ())
        if sign_up.state in ENGAGED
    ]
    if not engaged:
        return []
    elsewhere = select(col(SignUp.person_id), col(SignUp.start_time), col(SignUp.end_time)).where(
        col(SignUp.person_id).in_({sign_up.person_id for sign_up, _ in engaged}),
        col(SignUp.event_id) != event.id,
        col(SignUp.state).in_(ENGAGED),
        col(SignUp.start_time) < event.end_time,
        col(SignUp.end_time) > event.start_time,
    )
    taken: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for person_id, begins, ends in (await work.session.execute(elsewhere)).all():
        taken.setdefault(person_id, []).append((begins, ends))
    lost = []
    for sign_up, shift in engaged:
        times = taken.get(sign_up.person_id, ())
        if any(begins < shift.end_time and ends > shift.start_time for begins, ends in times):
            state: SignUpState = sign_up.state
            sign_up.end_with(CLASH)
            await leave_place(sign_up, shift, state, work)
            lost.append(sign_up)
    await work.transaction.flush()
    return lost


def _refuse_too_many(count: int) -> None:
    if count > MOST:
        raise Refused(
            "More than {max} people have signed up for this event, or it has more than {max} shifts, "
            "which is the most that can move at once. Cancel the event and create a new one at the other "
            "time instead.",
            reason="TOO_MANY_TO_MOVE",
            params={"max": MOST},
        )


def later(moment: datetime, minutes: int, time_zone: str) -> datetime:
    """Returns the moment at which the clock of a time zone shows so many minutes more, or fewer."""
    local = moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    shown = (local + timedelta(minutes=minutes)).replace(tzinfo=ZoneInfo(time_zone))
    return shown.astimezone(UTC)
