"""The sign-ups of a person that an absence is about."""

from sqlalchemy import and_, literal, select
from sqlmodel import col

from services.events.events.models import Event
from services.events.shifts.models import LONGEST_SHIFT
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import OPEN
from services.events.stand_ins.models import StandIn, StandInState
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import given

MOST_SIGN_UPS = 100
MISSED = Query(
    lambda viewer: (
        select(
            col(SignUp.id),
            col(SignUp.shift_id),
            col(SignUp.state),
            col(SignUp.start_time),
            col(SignUp.end_time),
            col(StandIn.id),
            col(Event.sign_up_rules),
        )
        .join(Event, col(Event.id) == col(SignUp.event_id))
        .outerjoin(
            StandIn,
            and_(
                col(StandIn.sign_up_id) == col(SignUp.id), col(StandIn.state) == StandInState.OPEN
            ),
        )
        .where(
            col(SignUp.person_id) == viewer.person_id,
            col(SignUp.state).in_(OPEN),
            col(SignUp.end_time) > given("now"),
            col(SignUp.end_time) > given("earliest", TIME),
            # No shift is longer, so the index bounds the search from below as well.
            col(SignUp.start_time) > given("earliest", TIME) - literal(LONGEST_SHIFT),
            col(SignUp.start_time) < given("latest", TIME),
        )
        .order_by(col(SignUp.start_time), col(SignUp.id))
        .limit(MOST_SIGN_UPS + 1)
    )
)
