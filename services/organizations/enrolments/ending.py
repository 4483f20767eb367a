"""What ends with an enrolment, the mentorship and a review that is open; and that it ends with its group or its programme."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.enrolments.mentoring import end_mentorships
from services.organizations.enrolments.models import CURRENT, Enrolment
from services.organizations.organizations.models import Organization, OrganizationState
from services.organizations.reviews.models import Review, ReviewOutcome, ReviewState

END_CULTIVATED = "end_enrolments_of_closed"
AT_ONCE = 100


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


async def withdraw_closed(group: Organization, work: Work) -> None:
    """Withdraws a group that is closed from the programmes in which it is enrolled or has applied.

    Args:
        group: The group, locked.
        work: The work.
    """
    current = select(col(Enrolment.id)).where(
        col(Enrolment.organization_id) == group.id, col(Enrolment.state).in_(CURRENT)
    )
    enrolments = await work.lock_all(Enrolment, (await work.session.scalars(current)).all())
    for enrolment in enrolments:
        enrolment.withdraw("", at=work.now)
    work.follows(*enrolments, because="nobody cultivates a group that is closed")
    await finish(enrolments, work)
    await work.announce_all(enrolments, "withdrawn")


async def end_cultivated(station: Organization, work: Work) -> None:
    """Ends the enrolments in the programmes of an organization that is closed.

    The first ones end with it, the others in a job.

    Args:
        station: The organization, locked.
        work: The work.
    """
    own = col(Enrolment.cultivator_id) == station.id
    if await _end_next(work, own) < AT_ONCE:
        return
    left = select(func.count()).where(own, col(Enrolment.state).in_(CURRENT))
    work.foresee(Enrolment, int(await work.session.scalar(left) or 0))
    work.trigger(END_CULTIVATED)


async def end_next(work: Work) -> bool:
    """Ends the next enrolments in programmes of organizations that are closed. Returns whether there may be more."""
    closed = select(col(Organization.id)).where(
        col(Organization.id) == col(Enrolment.cultivator_id),
        col(Organization.state) == OrganizationState.CLOSED,
    )
    return await _end_next(work, closed.exists()) == AT_ONCE


async def _end_next(work: Work, condition: ColumnElement[bool]) -> int:
    """Ends the next enrolments that meet a condition. Returns how many have ended."""
    current = (
        select(col(Enrolment.id))
        .where(condition, col(Enrolment.state).in_(CURRENT))
        .order_by(col(Enrolment.id))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, key_share=True)
    )
    enrolments = await work.lock_all(Enrolment, (await work.session.scalars(current)).all())
    for enrolment in enrolments:
        enrolment.end("", at=work.now)
    work.follows(*enrolments, because="an organization that is closed cultivates nobody")
    await finish(enrolments, work)
    await work.announce_all(enrolments, "ended")
    return len(enrolments)
