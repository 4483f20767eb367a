"""What is read for charts: sums by period. How groups were is read from what is written down, each span once.

A span covers the ends of the periods from one place in their list until before another.
"""

from typing import Any

from sqlalchemy import ARRAY, DATE, ColumnElement, and_, func, select, true
from sqlalchemy.types import TypeEngine
from sqlmodel import col

from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.organizations.cultivation.models import EnrolmentDay
from services.organizations.cultivation.queries import (
    CULTIVATED,
    FIRST_ADVANCE,
    SURVIVAL_MONTHS,
    came_to,
    days_between,
    is_lost,
    median_of,
)
from services.organizations.enrolments.models import Enrolment, EnrolmentState
from services.organizations.group_supports.models import GroupSupport
from services.organizations.programmes.models import Programme
from services.organizations.proposals.models import FoundingProposal, FoundingProposalState

DATES: TypeEngine[Any] = ARRAY(DATE)
TIMES: TypeEngine[Any] = ARRAY(TIME)
_ENDS = given("ends", DATES)
_BEGINNINGS = given("beginnings", TIMES)


def _before(day: Any) -> Any:
    """Returns how many periods end before a day."""
    return func.width_bucket(day - 1, _ENDS)


def _period(moment: Any) -> Any:
    """Returns in which period a time is, from 1 on; 0 before the first one, and one more than there are after the last."""
    return func.width_bucket(moment, _BEGINNINGS)


_FROM, _UNTIL = _before(col(EnrolmentDay.day)), _before(col(EnrolmentDay.until_day))
_STUCK_FROM = func.greatest(_FROM, _before(col(EnrolmentDay.stuck_day)))
_PART = (
    col(EnrolmentDay.basis),
    col(EnrolmentDay.first_version_id),
    col(EnrolmentDay.stage_key),
    col(EnrolmentDay.kind),
)
_COVERS: tuple[ColumnElement[bool], ...] = (
    col(EnrolmentDay.cultivator_id) == given("organization_id"),
    col(EnrolmentDay.until_day) > given("first", DATE()),
    col(EnrolmentDay.day) <= given("last", DATE()),
)
SPANS = Query(
    select(
        *_PART,
        _FROM,
        _UNTIL,
        func.count(),
        func.count().filter(col(EnrolmentDay.is_ready)),
        func.count().filter(col(EnrolmentDay.is_fading)),
        func.count().filter(col(EnrolmentDay.state) == EnrolmentState.ON_HOLD),
        func.sum(col(EnrolmentDay.members_count)),
    )
    .where(*_COVERS, _FROM < _UNTIL)
    .group_by(*_PART, _FROM, _UNTIL)
)
STUCK = Query(
    select(*_PART, _STUCK_FROM, _UNTIL, func.count())
    .where(*_COVERS, col(EnrolmentDay.stuck_day) <= given("last", DATE()), _STUCK_FROM < _UNTIL)
    .group_by(*_PART, _STUCK_FROM, _UNTIL)
)
VERSIONS = Query(
    select(col(Programme.first_version_id), col(Programme.stages))
    .where(col(Programme.first_version_id) == func.any(given("ids", IDS)))
    .order_by(col(Programme.id))
)


def _of_enrolments(moment: Any, *columns: Any, where: ColumnElement[bool] | None = None) -> Query:
    """Returns the query for what happened to enrolments in each period."""
    period = _period(moment)
    conditions = () if where is None else (where,)
    return Query(
        select(period, func.count(), *columns)
        .where(CULTIVATED, moment >= given("since", TIME), *conditions)
        .group_by(period)
    )


_PROPOSED = _period(col(FoundingProposal.create_time))
_DECIDED = _period(col(FoundingProposal.decide_time))
_OWN = col(FoundingProposal.organization_id) == given("organization_id")
PROPOSED = Query(
    select(_PROPOSED, func.count())
    .where(_OWN, col(FoundingProposal.create_time) >= given("since", TIME))
    .group_by(_PROPOSED)
)
ACCEPTED = Query(
    select(
        _DECIDED,
        func.count(),
        median_of(
            days_between(col(FoundingProposal.create_time), col(FoundingProposal.decide_time))
        ),
    )
    .where(
        _OWN,
        col(FoundingProposal.state) == FoundingProposalState.ACCEPTED,
        col(FoundingProposal.decide_time) >= given("since", TIME),
    )
    .group_by(_DECIDED)
)
ENROLLED = _of_enrolments(col(Enrolment.enrol_time))
GRADUATED = _of_enrolments(
    col(Enrolment.end_time),
    median_of(days_between(col(Enrolment.enrol_time), col(Enrolment.end_time))),
    where=col(Enrolment.state) == EnrolmentState.GRADUATED,
)
COMPLETED = _of_enrolments(col(Enrolment.end_time), where=and_(col(Enrolment.is_completed)))
LEFT = _of_enrolments(
    col(Enrolment.end_time),
    where=and_(
        col(Enrolment.state).in_((EnrolmentState.ENDED, EnrolmentState.WITHDRAWN)),
        col(Enrolment.enrol_time).is_not(None),
        ~col(Enrolment.is_completed),
    ),
)
_ADVANCE = FIRST_ADVANCE.c.decide_time
ADVANCED = Query(
    select(
        _period(_ADVANCE),
        func.count(),
        median_of(days_between(col(Enrolment.enrol_time), _ADVANCE)),
    )
    .select_from(Enrolment)
    .join(FIRST_ADVANCE, true())
    .where(CULTIVATED, given("since", TIME) <= _ADVANCE)
    .group_by(_period(_ADVANCE))
)


def _survived(months: int) -> Query:
    """Returns the query for how many came to their last of so many months in each period, and how many came through."""
    period = _period(came_to(months))
    return Query(
        select(period, func.count(), func.count().filter(~is_lost(months)))
        .where(
            CULTIVATED,
            col(Enrolment.enrol_time).is_not(None),
            came_to(months) < given("until", TIME),
        )
        .group_by(period)
    )


SURVIVED = {months: _survived(months) for months in SURVIVAL_MONTHS}
_DELIVERED = _period(col(GroupSupport.deliver_time))
SUPPORTED = Query(
    select(_DELIVERED, col(GroupSupport.organization_id), func.count())
    .where(
        col(GroupSupport.cultivator_id) == given("organization_id"),
        col(GroupSupport.deliver_time) >= given("since", TIME),
        col(GroupSupport.deliver_time) < given("until", TIME),
    )
    .group_by(_DELIVERED, col(GroupSupport.organization_id))
)
