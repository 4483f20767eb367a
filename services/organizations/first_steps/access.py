"""Who may see first steps: the members of the group, and those who cultivate or mentor it now."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import EVERY_ROLE, OVERSEERS
from services.kit.work.viewer import Viewer
from services.organizations.enrolments.access import sees_standing
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.first_steps.models import FirstStep
from services.organizations.memberships.models import ROLE_TABLES


def sees_first_step(viewer: Viewer) -> ColumnElement[bool]:
    """The steps that the caller may see."""
    if viewer.person_id is None:
        return false()
    if viewer.is_admin:
        return true()
    group_id = col(FirstStep.organization_id)
    # One for each step, by the index: the planner would rather read all enrolments that there are.
    helped = (
        select(col(Enrolment.id))
        .where(
            col(Enrolment.organization_id) == group_id,
            col(Enrolment.state).in_(AT_A_STAGE),
            sees_standing(viewer),
        )
        .limit(1)
        .scalar_subquery()
    )
    return or_(
        where_role_held(group_id, viewer, EVERY_ROLE, ROLE_TABLES, inherited=False),
        where_role_held(group_id, viewer, OVERSEERS, ROLE_TABLES),
        helped.is_not(None),
    )


RELATIONS: Relations = {"view_first_step": Visibility(sees_first_step)}
