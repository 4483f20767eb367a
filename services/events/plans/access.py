"""Who may see and change schedule plans: the relations that the contract names."""

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from services.events.memberships.models import ROLE_TABLES
from services.events.plans.models import SchedulePlan
from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import holds_role, where_role_held
from services.kit.work.roles import MANAGERS, OVERSEERS
from services.kit.work.viewer import Viewer


def sees_schedule_plan(viewer: Viewer) -> ColumnElement[bool]:
    """The plans that the caller may see: those of organizations that they manage or supervise, or all."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(SchedulePlan.organization_id), viewer, OVERSEERS, ROLE_TABLES)


RELATIONS: Relations = {
    "manage_schedule_plans": holds_role(MANAGERS, ROLE_TABLES),
    "view_schedule_plan": Visibility(sees_schedule_plan),
}
