"""What is read for the view: a narrow row for each group, and one for each step. No history is read."""

from typing import Any

from sqlalchemy import Date, and_, any_, func, select, text, true
from sqlmodel import col

from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.organizations.cultivation.models import EnrolmentDay
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment, EnrolmentState
from services.organizations.group_supports.models import GroupSupport
from services.organizations.organizations.models import Organization
from services.organizations.programmes.models import Programme
from services.organizations.proposals.models import FoundingProposal, FoundingProposalState
from services.organizations.reviews.models import Review, ReviewOutcome

MOST_GROUPS = 20_000
_CULTIVATED = col(Enrolment.cultivator_id) == given("organization_id")
GROUPS = Query(
    select(
        col(Enrolment.id),
        col(Enrolment.first_version_id),
        col(Enrolment.programme_id),
        col(Enrolment.stage_key),
        col(Enrolment.stage_start_time),
        col(Enrolment.state),
        col(Enrolment.is_ready),
        col(Enrolment.members_count),
        col(Organization.kind),
        col(Enrolment.is_fading),
    )
    .join(Organization, col(Organization.id) == col(Enrolment.organization_id))
    .where(_CULTIVATED, col(Enrolment.state).in_(AT_A_STAGE))
    .order_by(col(Enrolment.stage_start_time), col(Enrolment.id))
    .limit(MOST_GROUPS)
)
DAY_GROUPS = Query(
    select(
        col(EnrolmentDay.enrolment_id),
        col(EnrolmentDay.first_version_id),
        col(EnrolmentDay.programme_id),
        col(EnrolmentDay.stage_key),
        col(EnrolmentDay.stage_start_time),
        col(EnrolmentDay.state),
        col(EnrolmentDay.is_ready),
        col(EnrolmentDay.members_count),
        col(EnrolmentDay.kind),
        col(EnrolmentDay.is_fading),
        col(EnrolmentDay.is_late),
    )
    .where(
        col(EnrolmentDay.cultivator_id) == given("organization_id"),
        col(EnrolmentDay.basis) == given("basis"),
        col(EnrolmentDay.day) <= given("day", Date()),
        col(EnrolmentDay.until_day) > given("day", Date()),
    )
    .order_by(col(EnrolmentDay.stage_start_time), col(EnrolmentDay.enrolment_id))
    .limit(MOST_GROUPS)
)
STAGES = Query(
    select(col(Programme.id), col(Programme.stages)).where(
        col(Programme.id) == any_(given("ids", IDS))
    )
)


def _days(start: Any, end: Any) -> Any:
    return func.extract("epoch", end - start) / 86400


def _median(days: Any) -> Any:
    return func.percentile_cont(0.5).within_group(days)


_UNTIL = given("until", TIME)
_ACCEPTED = and_(
    col(FoundingProposal.state) == FoundingProposalState.ACCEPTED,
    col(FoundingProposal.decide_time) < _UNTIL,
)
PROPOSED = Query(
    select(
        func.count(),
        func.count().filter(_ACCEPTED),
        _median(_days(col(FoundingProposal.create_time), col(FoundingProposal.decide_time))).filter(
            _ACCEPTED
        ),
    ).where(
        col(FoundingProposal.organization_id) == given("organization_id"),
        col(FoundingProposal.create_time) < _UNTIL,
    )
)
_FIRST_ADVANCE = (
    select(col(Review.decide_time))
    .where(
        col(Review.enrolment_id) == col(Enrolment.id),
        col(Review.outcome) == ReviewOutcome.ADVANCE,
        col(Review.decide_time) < _UNTIL,
    )
    .order_by(col(Review.id))
    .limit(1)
    .lateral()
)
_IS_GRADUATE = and_(
    col(Enrolment.state) == EnrolmentState.GRADUATED, col(Enrolment.end_time) < _UNTIL
)
ENROLLED = Query(
    select(
        func.count(),
        _median(_days(col(Enrolment.create_time), col(Enrolment.enrol_time))),
        func.count(_FIRST_ADVANCE.c.decide_time),
        _median(_days(col(Enrolment.enrol_time), _FIRST_ADVANCE.c.decide_time)),
        func.count().filter(_IS_GRADUATE),
        _median(_days(col(Enrolment.enrol_time), col(Enrolment.end_time))).filter(_IS_GRADUATE),
    )
    .select_from(Enrolment)
    .outerjoin(_FIRST_ADVANCE, true())
    .where(_CULTIVATED, col(Enrolment.enrol_time) < _UNTIL)
)
SURVIVAL_MONTHS = (6, 12, 24)


def _survival(months: int) -> tuple[Any, Any]:
    """Returns how many groups were enrolled so many months ago, and how many of them came through these months."""
    came_to = col(Enrolment.enrol_time) + text(f"interval '{months} months'")
    is_lost = and_(
        col(Enrolment.state).in_((EnrolmentState.ENDED, EnrolmentState.WITHDRAWN)),
        col(Enrolment.end_time) < came_to,
    )
    return func.count().filter(came_to < _UNTIL), func.count().filter(came_to < _UNTIL, ~is_lost)


SURVIVED = Query(
    select(*(each for months in SURVIVAL_MONTHS for each in _survival(months))).where(
        _CULTIVATED, col(Enrolment.enrol_time) < _UNTIL
    )
)
SUPPORTED = Query(
    select(
        col(GroupSupport.organization_id),
        col(GroupSupport.currency),
        func.count(),
        func.sum(func.coalesce(col(GroupSupport.amount), 0)),
    )
    .where(
        col(GroupSupport.cultivator_id) == given("organization_id"),
        col(GroupSupport.deliver_time) >= given("since", TIME),
        col(GroupSupport.deliver_time) < _UNTIL,
    )
    .group_by(col(GroupSupport.organization_id), col(GroupSupport.currency))
)
