"""Who may see and do what in organizations: the relations that the contract names.

Roles come from the passport, which may be minutes old; what lies above an organization, and whether
roles held there count, comes from its row. Administrators may whatever an owner may.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import col

from services.kit.access import (
    SELF,
    Check,
    Relations,
    Visibility,
    counting,
    where_a_role_counts,
)
from services.kit.passport import Caller
from services.kit.work import Work
from services.organizations.models import ImportJob, Invitation, Membership, Organization

OWNERS = ("OWNER",)
LEADERS = (*OWNERS, "LEADER")
MANAGERS = (*LEADERS, "COORDINATOR")
OVERSEERS = (*MANAGERS, "SUPERVISOR")
EVERY_ROLE = (*OVERSEERS, "MEMBER")

owns = counting(OWNERS, Organization)
leads = counting(LEADERS, Organization)
manages = counting(MANAGERS, Organization)
oversees = counting(OVERSEERS, Organization)


async def may_create(work: Work, parent_id: Any) -> bool:
    """Tells whether the caller may found an organization there: at the top, whoever signed in may."""
    return parent_id is None or await manages.holds(work, parent_id)


async def may_end(work: Work, membership: Membership) -> bool:
    """Tells whether the caller may end the membership: their own, or one that they are to lead."""
    if await SELF.holds(work, membership.person_id):
        return True
    return await leads.holds(work, membership.organization_id)


async def sees_roster(work: Work, organization_id: Any) -> bool:
    """Tells whether the caller sees a roster: its active entries, or all if they oversee it."""
    if UUID(str(organization_id)) in work.caller.roles:
        return True
    return await oversees.holds(work, organization_id)


def sees_membership(caller: Caller) -> ColumnElement[bool]:
    """The memberships that the caller may see.

    They are the caller's own; all, for an administrator; the active ones of organizations in which
    the caller is a member; and those of every state, applications included, in organizations that
    the caller manages or supervises.
    """
    if caller.person_id is None:
        return false()
    if caller.is_admin:
        return true()
    return or_(
        col(Membership.person_id) == caller.person_id,
        and_(
            col(Membership.organization_id).in_(list(caller.roles)),
            col(Membership.state) == "ACTIVE",
        ),
        where_a_role_counts(col(Membership.organization_id), caller, OVERSEERS, Organization),
    )


def sees_invitation(caller: Caller) -> ColumnElement[bool]:
    """The invitations that the caller may see: those of organizations whose roster they manage."""
    if caller.is_admin:
        return true()
    return where_a_role_counts(col(Invitation.organization_id), caller, MANAGERS, Organization)


def sees_import_job(caller: Caller) -> ColumnElement[bool]:
    """The imports that the caller may see: those of organizations that they lead, or all."""
    if caller.is_admin:
        return true()
    return where_a_role_counts(col(ImportJob.organization_id), caller, LEADERS, Organization)


RELATIONS: Relations = {
    "self": SELF,
    "create_organization": Check(may_create),
    "own_organization": owns,
    "manage_organization": leads,
    "manage_roster": manages,
    "end_membership": Check(may_end),
    "view_audit_trail": counting(EVERY_ROLE, Organization),
    "view_roster": Check(sees_roster),
    "view_import_job": Visibility(sees_import_job),
    "view_membership": Visibility(sees_membership),
    "view_invitation": Visibility(sees_invitation),
}
