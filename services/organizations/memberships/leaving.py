"""What is left to do about a person whose rows are erased here."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState

_BEGUN = (MembershipState.APPLIED, MembershipState.ACTIVE, MembershipState.SUSPENDED)


async def leave(person_id: UUID, work: Work) -> None:
    """Ends the memberships of a person, and their applications. Their organizations may be left without an owner."""
    begun = select(col(Membership.id)).where(
        col(Membership.person_id) == person_id, col(Membership.state).in_(_BEGUN)
    )
    ids = (await work.session.scalars(begun)).all()
    for membership in await work.lock_all(Membership, ids):
        if membership.state == MembershipState.APPLIED:
            membership.withdraw()
            await work.announce(membership, "withdrawn")
        else:
            membership.end("", at=work.now, by_member=True, other_owners=True)
            await work.announce(membership, "ended")
