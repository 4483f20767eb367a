"""Who may see and do what with people: the relations that the contract names."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlmodel import col

from services.kit.access import (
    ADMINISTRATOR,
    SELF,
    Relations,
    Visibility,
    counting,
    where_a_role_counts,
)
from services.kit.passport import Caller
from services.volunteers.models import (
    ContactShare,
    HoursAttestation,
    HoursBalance,
    HoursEntry,
    Membership,
    Organization,
    Person,
    PersonContact,
    SignUp,
)

LEADERS = ("OWNER", "LEADER")
MANAGERS = (*LEADERS, "COORDINATOR")
OVERSEERS = (*MANAGERS, "SUPERVISOR")
EVERY_ROLE = (*OVERSEERS, "MEMBER")
oversees = counting(OVERSEERS, Organization)


def sees_person(caller: Caller) -> ColumnElement[bool]:
    """The people whom the caller may see.

    They are the caller; everyone, for an administrator; the active members of an organization in
    which the caller is one; and for an organization that the caller manages or supervises, everyone
    with a membership of any state, an application included, and everyone with a sign-up there that
    was not given up.
    """
    if caller.person_id is None:
        return false()
    if caller.is_admin:
        return true()
    belongs = exists().where(
        col(Membership.person_id) == col(Person.id),
        or_(
            and_(
                col(Membership.organization_id).in_(list(caller.roles)),
                col(Membership.state) == "ACTIVE",
            ),
            where_a_role_counts(col(Membership.organization_id), caller, OVERSEERS, Organization),
        ),
    )
    takes_part = exists().where(
        col(SignUp.person_id) == col(Person.id),
        SignUp.stands(),
        where_a_role_counts(col(SignUp.organization_id), caller, OVERSEERS, Organization),
    )
    return or_(col(Person.id) == caller.person_id, belongs, takes_part)


def sees_contact(caller: Caller) -> ColumnElement[bool]:
    """The contact details that the caller may see; being an administrator opens none.

    They are the caller's own, and those of active members of an organization that the caller manages,
    who have shared them with that organization in this very membership. Only roles held in that
    organization itself count: what was shared with a group is not for those above it.
    """
    if caller.person_id is None:
        return false()
    shared = exists().where(
        col(ContactShare.person_id) == col(PersonContact.id),
        col(Membership.person_id) == col(PersonContact.id),
        col(Membership.organization_id) == col(ContactShare.organization_id),
        col(Membership.organization_id).in_(caller.holding(*MANAGERS)),
        col(Membership.state) == "ACTIVE",
        # Whoever comes back has a new membership, and has not consented in it.
        col(Membership.create_time) <= col(ContactShare.create_time),
    )
    return or_(col(PersonContact.id) == caller.person_id, shared)


def sees_hours(
    row_type: type[HoursAttestation | HoursBalance | HoursEntry],
) -> Callable[[Caller], ColumnElement[bool]]:
    """Returns the condition for what is on record about hours, the same for every kind of row.

    A caller sees their own; what concerns an organization that they manage or supervise; and
    everyone's, as an administrator.
    """

    def condition(caller: Caller) -> ColumnElement[bool]:
        if caller.person_id is None:
            return false()
        if caller.is_admin:
            return true()
        return or_(
            col(row_type.person_id) == caller.person_id,
            where_a_role_counts(col(row_type.organization_id), caller, OVERSEERS, Organization),
        )

    return condition


RELATIONS: Relations = {
    "view_audit_trail": counting(EVERY_ROLE, Organization),
    "self": SELF,
    "administer": ADMINISTRATOR,
    "view_person": Visibility(sees_person),
    "view_contact": Visibility(sees_contact),
    "view_hours_entry": Visibility(sees_hours(HoursEntry)),
    "view_hours_balance": Visibility(sees_hours(HoursBalance)),
    "view_hours_attestation": Visibility(sees_hours(HoursAttestation)),
    "submit_hours": counting(MANAGERS, Organization),
    "decide_hours": counting(LEADERS, Organization),
}
