"""What ends with an enrolment, the mentorship and a review that is open; and that a group that is closed is withdrawn."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.enrolments.mentoring import end_mentorships
from services.organizations.enrolments.models import CURRENT, Enrolment
from services.organizations.organizations.models import Organization
from services.organizations.reviews.models import Review, ReviewOutcome, ReviewState


async def finish(enrolments: Sequence[Enrolment], work: Work) -> None:
    """Ends what belongs to enrolments that have ended.

    Args:
        enrolments: The enrolments, locked.
        work: The work.
    """
    await end_mentorships(enrolments, work)
    by_id = {each.id: each for each in enrolments}
    open_ = select(col(Review.id)).where(
        col(Review.enrolment_id).in_(by_id), col(Review.state) != ReviewState.DECIDED
    )
    reviews = await work.lock_all(Review, (await work.session.scalars(open_)).all())
    for review in reviews:
        reason = by_id[review.enrolment_id].reason
        review.decide(ReviewOutcome.END, reason, by=work.caller.person_id, at=work.now)
    work.follows(*reviews, because="a review ends with its enrolment")
    await work.announce_all(reviews, "decided")


async def end_of_group(group: Organization, reason: str, is_completed: bool, work: Work) -> None:
    """Ends the enrolments of a group that ends; where it has only applied, it is withdrawn.

    Args:
        group: The group, locked.
        reason: What is said about it.
        is_completed: Whether it has done what it was for, or goes on in another one.
        work: The work.
    """
    enrolments = await _lock_current(group, work)
    for each in enrolments:
        if each.is_at_a_stage:
            each.end(reason, at=work.now, is_completed=is_completed)
        else:
            each.withdraw(reason, at=work.now)
    work.follows(*enrolments, because="the enrolments of a group end with it")
    await finish(enrolments, work)
    await work.announce_all(enrolments, "ended")


async def withdraw_closed(group: Organization, work: Work) -> None:
    """Withdraws a group that is closed from the programmes in which it is enrolled or has applied.

    Args:
        group: The group, locked.
        work: The work.
    """
    enrolments = await _lock_current(group, work)
    for enrolment in enrolments:
        enrolment.withdraw("", at=work.now)
    work.follows(*enrolments, because="nobody cultivates a group that is closed")
    await finish(enrolments, work)
    await work.announce_all(enrolments, "withdrawn")


async def _lock_current(group: Organization, work: Work) -> list[Enrolment]:
    """Returns the enrolments of a group that have not ended, locked."""
    current = select(col(Enrolment.id)).where(
        col(Enrolment.organization_id) == group.id, col(Enrolment.state).in_(CURRENT)
    )
    return await work.lock_all(Enrolment, (await work.session.scalars(current)).all())
