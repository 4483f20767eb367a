"""What is to be told now, and what does not hold any more."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.events.events.models import Event, EventState
from services.events.feedback.access import CAME
from services.events.feedback.models import Feedback
from services.events.feedback.queries import IS_OVER
from services.events.reminders.models import (
    DEFAULTS,
    Reminder,
    ReminderKind,
    ReminderRule,
    ReminderState,
)
from services.events.shifts.models import LONGEST_SHIFT, Shift, ShiftState
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import SignUpState
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work

AT_ONCE = 500
MOST_ALERTS = 10  # of a kind, about one shift at one time
LONGEST_AHEAD = timedelta(days=30)
AFTER_SHIFT = timedelta(hours=1)  # when organizers are told that attendance is not closed
ASKED_WITHIN = timedelta(days=3)  # of the end of an event, those who came to it are asked about it
NOT_LATER = timedelta(hours=12)  # after that people are checked out by themselves
# Whoever comes early is checked in before the shift starts.
COMING = (SignUpState.CONFIRMED, SignUpState.CHECKED_IN)
_MINUTE: Any = literal_column("interval '1 minute'")
_DAY: Any = literal_column("interval '1 day'")
_NOW = given("now", TIME)
_START = col(Shift.start_time)
FILLED = col(Shift.places_taken) - col(Shift.places_offered) - col(Shift.places_requested)
_TAKES_PLACE = and_(
    col(Shift.state) == ShiftState.PLANNED, col(Event.state) == EventState.PUBLISHED
)


def _rule(name: str) -> Any:
    return func.coalesce(getattr(ReminderRule, name), DEFAULTS[name])


def _told(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Returns the condition that something was told already, or is about to be."""
    return exists().where(
        col(Reminder.start_time) == _START,
        col(Reminder.state) != ReminderState.WITHDRAWN,
        *conditions,
    )


def _upcoming(*columns: Any) -> Select[Any]:
    """Returns the query for shifts that start within 30 days, with the rule of their organization."""
    return (
        select(col(Shift.organization_id), col(Shift.event_id), col(Shift.id), _START, *columns)
        .select_from(Shift)
        .join(Event, col(Event.id) == col(Shift.event_id))
        .outerjoin(ReminderRule, col(ReminderRule.id) == col(Shift.organization_id))
        .where(
            _TAKES_PLACE,
            _NOW < _START,
            _NOW + literal(LONGEST_AHEAD) >= _START,
        )
        .order_by(_START, col(Shift.id))
        .limit(AT_ONCE)
    )


_LEAD = _rule("reminder_minutes") * _MINUTE
SIGN_UPS_TO_REMIND = Query(
    _upcoming(col(SignUp.id), col(SignUp.person_id))
    .join(SignUp, col(SignUp.shift_id) == col(Shift.id))
    .where(
        col(SignUp.state) == SignUpState.CONFIRMED,
        _NOW + _LEAD >= _START,
        # Whoever has just signed up need not be reminded.
        col(SignUp.create_time) <= _START - _LEAD,
        ~_told(col(Reminder.sign_up_id) == col(SignUp.id)),
    )
)


def _count(kind: ReminderKind) -> Any:
    """Returns how often the organizers were told something of a shift."""
    return (
        select(func.count())
        .where(
            col(Reminder.shift_id) == col(Shift.id),
            col(Reminder.sign_up_id).is_(None),
            col(Reminder.kind) == kind,
            col(Reminder.start_time) == _START,
            col(Reminder.state) != ReminderState.WITHDRAWN,
        )
        .scalar_subquery()
    )


_SHORT, _CLEAR = _count(ReminderKind.UNDERSTAFFED), _count(ReminderKind.ALL_CLEAR)
_ENOUGH = _rule("enough_percent")
# Of the places of each role so many must be taken too: a shift of ten without its only driver has not enough.
_LACKS_ROLE = func.jsonb_path_exists(
    col(Shift.role_places),
    literal_column("'$[*] ? (@.places_taken * 100 < @.places * $enough)'::jsonpath"),
    func.jsonb_build_object("enough", _ENOUGH),
)
_HAS_ENOUGH = and_(col(Shift.capacity) * _ENOUGH <= FILLED * 100, ~_LACKS_ROLE)
_ALMOST_FULL = _rule("almost_full_percent")
# The shifts of which organizers are to be told something, and how often all was clear before.
TO_ALERT = {
    ReminderKind.UNDERSTAFFED: Query(
        _upcoming(_CLEAR).where(
            ~_HAS_ENOUGH,
            _NOW + _rule("understaffed_days") * _DAY >= _START,
            _SHORT == _CLEAR,
            _CLEAR < MOST_ALERTS,
        )
    ),
    ReminderKind.ALL_CLEAR: Query(_upcoming(_CLEAR).where(_HAS_ENOUGH, _SHORT > _CLEAR)),
    ReminderKind.ALMOST_FULL: Query(
        _upcoming(literal(0)).where(
            _ALMOST_FULL > 0,
            col(Shift.capacity) * _ALMOST_FULL <= FILLED * 100,
            col(Shift.capacity) > FILLED,
            _count(ReminderKind.ALMOST_FULL) == 0,
        )
    ),
}
# Some people of the shift have neither come and left, nor stayed away, as far as one knows.
_expected = aliased(SignUp)
_IS_OPEN = exists().where(
    col(_expected.shift_id) == col(Shift.id), col(_expected.state).in_(COMING)
)
TO_ALERT[ReminderKind.ATTENDANCE_OPEN] = Query(
    select(col(Shift.organization_id), col(Shift.event_id), col(Shift.id), _START, literal(0))
    .select_from(Shift)
    .where(
        col(Shift.state) == ShiftState.PLANNED,
        col(Shift.end_time) <= _NOW - literal(AFTER_SHIFT),
        # No shift is longer, so the index on the start bounds the search.
        _START <= _NOW,
        _NOW - literal(LONGEST_SHIFT + AFTER_SHIFT + NOT_LATER) <= _START,
        col(Shift.places_taken) > 0,
        _IS_OPEN,
        _count(ReminderKind.ATTENDANCE_OPEN) == 0,
    )
    .order_by(_START, col(Shift.id))
    .limit(AT_ONCE)
)


