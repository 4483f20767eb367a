"""What must hold between shifts and sign-ups: the numbers on a shift are those of its sign-ups."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Uuid, case, exists, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from services.events.events.models import OPEN_EVENTS, Event
from services.events.plans.models import PlanAssignment
from services.events.shifts.models import Shift, ShiftState
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import STANDING, SignUpState
from services.kit.work.invariants import Invariant

_REMEDY = "Report it with the IDs: a fault of this platform has let the numbers drift apart."
# Of a cancelled event a job frees the people, shift by shift.
_OPEN_ONES = (
    select(col(Shift.id))
    .join(Event, col(Event.id) == col(Shift.event_id))
    .where(col(Shift.state) == ShiftState.PLANNED, col(Event.state).in_(OPEN_EVENTS))
)
_HOLDING = [state for state in STANDING if state is not SignUpState.WAITLISTED]


# Places that are kept for whoever a plan asks next count as offered, though nobody has them yet.
_KEPT = (
    select(func.count())
    .where(col(PlanAssignment.shift_id) == col(Shift.id), col(PlanAssignment.keeps_place))
    .correlate(Shift)
)


def _differs(number: Any, states: Sequence[SignUpState]) -> ColumnElement[bool]:
    counted = (
        select(func.count())
        .where(col(SignUp.shift_id) == col(Shift.id), col(SignUp.state).in_(states))
        .correlate(Shift)
        .scalar_subquery()
    )
    kept: Any = _KEPT.scalar_subquery() if SignUpState.OFFERED in states else 0
    differs: ColumnElement[bool] = col(number) != counted + kept
    return differs


def _of_shifts(name: str, number: Any, states: Sequence[SignUpState]) -> Invariant:
    return Invariant(name, _OPEN_ONES.where(_differs(number, states)), _REMEDY)


def _role_differs() -> ColumnElement[bool]:
    """Returns the condition that a role of a shift counts other sign-ups than it has."""
    each = func.jsonb_array_elements(col(Shift.role_places)).table_valued("value").lateral()
    role = each.c.value.cast(JSONB)

    def counted(*states: SignUpState) -> ColumnElement[Any]:
        return (
            select(func.count())
            .where(
                col(SignUp.shift_id) == col(Shift.id),
                col(SignUp.role_id) == role["role_id"].astext.cast(Uuid),
                col(SignUp.state).in_(states),
            )
            .correlate(Shift, each)
            .scalar_subquery()
        )

    return (
        exists()
        .select_from(each)
        .where(
            or_(
                role["places_taken"].astext.cast(Integer)
                != counted(*_HOLDING)
                + _KEPT.where(col(PlanAssignment.role_id) == role["role_id"].astext.cast(Uuid))
                .correlate(Shift, each)
                .scalar_subquery(),
                role["waitlist_length"].astext.cast(Integer) != counted(SignUpState.WAITLISTED),
            )
        )
        .correlate(Shift)
    )


def _reserved_differs() -> ColumnElement[bool]:
    """Returns the condition that a shift reserves other places than are left of its reservation."""
    used = (
        select(func.count())
        .where(
            col(SignUp.shift_id) == col(Shift.id),
            col(SignUp.state).in_(_HOLDING),
            col(SignUp.has_reserved_place),
        )
        .correlate(Shift)
        .scalar_subquery()
    )
    said = func.coalesce(col(Shift.reservation)["places"].astext.cast(Integer), 0)
    is_over = col(Shift.reservation_minutes).is_(None)
    left = case((is_over, 0), else_=func.greatest(said - used, 0))
    differs: ColumnElement[bool] = col(Shift.places_reserved) != left
    return differs


INVARIANTS = (
    _of_shifts("places taken are sign-ups", Shift.places_taken, _HOLDING),
    _of_shifts("places offered are offers", Shift.places_offered, [SignUpState.OFFERED]),
    _of_shifts("places requested are requests", Shift.places_requested, [SignUpState.REQUESTED]),
    _of_shifts(
        "the waitlist is as long as it says", Shift.waitlist_length, [SignUpState.WAITLISTED]
    ),
    Invariant("reserved places are left", _OPEN_ONES.where(_reserved_differs()), _REMEDY),
    Invariant("the places of roles are sign-ups", _OPEN_ONES.where(_role_differs()), _REMEDY),
)
