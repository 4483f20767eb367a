"""Plans that wait for a worker, are searched, or sign people up."""

from typing import Any

from sqlalchemy import case, func, literal, select, union_all
from sqlmodel import col

from services.events.plans.models import SchedulePlan, SchedulePlanState
from services.kit.work.backlogs import MOST_COUNTED, Backlog
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import given

WAITING, SEARCHED, SIGNING_UP = "waiting", "searched", "signing_up"
_HELD = col(SchedulePlan.search_expire_time) > given("now", TIME)
_ASKED = (
    select(
        case((_HELD, SEARCHED), else_=WAITING).label("state"),
        col(SchedulePlan.search_time).label("since"),
    )
    .where(col(SchedulePlan.state) == SchedulePlanState.SOLVING)
    .limit(MOST_COUNTED)
)
_PUBLISHED: Any = (
    select(literal(SIGNING_UP).label("state"), col(SchedulePlan.update_time).label("since"))
    .where(col(SchedulePlan.sign_ups_to_make) > 0)
    .limit(MOST_COUNTED)
)
_ALL = union_all(_ASKED, _PUBLISHED).subquery()
BACKLOGS = (
    Backlog(
        "plans",
        (WAITING, SEARCHED, SIGNING_UP),
        Query(select(_ALL.c.state, func.count(), func.min(_ALL.c.since)).group_by(_ALL.c.state)),
    ),
)
