"""What accepting an invitation needs: the invitation, a use of it, and an application made before."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.errors import AlreadyExists, NotFound
from services.kit.process.links import token_hash
from services.kit.work.work import Work
from services.organizations.conflicts import MEMBERSHIP_EXISTS
from services.organizations.invitations.models import Invitation
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import CURRENT, MembershipState
from services.organizations.organizations.models import Organization


async def take_use(invitation: Invitation, work: Work) -> Invitation:
    """Counts a use in one conditional UPDATE, however many ask at once.

    Raises:
        Refused: The invitation is revoked, expired or used up.
    """
    used = await work.change_if(
        Invitation,
        invitation.id,
        col(Invitation.uses) < col(Invitation.maximum_uses),
        col(Invitation.revoke_time).is_(None),
        col(Invitation.expire_time) > work.now,
        uses=col(Invitation.uses) + 1,
    )
    if used is None:
        present = await work.lock(Invitation, invitation.id)
        present.refuse_if_unusable(work.now)
        raise AssertionError("an invitation that can be used was refused")
    return used


async def by_token(token: str, work: Work) -> Invitation:
    """Returns the invitation that a token leads to.

    Raises:
        NotFound: There is none.
    """
    statement = select(Invitation).where(col(Invitation.token_hash) == token_hash(token))
    invitation = await work.session.scalar(statement)
    if invitation is None:
        raise no_such_invitation()
    return invitation


def no_such_invitation() -> NotFound:
    """Returns the error for a token that leads nowhere."""
    return NotFound(
        "This invitation does not exist. Check that the link is complete, or ask for a new one.",
        reason="NO_SUCH_INVITATION",
    )


async def find_application(
    organization: Organization, person_id: UUID, work: Work
) -> Membership | None:
    """Returns the application that the person has made there, if any, locked.

    Raises:
        AlreadyExists: They are a member.
    """
    current = select(Membership).where(
        col(Membership.organization_id) == organization.id,
        col(Membership.person_id) == person_id,
        col(Membership.state).in_(CURRENT),
    )
    membership = await work.session.scalar(current)
    if membership is None:
        return None
    if membership.state != MembershipState.APPLIED:
        raise AlreadyExists(MEMBERSHIP_EXISTS.text, reason=MEMBERSHIP_EXISTS.reason)
    return await work.lock(Membership, membership.id)
