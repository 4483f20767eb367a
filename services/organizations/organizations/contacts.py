"""Whom an organization names as its contact."""

from uuid import UUID

from banyan.places.v1 import place_pb2
from sqlalchemy import exists, select
from sqlmodel import col

from services.kit.errors import Violation
from services.kit.work.work import Work
from services.organizations.memberships.models import Membership
from services.organizations.memberships.rights import Place, where_roles_count
from services.organizations.memberships.states import MembershipState


async def broken_contact(
    contact: place_pb2.Contact,
    organization: Place,
    work: Work,
    *,
    founder_id: UUID | None = None,
) -> list[Violation]:
    """Returns what is wrong with a contact: a person whom an organization names belongs to it.

    Args:
        contact: The contact.
        organization: The organization as it is to be.
        work: The work.
        founder_id: Who founds it and so belongs to it, if it is new.
    """
    if not contact.person_id or UUID(contact.person_id) == founder_id:
        return []
    found = exists().where(
        col(Membership.person_id) == UUID(contact.person_id),
        col(Membership.organization_id).in_(where_roles_count(organization)),
        col(Membership.state) == MembershipState.ACTIVE,
    )
    if await work.session.scalar(select(found)):
        return []
    return [
        Violation(
            "organization.contact.person_id",
            "is not an active member of the organization. Name a member, or a phone number or email address",
            "CONTACT_NOT_MEMBER",
        )
    ]
