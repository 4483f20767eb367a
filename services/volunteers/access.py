"""Who may see and do what with people: the relations that the contract names."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlmodel import col

from services.kit.access import (
    ADMINISTRATOR,
    SELF,
    Relations,
    Visibility,
    where_a_role_counts,
)
from services.kit.passport import Caller
from services.volunteers.models import ContactShare, Membership, Organization, Person, PersonContact

MANAGERS = ("OWNER", "LEADER", "COORDINATOR")
OVERSEERS = (*MANAGERS, "SUPERVISOR")


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
            where_a_role_counts(col(Membership.organization_id), caller, OVERSEERS, Organization),
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
        where_a_role_counts(col(Membership.organization_id), caller, MANAGERS, Organization),
    )
    return or_(col(PersonContact.id) == caller.person_id, shared)


RELATIONS: Relations = {
    "self": SELF,
    "administer": ADMINISTRATOR,
    "view_person": Visibility(sees_person),
    "view_contact": Visibility(sees_contact),
}
