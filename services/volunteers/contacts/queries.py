"""Queries about contact details that several subjects ask."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from services.kit.work.memberships import MembershipState
from services.kit.work.work import Work
from services.volunteers.contacts.models import PersonContact
from services.volunteers.memberships.models import Membership


async def has_left(person_id: UUID, organization_id: UUID, work: Work) -> bool:
    """Returns whether a person is known to be no active member of an organization any more."""
    over = exists().where(
        col(Membership.person_id) == person_id,
        col(Membership.organization_id) == organization_id,
        col(Membership.state) != MembershipState.ACTIVE,
    )
    return bool(await work.session.scalar(select(over)))


async def locked_contact(person_id: UUID, work: Work) -> PersonContact:
    """Returns the contact details of a person who is locked, locked too, created empty if there were none."""
    await work.session.execute(
        upsert(PersonContact)
        .values(
            id=person_id,
            version=1,
            create_time=work.now,
            update_time=work.now,
            phone="",
            email="",
            address="",
            emergency_contact="",
        )
        .on_conflict_do_nothing()
    )
    return await work.lock(PersonContact, person_id)
