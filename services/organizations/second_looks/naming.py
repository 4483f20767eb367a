"""Who can look again: somebody who has not decided, and who does not belong to the group."""

from uuid import UUID

from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.work import Work
from services.organizations.enrolments.mentoring import refuse_no_mentor
from services.organizations.enrolments.models import Enrolment
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.reviews.models import Review


async def refuse_unfit_reviewer(
    organization_id: UUID, person_id: UUID, review: Review, work: Work
) -> None:
    """Refuses a person who should not look again at a decision.

    Args:
        organization_id: The organization from which they come.
        person_id: The person.
        review: The review.
        work: The work.

    Raises:
        Refused: They decided or proposed, mentor the group or belong to it, or are no member of the organization.
    """
    enrolment = await work.get(Enrolment, review.enrolment_id)
    if person_id in (review.decider_id, review.proposer_id, enrolment.mentor_person_id):
        raise Refused(
            "This person had a part in the decision, or mentors the group. Name somebody else.",
            reason="REVIEWER_INVOLVED",
        )
    belongs = await work.count(
        col(Membership.organization_id) == review.organization_id,
        col(Membership.person_id) == person_id,
        col(Membership.state) == MembershipState.ACTIVE,
    )
    if belongs:
        raise Refused(
            "This person is a member of the group. Name somebody from outside it.",
            reason="REVIEWER_IN_GROUP",
        )
    await refuse_no_mentor(organization_id, person_id, work)
