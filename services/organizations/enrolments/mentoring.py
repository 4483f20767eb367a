"""Who mentors a group, from when to when: each change ends one row and begins the next."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.work import Work
from services.organizations.enrolments.models import Enrolment, Mentorship
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState

MOST_MENTORS = 100


async def refuse_no_mentor(organization_id: UUID, person_id: UUID, work: Work) -> None:
    """Refuses a mentor who does not belong to the organization that they are to come from.

    Raises:
        Refused: They do not.
    """
    member = select(col(Membership.id)).where(
        col(Membership.organization_id) == organization_id,
        col(Membership.person_id) == person_id,
        col(Membership.state) == MembershipState.ACTIVE,
    )
    if await work.session.scalar(member) is None:
        raise Refused(
            "The mentor must be an active member of the mentor's organization. Choose another person, or have "
            "them join first.",
            reason="MENTOR_NOT_A_MEMBER",
        )


async def hand_over(enrolment: Enrolment, to: Mentorship, work: Work) -> None:
    """Ends the mentorship of a group, if there is one, and begins the next.

    Raises:
        Refused: The group has had too many mentors.
    """
    if await work.count(col(Mentorship.enrolment_id) == enrolment.id) >= MOST_MENTORS:
        raise Refused(
            "{max} mentors were assigned to this group, which is the most. End this enrolment and enrol "
            "the group again.",
            reason="TOO_MANY_MENTORS",
            params={"max": MOST_MENTORS},
        )
    await end_mentorships([enrolment], work)
    work.session.add(to)


async def end_mentorships(enrolments: Sequence[Enrolment], work: Work) -> None:
    """Ends the mentorships of groups that have one."""
    current = await work.session.scalars(
        select(Mentorship).where(
            col(Mentorship.enrolment_id).in_([each.id for each in enrolments]),
            col(Mentorship.end_time).is_(None),
        )
    )
    for each in current.all():
        each.end_time = work.now
    await work.session.flush()  # before the next one, of which there can be only one