def _takes_feedback(of: type[SignUp | Reminder]) -> ColumnElement[bool]:
    """Returns the condition that somebody can still say something about an event, and has not yet."""
    return and_(
        col(Event.feedback_form).is_not(None),
        col(Event.state).in_((EventState.PUBLISHED, EventState.COMPLETED)),
        ~IS_OVER,
        ~exists().where(
            col(Feedback.event_id) == col(of.event_id), col(Feedback.person_id) == col(of.person_id)
        ),
    )


# Who came to an event that ended an hour ago is asked about it, once: the sign-up for the last shift in which they were.
_asked = aliased(Reminder)
# For each event by its index: the planner would rather read all sign-ups that there are.
_guests = (
    select(
        col(SignUp.organization_id),
        col(SignUp.event_id),
        col(SignUp.shift_id),
        col(SignUp.start_time),
        col(SignUp.person_id),
    )
    .ext(distinct_on(col(SignUp.person_id)))
    .where(
        col(SignUp.event_id) == col(Event.id),
        *CAME,
        _takes_feedback(SignUp),
        ~exists().where(
            col(_asked.kind) == ReminderKind.FEEDBACK,
            col(_asked.event_id) == col(SignUp.event_id),
            col(_asked.person_id) == col(SignUp.person_id),
        ),
    )
    .order_by(col(SignUp.person_id), col(SignUp.start_time).desc())
    .limit(AT_ONCE)
    .correlate(Event)
    .lateral()
)
FEEDBACK_TO_ASK = Query(
    select(*_guests.c)
    .select_from(Event)
    .join(_guests, true())
    .where(
        col(Event.feedback_form).is_not(None),
        col(Event.end_time) <= _NOW - literal(AFTER_SHIFT),
        col(Event.end_time) > _NOW - literal(ASKED_WITHIN),
    )
    .order_by(col(Event.end_time))
    .limit(AT_ONCE)
)
_IS_OF_PERSON = col(Reminder.sign_up_id).is_not(None)
# Whether what a reminder says is still so.
_HOLDS = and_(
    _TAKES_PLACE,
    col(Reminder.start_time) == _START,
    or_(
        ~_IS_OF_PERSON,
        and_(col(SignUp.state).in_(COMING), col(SignUp.start_time) == col(Reminder.start_time)),
    ),
)


def _with_shift(statement: Any) -> Any:
    return (
        statement.select_from(Reminder)
        .join(Shift, col(Shift.id) == col(Reminder.shift_id))
        .join(Event, col(Event.id) == col(Reminder.event_id))
        .outerjoin(SignUp, col(SignUp.id) == col(Reminder.sign_up_id))
    )


# How full the shift of a reminder is, if the reminder holds.
HOLDING = Query(
    _with_shift(select(FILLED, col(Shift.capacity), col(Shift.role_places))).where(
        col(Reminder.id) == given("reminder_id"),
        or_(
            and_(_HOLDS, col(Reminder.start_time) > _NOW),
            and_(col(Reminder.kind) == ReminderKind.ATTENDANCE_OPEN, _IS_OPEN),
            and_(
                col(Reminder.kind) == ReminderKind.FEEDBACK,
                _takes_feedback(Reminder),
            ),
        ),
    )
)
WAITING = Query(
    select(col(Reminder.id))
    .where(col(Reminder.state) == ReminderState.WAITING)
    .order_by(col(Reminder.create_time), col(Reminder.id))
    .limit(AT_ONCE)
)
OUTDATED = Query(
    _with_shift(select(col(Reminder.id)))
    .where(col(Reminder.start_time) > _NOW, col(Reminder.state) == ReminderState.TOLD, ~_HOLDS)
    .order_by(col(Reminder.start_time), col(Reminder.id))
    .limit(AT_ONCE)
)


async def find_waiting(work: Work) -> Sequence[UUID]:
    """Returns the reminders that are to be told."""
    return [row[0] for row in await work.fetch(WAITING)]


async def find_outdated(work: Work) -> Sequence[UUID]:
    """Returns the reminders that were told of what does not hold any more."""
    return [row[0] for row in await work.fetch(OUTDATED)]
