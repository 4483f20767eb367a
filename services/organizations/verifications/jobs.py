"""What is done about verifications by the clock: they end, and say so 30 days before."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlmodel import col

from services.kit.work.jobs import BatchedJob, Job
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.organizations.models import Organization
from services.organizations.verifications.models import WARNING, Verification, VerificationState
from services.organizations.verifications.showing import show_verification

AT_ONCE = 50


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of verifications."""
    del settings
    return (BatchedJob("age_verifications", 60.0, age),)


async def age(work: Work) -> bool:
    """Ends verifications whose time is over, and notes those whose end is near. Returns whether there may be more."""
    is_due = and_(
        col(Verification.state) == VerificationState.VERIFIED,
        or_(
            col(Verification.expire_time) <= work.now,
            and_(
                col(Verification.expire_time) <= work.now + WARNING, ~col(Verification.is_expiring)
            ),
        ),
    )
    due = select(col(Verification.id), col(Verification.organization_id)).where(is_due)
    found = (await work.session.execute(due.limit(AT_ONCE))).all()
    organizations = await work.lock_all(Organization, [row.organization_id for row in found])
    by_id = {each.id: each for each in organizations}
    for verification in await work.lock_all(Verification, [row.id for row in found]):
        ends = verification.expire_time is not None and verification.expire_time <= work.now
        if verification.state != VerificationState.VERIFIED or (
            verification.is_expiring and not ends
        ):
            continue  # somebody was faster
        await work.announce(verification, verification.age(work.now))
        if ends:
            await show_verification(by_id[verification.organization_id], work)
    return len(found) == AT_ONCE
