"""What ends with an enrolment, the mentorship and a review that is open; and that it ends with its group."""

from sqlalchemy import select
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.enrolments.mentoring import end_mentorship
from services.organizations.enrolments.models import CURRENT, Enrolment
from services.organizations.organizations.models import Organization
from services.organizations.reviews.models import Review, ReviewOutcome, ReviewState


async def finish(enrolment: Enrolment, work: Work) -> None:
    """Ends what belongs to an enrolment that has ended.

    Args:
        enrolment: The enrolment, locked.
        work: The work.
    """
    await end_mentorship(enrolment, work)
    open_ = select(col(Review.id)).where(
        col(Review.enrolment_id) == enrolment.id, col(Review.state) != ReviewState.DECIDED
    )
    found = await work.session.scalar(open_)
    if found is None:
        return
    review = await work.lock(Review, found)
    review.decide(ReviewOutcome.END, enrolment.reason, by=work.person_id, at=work.now)
    work.follows(review, because="a review ends with its enrolment")
    await work.announce(review, "decided")


async def withdraw_closed(group: Organization, work: Work) -> None:
    """Withdraws a group that is closed from the programmes in which it is enrolled or has applied.

    Args:
        group: The group, locked.
        work: The work.
    """
    current = select(col(Enrolment.id)).where(
        col(Enrolment.organization_id) == group.id, col(Enrolment.state).in_(CURRENT)
    )
    for enrolment in await work.lock_all(Enrolment, (await work.session.scalars(current)).all()):
        enrolment.withdraw("", at=work.now)
        work.follows(enrolment, because="nobody cultivates a group that is closed")
        await finish(enrolment, work)
        await work.announce(enrolment, "withdrawn")
