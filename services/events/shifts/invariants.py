"""What must hold between shifts and sign-ups: the numbers on a shift are those of its sign-ups."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from services.events.events.models import OPEN_EVENTS, Event
from services.events.shifts.models import Shift, ShiftState
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import STANDING, SignUpState
from services.kit.work.invariants import Invariant

_REMEDY = "Report it with the IDs: a fault of this platform has let the numbers drift apart."
_HOLDING = [state for state in STANDING if state is not SignUpState.WAITLISTED]


def _differs(number: Any, states: Sequence[SignUpState]) -> ColumnElement[bool]:
    counted = (
        select(func.count())
        .where(col(SignUp.shift_id) == col(Shift.id), col(SignUp.state).in_(states))
        .correlate(Shift)
        .scalar_subquery()
    )
    return col(number) != counted


def _of_shifts(name: str, number: Any, states: Sequence[SignUpState]) -> Invariant:
    # Of a cancelled event a job frees the people, shift by shift.
    open_ones = (
        select(col(Shift.id))
        .join(Event, col(Event.id) == col(Shift.event_id))
        .where(col(Shift.state) == ShiftState.PLANNED, col(Event.state).in_(OPEN_EVENTS))
    )
    return Invariant(name, open_ones.where(_differs(number, states)), _REMEDY)


INVARIANTS = (
    _of_shifts("places taken are sign-ups", Shift.places_taken, _HOLDING),
    _of_shifts("places offered are offers", Shift.places_offered, [SignUpState.OFFERED]),
    _of_shifts("places requested are requests", Shift.places_requested, [SignUpState.REQUESTED]),
    _of_shifts(
        "the waitlist is as long as it says", Shift.waitlist_length, [SignUpState.WAITLISTED]
    ),
)
