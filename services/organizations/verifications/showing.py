"""What an organization shows of its verifications."""

from sqlalchemy import case, select
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.organizations.models import Organization, OrganizationVerification
from services.organizations.verifications.models import Verification, VerificationState

_SHOWN = {
    VerificationState.PENDING: OrganizationVerification.PENDING,
    VerificationState.REJECTED: OrganizationVerification.REJECTED,
}
# One that holds comes first, then one that waits, then the latest.
_FIRST = case(
    (col(Verification.state) == VerificationState.VERIFIED, 0),
    (col(Verification.state) == VerificationState.PENDING, 1),
    else_=2,
)


async def show_verification(organization: Organization, work: Work) -> None:
    """Lets an organization say whether it is verified, and announces it.

    Args:
        organization: The organization, locked.
        work: The work, in which its verifications have changed.
    """
    await work.transaction.flush()
    found = await work.session.scalars(
        select(Verification)
        .where(col(Verification.organization_id) == organization.id)
        .order_by(_FIRST, col(Verification.id).desc())
        .limit(1)
    )
    current = found.first()
    if current is not None and current.state == VerificationState.VERIFIED:
        organization.verify(current.organization_name, current.expire_time, by=current.verifier_id)
    else:
        organization.verify("", None)
        state = None if current is None else _SHOWN.get(current.state)
        organization.verification_state = state or OrganizationVerification.UNVERIFIED
    work.follows(organization, because="an organization says whether it is verified")
    await work.announce(organization, "verification_changed")
