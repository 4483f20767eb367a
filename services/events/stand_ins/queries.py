"""Queries for the requests for stand-ins: those that can be answered, and those that have lapsed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from banyan.events.v1 import stand_in_pb2 as pb
from sqlalchemy import Select, and_, any_, or_, select
from sqlmodel import col

from services.events.eligibility.ages import AGE_RULES
from services.events.events.models import Event, EventState
from services.events.shifts.models import Shift, ShiftState
from services.events.shifts.queries import ASKED
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.queries import is_engaged
from services.events.sign_ups.states import SignUpState
from services.events.stand_ins.models import StandIn, StandInState
from services.kit.work.query import Query
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, Viewer, given
from services.kit.work.work import Work

MOST_LOOKED_AT = 200
AT_ONCE = 100  # how many are settled before one looks again


def _with_event(statement: Any) -> Any:
    return statement.join(Event, col(Event.id) == col(StandIn.event_id))


_EVENT_OF_SHIFT = (
    select(col(Shift.event_id)).where(col(Shift.id) == given("shift_id")).scalar_subquery()
)
# The caller may see those of events that they may see.
STAND_INS = Resources[pb.StandIn](StandIn, "view_event", shape=_with_event)
_START = (col(StandIn.start_time), col(StandIn.id))
BY_START = STAND_INS.listing(
    *_START,
    filters={
        # What they say of the event lets the database find it by an index.
        "organization_id": and_(
            col(StandIn.organization_id) == given("organization_id"),
            col(Event.organization_id) == given("organization_id"),
        ),
        "shift_id": and_(
            col(StandIn.shift_id) == given("shift_id"),
            col(StandIn.event_id) == _EVENT_OF_SHIFT,
        ),
        "states": col(StandIn.state) == any_(given("states", TEXTS)),
    },
    orders={"START_TIME": _START},
)
# What decides before anything is locked, of one request that the caller may see.
ASKED_ABOUT = Query(
    _with_event(select(col(StandIn.state), col(StandIn.shift_id))).where(
        col(StandIn.id) == given("stand_in_id")
    ),
    relation="view_event",
)
AGE_OF_STAND_IN = Query(
    AGE_RULES.join(StandIn, col(StandIn.shift_id) == col(Shift.id)).where(
        col(StandIn.id) == given("stand_in_id")
    )
)


def _answerable(*columns: Any) -> Any:
    """Returns the query for the open requests of others that start first, as far as tables say plainly."""

    def build(viewer: Viewer) -> Select[Any]:
        return (
            select(*columns)
            .select_from(StandIn)
            .join(Shift, col(Shift.id) == col(StandIn.shift_id))
            .join(Event, col(Event.id) == col(StandIn.event_id))
            .join(SignUp, col(SignUp.id) == col(StandIn.sign_up_id))
            .where(
                col(StandIn.state) == StandInState.OPEN,
                col(StandIn.start_time) > given("now"),
                col(StandIn.person_id) != viewer.person_id,
                col(SignUp.state) == SignUpState.CONFIRMED,
                col(Shift.state) == ShiftState.PLANNED,
                col(Event.state) == EventState.PUBLISHED,
                ~is_engaged(viewer),
            )
            .order_by(*_START)
            .limit(MOST_LOOKED_AT)
        )

    filters = {"organization_id": col(StandIn.organization_id) == given("organization_id")}
    return Query(build, relation="view_event", filters=filters)


ANSWERABLE = _answerable(col(StandIn.id), col(SignUp.role_id), *ASKED)
AGES_OF_ANSWERABLE = _answerable(
    col(Shift.minimum_age), col(Shift.start_time), col(Event.time_zone)
)


async def find_unsettled(work: Work) -> Sequence[UUID]:
    """Returns open requests that nobody can answer any more, or whose shift has moved."""
    found = await work.session.scalars(
        select(col(StandIn.id))
        .join(SignUp, col(SignUp.id) == col(StandIn.sign_up_id))
        .where(
            col(StandIn.state) == StandInState.OPEN,
            or_(
                col(StandIn.start_time) <= work.now,
                col(StandIn.start_time) != col(SignUp.start_time),
                col(SignUp.state) != SignUpState.CONFIRMED,
            ),
        )
        .order_by(*_START)
        .limit(AT_ONCE)
    )
    return found.all()
