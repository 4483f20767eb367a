"""Who may see closings, and who may welcome the members of a group that has ended."""

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlmodel import col

from services.kit.work.access import Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import EVERY_ROLE, OVERSEERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.enrolments.access import sees_standing
from services.organizations.enrolments.models import Enrolment
from services.organizations.group_closings.models import GroupClosing
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.organizations.access import manages


async def may_approve(work: Work, closing: GroupClosing) -> bool:
    """Returns whether the caller manages the organization in which the group goes on."""
    return closing.successor_id is not None and await manages.holds(work, closing.successor_id)


def where_approved(row: type[GroupClosing], viewer: Viewer) -> ColumnElement[bool]:
    """The closings of groups that go on in an organization which the caller manages."""
    successor_id = col(row.successor_id)
    return and_(successor_id.is_not(None), manages.where(successor_id, viewer))


def sees_closing(viewer: Viewer) -> ColumnElement[bool]:
    """The closings that the caller may see.

    They are those of groups to which they belong, which they oversee, cultivated or mentored, or which go on in an
    organization that they oversee.
    """
    if viewer.person_id is None:
        return false()
    if viewer.is_admin:
        return true()
    group_id, successor_id = col(GroupClosing.organization_id), col(GroupClosing.successor_id)
    # One for each closing, by the index: the planner would rather read all enrolments that there are.
    helped = (
        select(col(Enrolment.id))
        .where(col(Enrolment.organization_id) == group_id, sees_standing(viewer))
        .limit(1)
        .scalar_subquery()
    )
    return or_(
        where_role_held(group_id, viewer, EVERY_ROLE, ROLE_TABLES, inherited=False),
        where_role_held(group_id, viewer, OVERSEERS, ROLE_TABLES),
        where_role_held(successor_id, viewer, OVERSEERS, ROLE_TABLES),
        helped.is_not(None),
    )


RELATIONS: Relations = {
    "approve_succession": Check(may_approve, Subject.ROW, where_approved),
    "view_group_closing": Visibility(sees_closing),
}
