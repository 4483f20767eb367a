"""What leaders do to memberships and roles, under the locks that the callers of these functions hold.

Each takes the membership, locked after its organization, does what a verb of the model does, announces it, and takes
with it what rested on it.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from services.kit.errors import InvalidArgument, Refused
from services.kit.work.roles import Role
from services.kit.work.work import Work
from services.organizations.invitations.queries import revoke_invitations
from services.organizations.memberships.models import Membership
from services.organizations.memberships.queries import bound_history, has_other_owners
from services.organizations.memberships.rights import may_invite
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization
from services.organizations.person_entries.queries import refuse_without_account

LONGEST = timedelta(days=3653)  # for which a membership is renewed
AGE = "age_memberships"  # the job


async def suspend(
    membership: Membership, organization: Organization, reason: str, work: Work
) -> None:
    """Suspends an active membership.

    Raises:
        PermissionDenied: The member is an owner, and the caller is not.
        Refused: The membership is not active, or the organization would have no owner.
    """
    await _leave_owners_to_owners(membership, work)
    other_owners = await has_other_owners(membership, work)
    membership.suspend(reason, at=work.now, other_owners=other_owners)
    await work.announce(membership, "suspended")
    await revoke_if_powerless(membership, organization, work)


async def reinstate(membership: Membership, work: Work) -> None:
    """Reinstates a suspended membership.

    Raises:
        PermissionDenied: The member is an owner, and the caller is not.
        Refused: The membership is not suspended.
    """
    await _leave_owners_to_owners(membership, work)
    membership.reinstate()
    await work.announce(membership, "reinstated")


async def end(membership: Membership, organization: Organization, reason: str, work: Work) -> None:
    """Ends a membership that has begun, and its roles.

    Raises:
        PermissionDenied: The member is an owner, and somebody else calls who is not.
        Refused: The membership has not begun, or is over, or the organization would have no owner.
    """
    by_member = membership.person_id == work.caller.person_id
    if not by_member:
        await _leave_owners_to_owners(membership, work)
    other_owners = await has_other_owners(membership, work)
    membership.end(reason, at=work.now, by_member=by_member, other_owners=other_owners)
    await work.announce(membership, "ended")
    await revoke_if_powerless(membership, organization, work)


async def renew(membership: Membership, expire_time: datetime | None, work: Work) -> None:
    """Says until when a membership lasts, unless it does already.

    Args:
        membership: The membership.
        expire_time: Until when; None for until somebody ends it.
        work: The unit of work.

    Raises:
        PermissionDenied: The member is an owner, and the caller is not.
        InvalidArgument: The time is past, or too far away.
        Refused: The membership has not begun, or is over.
    """
    if expire_time is not None and not work.now < expire_time <= work.now + LONGEST:
        raise InvalidArgument.of(
            "expire_time",
            "must be after now, and within ten years. Choose another time",
            "EXPIRE_TIME_OUT_OF_RANGE",
        )
    await _leave_owners_to_owners(membership, work)
    if membership.renew(expire_time):
        await work.announce(membership, "renewed")
        work.trigger(AGE)  # the new time may be near


async def grant(membership: Membership, role: Role, work: Work) -> None:
    """Grants a role, unless the member holds it.

    Raises:
        PermissionDenied: The role is that of an owner, and the caller is none.
        Refused: The membership is not active, the roles exclude each other, the member has no account and would be an
            owner, or was granted too many roles lately.
    """
    if role == Role.OWNER:
        await work.require("own_organization", membership.organization_id)
        await refuse_without_account(membership.person_id, work)
    if membership.grant(role, at=work.now):
        await bound_history(membership, work)
        await work.announce(membership, "role_granted")


async def hand_over(heir: Membership, work: Work) -> None:
    """Makes a member an owner in the place of the caller, who becomes a leader.

    Args:
        heir: The membership of the new owner.
        work: The unit of work; the caller may change who owns the organization.

    Raises:
        Refused: The caller is no owner by a membership of their own, or the heir cannot be one.
    """
    own_id = await work.session.scalar(
        select(col(Membership.id)).where(
            col(Membership.organization_id) == heir.organization_id,
            col(Membership.person_id) == work.person_id,
            col(Membership.state) == MembershipState.ACTIVE,
        )
    )
    own = None if own_id is None else await work.lock(Membership, own_id)
    if own is None or not own.is_owner:
        raise Refused(
            "You do not own this organization by a membership of your own, so there is nothing to hand over. Grant "
            "the role of an owner instead.",
            reason="NO_OWNER_YOURSELF",
        )
    if own.id == heir.id:
        raise Refused(
            "You own this organization already. Choose another member to hand it over to.",
            reason="OWN_MEMBERSHIP",
        )
    await grant(heir, Role.OWNER, work)
    own.end_role(Role.OWNER, at=work.now, other_owners=True)
    if own.grant(Role.LEADER, at=work.now):
        await bound_history(own, work)
    await work.announce(own, "role_ended")


async def end_role(
    membership: Membership, organization: Organization, role: Role, work: Work
) -> None:
    """Ends a role, if the member holds it.

    Raises:
        PermissionDenied: The role is that of an owner, and the caller is none.
        Refused: The organization would have no owner.
    """
    if role == Role.OWNER:
        await work.require("own_organization", membership.organization_id)
    other_owners = await has_other_owners(membership, work)
    if membership.end_role(role, at=work.now, other_owners=other_owners):
        await work.announce(membership, "role_ended")
        await revoke_if_powerless(membership, organization, work)


async def _leave_owners_to_owners(membership: Membership, work: Work) -> None:
    """Lets only owners decide about owners.

    Raises:
        PermissionDenied: The member is an owner and the caller is not.
    """
    if membership.holds(Role.OWNER):
        await work.require("own_organization", membership.organization_id)


async def revoke_if_powerless(
    membership: Membership, organization: Organization, work: Work
) -> None:
    """Revokes the invitations of a member who can no longer invite."""
    if not await may_invite(membership.person_id, organization, work):
        await revoke_invitations(membership.person_id, work, organization_id=organization.id)
