"""When assessments are shown: once all who are asked have given theirs."""

from sqlalchemy import select
from sqlmodel import col

from services.kit.work.roles import MANAGERS
from services.kit.work.work import Work
from services.organizations.assessments.models import Assessment
from services.organizations.enrolments.models import Enrolment
from services.organizations.memberships.models import Membership, MembershipRole
from services.organizations.memberships.states import MembershipState
from services.organizations.reviews.models import Review


async def have_all_given(review: Review, enrolment: Enrolment, work: Work) -> bool:
    """Returns whether every officer of the group and its mentor have given their assessments.

    Without a mentor there is nobody to compare with, and the assessments are shown with the decision.

    Args:
        review: The review, locked.
        enrolment: The enrolment, locked.
        work: The work, with everything flushed.
    """
    if enrolment.mentor_person_id is None:
        return False
    officers = (
        select(col(Membership.person_id))
        .join(MembershipRole, col(MembershipRole.membership_id) == col(Membership.id))
        .where(
            col(Membership.organization_id) == review.organization_id,
            col(Membership.state) == MembershipState.ACTIVE,
            col(MembershipRole.role).in_(MANAGERS),
            col(MembershipRole.end_time).is_(None),
        )
    )
    asked = {enrolment.mentor_person_id, *await work.session.scalars(officers)}
    given = select(col(Assessment.person_id)).where(col(Assessment.review_id) == review.id)
    return asked <= set(await work.session.scalars(given))
