"""Who may see and do what with people: the relations that the contract names."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, exists, false, or_, select, true
from sqlalchemy.orm import Mapped
from sqlmodel import col

from services.kit.access import Check, Relations, Visibility
from services.kit.passport import Caller
from services.kit.work import Work
from services.volunteers.models import ContactShare, Membership, Organization, Person, PersonContact

MANAGERS = ("OWNER", "LEADER", "COORDINATOR")
OVERSEERS = (*MANAGERS, "SUPERVISOR")


async def is_self(work: Work, person_id: Any) -> bool:
    """Tells whether the caller is the person."""
    return work.caller.person_id == UUID(str(person_id))


async def administers(work: Work, subject: Any) -> bool:
    """Tells whether the caller administers the platform."""
    del subject
    return work.caller.is_admin


def sees_person(caller: Caller) -> ColumnElement[bool]:
    """The people whom the caller may see.

    They are the caller; everyone, for an administrator; the active members of an organization in
    which the caller is one; and everyone with a membership of any state, an application included, in
    an organization that the caller manages or supervises.
    """
    if caller.person_id is None:
        return false()
    if caller.is_admin:
        return true()
    shared = exists().where(
        col(Membership.person_id) == col(Person.id),
        or_(
            and_(
                col(Membership.organization_id).in_(list(caller.roles)),
                col(Membership.state) == "ACTIVE",
            ),
            in_organization_of(col(Membership.organization_id), caller, OVERSEERS),
        ),
    )
    return or_(col(Person.id) == caller.person_id, shared)


def sees_contact(caller: Caller) -> ColumnElement[bool]:
    """The contact details that the caller may see; being an administrator opens none.

    They are the caller's own, and those of active members of an organization that the caller manages,
    who have shared them with that organization.
    """
    if caller.person_id is None:
        return false()
    if not caller.holding(*MANAGERS):
        return col(PersonContact.id) == caller.person_id
    shared = exists().where(
        col(ContactShare.person_id) == col(PersonContact.id),
        col(Membership.person_id) == col(PersonContact.id),
        col(Membership.organization_id) == col(ContactShare.organization_id),
        col(Membership.state) == "ACTIVE",
        in_organization_of(col(Membership.organization_id), caller, MANAGERS),
    )
    return or_(col(PersonContact.id) == caller.person_id, shared)


def in_organization_of(
    organization_id: Mapped[UUID], caller: Caller, roles: Iterable[str]
) -> ColumnElement[bool]:
    """The organizations in which one of the roles counts, held there or, where it is so, above."""
    held = caller.holding(*roles)
    if not held:
        return false()
    inherited = select(col(Organization.id)).where(
        col(Organization.inherit_roles),
        or_(*(any_(col(Organization.ancestor_ids)) == above for above in held)),
    )
    return or_(organization_id.in_(held), organization_id.in_(inherited))


RELATIONS: Relations = {
    "self": Check(is_self),
    "administer": Check(administers),
    "view_person": Visibility(sees_person),
    "view_contact": Visibility(sees_contact),
}
