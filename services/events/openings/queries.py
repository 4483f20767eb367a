"""Queries for shifts with free places, and for whom a person has helped."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlmodel import col

from services.events.events.models import Event, EventState
from services.events.shifts.models import Shift, ShiftState
from services.events.shifts.queries import ASKED
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.queries import is_engaged
from services.events.sign_ups.states import SignUpState
from services.kit.work.models import TIME
from services.kit.work.nearness import is_near
from services.kit.work.query import Query
from services.kit.work.viewer import Viewer, given

MOST_LOOKED_AT = 300
A_YEAR = timedelta(days=366)


def _with_a_place(*columns: Any, only: ColumnElement[bool] | None = None) -> Query:
    """Returns the query for the shifts that start first, as far as tables say plainly."""

    def build(viewer: Viewer) -> Select[Any]:
        return (
            select(*columns)
            .select_from(Shift)
            .join(Event, col(Event.id) == col(Shift.event_id))
            .where(
                col(Shift.state) == ShiftState.PLANNED,
                col(Shift.start_time) > given("now"),
                col(Shift.places_taken) < col(Shift.capacity),
                # Some may take reserved places while others wait.
                case((col(Shift.places_reserved) > 0, 0), else_=col(Shift.waitlist_length)) == 0,
                col(Event.state) == EventState.PUBLISHED,
                ~is_engaged(viewer),
                *(() if only is None else (only,)),
            )
            .order_by(col(Shift.start_time), col(Shift.id))
            .limit(MOST_LOOKED_AT + 1)
        )

    return Query(build, relation="view_event", filters=_FILTERS)


_FILTERS = {
    "start_time": col(Shift.start_time) >= given("start_time"),
    "end_time": col(Shift.start_time) < given("end_time"),
    "organization_id": col(Shift.organization_id) == given("organization_id"),
    "near": is_near(Event.place),
}
WITH_A_PLACE = _with_a_place(col(Event.place), *ASKED)
AGES_OF_THEM = _with_a_place(
    col(Shift.minimum_age),
    col(Shift.start_time),
    col(Event.time_zone),
    only=col(Shift.minimum_age) > 0,
)
HELPED = Query(
    lambda viewer: (
        select(col(SignUp.organization_id), func.count())
        .where(
            col(SignUp.person_id) == viewer.person_id,
            col(SignUp.state) == SignUpState.COMPLETED,
            col(SignUp.start_time) > given("now", TIME) - literal(A_YEAR),
        )
        .group_by(col(SignUp.organization_id))
    )
)
