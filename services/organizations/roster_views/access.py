"""Who may see the views of a roster: those who oversee the organization."""

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.roster_views.models import RosterView


def sees_roster_view(viewer: Viewer) -> ColumnElement[bool]:
    """Returns the condition for the roster views that the caller may see."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(RosterView.organization_id), viewer, OVERSEERS, ROLE_TABLES)


RELATIONS: Relations = {"view_roster_view": Visibility(sees_roster_view)}
