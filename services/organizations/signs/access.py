"""Who may see signs: those who oversee the group at once, and those who help it once it is shared with them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.organizations.enrolments.access import sees_standing
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.signs.models import GroupSign


def sees_shared(row: Any) -> Callable[[Viewer], ColumnElement[bool]]:
    """Returns which rows of a table about groups a caller may see, which has an `organization_id` and says what `is_shared`.

    They are those of groups that the caller oversees, those that are shared of groups that the caller mentors or
    cultivates now, and all for an administrator.
    """

    def sees(viewer: Viewer) -> ColumnElement[bool]:
        if viewer.person_id is None:
            return false()
        if viewer.is_admin:
            return true()
        # One for each row, by the index: the planner would rather read all enrolments that there are.
        helped = (
            select(col(Enrolment.id))
            .where(
                col(Enrolment.organization_id) == col(row.organization_id),
                col(Enrolment.state).in_(AT_A_STAGE),
                sees_standing(viewer),
            )
            .limit(1)
            .scalar_subquery()
        )
        return or_(
            where_role_held(col(row.organization_id), viewer, OVERSEERS, ROLE_TABLES),
            and_(col(row.is_shared), helped.is_not(None)),
        )

    return sees


RELATIONS: Relations = {"view_group_sign": Visibility(sees_shared(GroupSign))}
