"""Whose week has room for one more shift, as a condition of a query: what the evaluator says of one, said of many."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.events.events.models import Event
from services.events.events.sign_up_rules import Rules, Week
from services.events.shifts.models import Shift
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import BUSY


def where_week_has_room(
    person_id: Any, shift: Shift, event: Event
) -> Iterator[ColumnElement[bool]]:
    """Yields the conditions that a person may take a shift besides those of its week; none without a limit.

    Args:
        person_id: The column with the person.
        shift: The shift.
        event: Its event, which has the rules.
    """
    rules, week = Rules.of(event.sign_up_rules), Week.of(shift.start_time, event.time_zone)
    busy = aliased(SignUp)

    def of_week(number: Any) -> Any:
        return (
            select(number)
            .where(
                col(busy.person_id) == person_id,
                col(busy.organization_id) == shift.organization_id,
                col(busy.shift_id) != shift.id,
                col(busy.state).in_(BUSY),
                col(busy.start_time) >= week.start,
                col(busy.start_time) < week.end,
            )
            .scalar_subquery()
        )

    if rules.most_shifts_a_week is not None:
        yield of_week(func.count()) < rules.most_shifts_a_week
    if rules.most_hours_a_week is not None:
        room = timedelta(hours=rules.most_hours_a_week) - (shift.end_time - shift.start_time)
        length = func.sum(col(busy.end_time) - col(busy.start_time))
        yield of_week(func.coalesce(length, timedelta())) <= literal(room)
