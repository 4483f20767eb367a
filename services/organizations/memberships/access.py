"""Who may see and do what with memberships."""

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import col

from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import EVERY_ROLE, MANAGERS, OVERSEERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.memberships.models import ROLE_TABLES, Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.access import leads


async def may_end(work: Work, membership: Membership) -> bool:
    """Returns whether the caller may end the membership: their own, or one that they lead."""
    if await SELF.holds(work, membership.person_id):
        return True
    return await leads.holds(work, membership.organization_id)


def where_ended_by(row: type[Membership], viewer: Viewer) -> ColumnElement[bool]:
    """The memberships that the caller may end."""
    return or_(
        SELF.where(col(row.person_id), viewer), leads.where(col(row.organization_id), viewer)
    )


def sees_membership(viewer: Viewer) -> ColumnElement[bool]:
    """The memberships that the caller may see.

    They are the caller's own; all, for an administrator; the active ones of organizations in which
    the caller is a member; and those of every state, applications included, in organizations that
    the caller manages or supervises.
    """
    if not viewer.is_known:
        return false()
    if viewer.is_admin:
        return true()
    return or_(
        SELF.where(col(Membership.person_id), viewer),
        and_(
            where_role_held(
                col(Membership.organization_id), viewer, EVERY_ROLE, ROLE_TABLES, inherited=False
            ),
            col(Membership.state) == MembershipState.ACTIVE,
        ),
        where_role_held(col(Membership.organization_id), viewer, OVERSEERS, ROLE_TABLES),
    )


def sees_checked_membership(viewer: Viewer) -> ColumnElement[bool]:
    """The memberships in organizations that the caller manages by a role held there, and not above."""
    return where_role_held(
        col(Membership.organization_id), viewer, MANAGERS, ROLE_TABLES, inherited=False
    )


RELATIONS: Relations = {
    "end_membership": Check(may_end, Subject.ROW, where_ended_by),
    "view_checked_membership": Visibility(sees_checked_membership),
    "view_membership": Visibility(sees_membership),
}
