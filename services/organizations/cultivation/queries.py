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
CULTIVATED = col(Enrolment.cultivator_id) == given("organization_id")
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
    .where(CULTIVATED, col(Enrolment.state).in_(AT_A_STAGE))
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


def days_between(start: Any, end: Any) -> Any:
    """Returns how many days lie between two times."""
    return func.extract("epoch", end - start) / 86400


def median_of(days: Any) -> Any:
    """Returns the median of numbers of days."""
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
        median_of(
            days_between(col(FoundingProposal.create_time), col(FoundingProposal.decide_time))
        ).filter(_ACCEPTED),
    ).where(
        col(FoundingProposal.organization_id) == given("organization_id"),
        col(FoundingProposal.create_time) < _UNTIL,
    )
)
FIRST_ADVANCE = (
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
_IS_COMPLETED = and_(col(Enrolment.is_completed), col(Enrolment.end_time) < _UNTIL)
_DAYS = median_of(days_between(col(Enrolment.enrol_time), col(Enrolment.end_time)))
ENROLLED = Query(
    select(
        func.count(),
        median_of(days_between(col(Enrolment.create_time), col(Enrolment.enrol_time))),
        func.count(FIRST_ADVANCE.c.decide_time),
        median_of(days_between(col(Enrolment.enrol_time), FIRST_ADVANCE.c.decide_time)),
        func.count().filter(_IS_GRADUATE),
        _DAYS.filter(_IS_GRADUATE),
        func.count().filter(_IS_COMPLETED),
        _DAYS.filter(_IS_COMPLETED),
    )
    .select_from(Enrolment)
    .outerjoin(FIRST_ADVANCE, true())
    .where(CULTIVATED, col(Enrolment.enrol_time) < _UNTIL)
)
SURVIVAL_MONTHS = (6, 12, 24)


def came_to(months: int) -> Any:
    """Returns when a group had been cultivated for so many months, or would have been."""
    return col(Enrolment.enrol_time) + text(f"interval '{months} months'")


def is_over(months: int) -> Any:
    """Returns whether a group was not cultivated for so many months, and had not graduated."""
    return and_(
        col(Enrolment.state).in_((EnrolmentState.ENDED, EnrolmentState.WITHDRAWN)),
        col(Enrolment.end_time) < came_to(months),
    )


def is_lost(months: int) -> Any:
    """Returns whether a group did not come through so many months, and was not completed either."""
    return and_(is_over(months), ~col(Enrolment.is_completed))


def _survival(months: int) -> tuple[Any, Any, Any]:
    """Returns how many groups were enrolled so many months ago, how many of them came through, and were completed."""
    has_come = came_to(months) < _UNTIL
    return (
        func.count().filter(has_come),
        func.count().filter(has_come, ~is_over(months)),
        func.count().filter(has_come, is_over(months), col(Enrolment.is_completed)),
    )


SURVIVED = Query(
    select(*(each for months in SURVIVAL_MONTHS for each in _survival(months))).where(
        CULTIVATED, col(Enrolment.enrol_time) < _UNTIL
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
