"""What is read for the view: a narrow row for each group, and one for each step. No history is read."""

from typing import Any

from sqlalchemy import any_, func, select, true
from sqlmodel import col

from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment, EnrolmentState
from services.organizations.organizations.models import Organization
from services.organizations.programmes.models import Programme
from services.organizations.proposals.models import FoundingProposal, FoundingProposalState
from services.organizations.reviews.models import Review, ReviewOutcome
from services.organizations.signs.models import GroupSign, GroupSignKind, GroupSignState

MOST_GROUPS = 20_000
_CULTIVATED = col(Enrolment.cultivator_id) == given("organization_id")
# One for each group, by the index: the planner would rather read all signs that there are.
_FADING = (
    select(col(GroupSign.id))
    .where(
        col(GroupSign.organization_id) == col(Enrolment.organization_id),
        col(GroupSign.kind) == GroupSignKind.FADING,
        col(GroupSign.state) == GroupSignState.OPEN,
        col(GroupSign.is_shared),
    )
    .limit(1)
    .scalar_subquery()
)
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
        _FADING.is_not(None),
    )
    .join(Organization, col(Organization.id) == col(Enrolment.organization_id))
    .where(_CULTIVATED, col(Enrolment.state).in_(AT_A_STAGE))
    .order_by(col(Enrolment.stage_start_time), col(Enrolment.id))
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


_ACCEPTED = col(FoundingProposal.state) == FoundingProposalState.ACCEPTED
PROPOSED = Query(
    select(
        func.count(),
        func.count().filter(_ACCEPTED),
        _median(_days(col(FoundingProposal.create_time), col(FoundingProposal.decide_time))).filter(
            _ACCEPTED
        ),
    ).where(col(FoundingProposal.organization_id) == given("organization_id"))
)
_FIRST_ADVANCE = (
    select(col(Review.decide_time))
    .where(
        col(Review.enrolment_id) == col(Enrolment.id),
        col(Review.outcome) == ReviewOutcome.ADVANCE,
        col(Review.decide_time).is_not(None),
    )
    .order_by(col(Review.id))
    .limit(1)
    .lateral()
)
_IS_GRADUATE = col(Enrolment.state) == EnrolmentState.GRADUATED
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
    .where(_CULTIVATED, col(Enrolment.enrol_time).is_not(None))
)
