"""What standing sign-ups do by the clock: each signs its person up as soon as people can, and once.

    find shifts to come whose people can sign up → locks → the evaluator → a place, the waitlist, or word of the reasons

A sign-up of the person for the shift, whatever became of it, and word of a refusal are what keeps a shift from being
tried again. So who cancels one occurrence stays away from it, and who was refused is told once.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, cast, exists, func, or_, select
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.eligibility.ages import AgeAnswer
from services.events.eligibility.queries import OF_OTHERS, gather_facts
from services.events.eligibility.rules import SHIFT_FULL, Facts, reasons_against
from services.events.events.models import Event, EventState, day_of
from services.events.reminders.jobs import TELL
from services.events.reminders.models import Reminder, ReminderKind
from services.events.series.making import SIGN_UP_STANDING
from services.events.shifts.models import Shift, ShiftState
from services.events.shifts.reservations import reserved_for
from services.events.shifts.roles import OPEN, can_take
from services.events.sign_ups.models import SignUp, new_sign_up, taken_state
from services.events.sign_ups.states import SignUpState
from services.events.standing_sign_ups.models import StandingSignUp, StandingSignUpState
from services.events.waitlist.jobs import OFFER_PLACES, queue_lock
from services.kit.work.bulk import new_row
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work

AT_ONCE = 100


class Due(NamedTuple):
    """A shift that somebody has a standing sign-up for, and has not been signed up for.

    Attributes:
        standing_id: The standing sign-up.
        person_id: The person.
        shift_id: The shift.
    """

    standing_id: UUID
    person_id: UUID
    shift_id: UUID


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of standing sign-ups."""
    del settings
    return [PerItemJob(SIGN_UP_STANDING, 30.0, find_due, sign_up)]


async def find_due(work: Work) -> Sequence[Due]:
    """Returns whom to sign up for what, the shifts that start first."""
    day = cast(func.timezone(col(Event.time_zone), col(Shift.start_time)), Date)
    pause = (col(StandingSignUp.pause_start_date), col(StandingSignUp.pause_end_date))
    found = await work.session.execute(
        select(col(StandingSignUp.id), col(StandingSignUp.person_id), col(Shift.id))
        .join(Shift, col(Shift.template_id) == col(StandingSignUp.shift_template_id))
        .join(Event, col(Event.id) == col(Shift.event_id))
        .where(
            col(StandingSignUp.state) == StandingSignUpState.ACTIVE,
            col(Shift.state) == ShiftState.PLANNED,
            col(Shift.start_time) > work.now,
            col(Event.state) == EventState.PUBLISHED,
            or_(col(Event.sign_up_open_time).is_(None), col(Event.sign_up_open_time) <= work.now),
            day >= col(StandingSignUp.start_date),
            or_(pause[0].is_(None), ~and_(day >= pause[0], day <= pause[1])),
            ~_is_handled(col(Shift.id), col(StandingSignUp.person_id), col(Shift.start_time)),
        )
        .order_by(col(Shift.start_time), col(StandingSignUp.id))
        .limit(AT_ONCE)
    )
    return [Due(*row) for row in found]


async def sign_up(due: Due, work: Work) -> None:
    """Signs a person up for a shift, or has them told what stands against it."""
    await work.lock_name(f"person:{due.person_id}", queue_lock(due.shift_id))
    shift = await work.lock(Shift, due.shift_id)
    standing = await work.lock(StandingSignUp, due.standing_id)
    is_handled = select(_is_handled(shift.id, due.person_id, shift.start_time))
    if standing.state != StandingSignUpState.ACTIVE or await work.session.scalar(is_handled):
        return
    is_reserved = bool(await reserved_for([shift], standing.person_id, work))
    facts = await _facts(shift, standing, work, is_reserved=is_reserved)
    reasons = reasons_against(facts)
    work.trigger(SIGN_UP_STANDING)
    waits = standing.join_waitlist and reasons == [SHIFT_FULL]
    if reasons and not waits:
        await _tell(shift, standing, [each.reason or "" for each in reasons], work)
        return
    state = taken_state(needs_approval=facts.needs_approval)
    if waits:
        state = SignUpState.WAITLISTED
        shift.join_waitlist()
    else:
        shift.take_place(is_reserved=is_reserved)
        shift.count_request(state)
    taken = new_sign_up(
        shift,
        standing.person_id,
        state,
        as_member=facts.is_for_members and facts.is_member,
        standing_sign_up_id=standing.id,
        has_reserved_place=is_reserved and not waits,
    )
    await work.add_many([taken])
    if waits:
        await work.announce(shift, "waitlist_joined")
        work.trigger(OFFER_PLACES)
    else:
        await work.announce(shift, "filled" if shift.is_full else "taken")
    await work.announce(taken, state.lower())


def _is_handled(shift_id: Any, person_id: Any, start_time: Any) -> ColumnElement[bool]:
    """Returns the condition that somebody was signed up for a shift, or told that they could not be."""
    return or_(
        exists().where(col(SignUp.shift_id) == shift_id, col(SignUp.person_id) == person_id),
        exists().where(
            col(Reminder.shift_id) == shift_id,
            col(Reminder.person_id) == person_id,
            col(Reminder.kind) == ReminderKind.STANDING_REFUSED,
            col(Reminder.start_time) == start_time,
        ),
    )


async def _facts(shift: Shift, standing: StandingSignUp, work: Work, *, is_reserved: bool) -> Facts:
    """Returns what decides about the sign-up; while the shift is locked nobody else takes the place."""
    zone = (await work.get(Event, shift.event_id)).time_zone
    # Only the person could have their age checked, which they did when they made the standing sign-up.
    is_of_age = shift.minimum_age <= standing.checked_age or None
    age = AgeAnswer(shift.minimum_age, day_of(shift.start_time, zone), is_of_age)
    return await gather_facts(
        shift,
        standing.person_id,
        work,
        is_full=not can_take(shift, OPEN, is_reserved=is_reserved),
        age=age,
        query=OF_OTHERS,
    )


async def _tell(shift: Shift, standing: StandingSignUp, reasons: Sequence[str], work: Work) -> None:
    """Has the person told that they could not be signed up."""
    told = new_row(
        Reminder,
        kind=ReminderKind.STANDING_REFUSED,
        person_id=standing.person_id,
        organization_id=shift.organization_id,
        event_id=shift.event_id,
        shift_id=shift.id,
        start_time=shift.start_time,
        reasons=list(dict.fromkeys(reasons)),
    )
    await work.add_many([told])
    work.trigger(TELL)
