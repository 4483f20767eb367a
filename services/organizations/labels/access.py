"""Who may see labels: those who oversee the organization, and never those who have them."""

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.organizations.labels.models import Label
from services.organizations.memberships.models import ROLE_TABLES


def sees_label(viewer: Viewer) -> ColumnElement[bool]:
    """Returns the condition for the labels that the caller may see."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(Label.organization_id), viewer, OVERSEERS, ROLE_TABLES)


RELATIONS: Relations = {"view_label": Visibility(sees_label)}
