"""Who may see and change programmes: the relations that the contract names."""

from sqlalchemy import ColumnElement, or_, true
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.organizations.access import manages
from services.organizations.programmes.models import Programme


def sees_programme(viewer: Viewer) -> ColumnElement[bool]:
    """The versions that the caller may see: those that were published, and all of organizations that they oversee."""
    if viewer.is_admin:
        return true()
    return or_(
        col(Programme.publish_time).is_not(None),
        where_role_held(col(Programme.organization_id), viewer, OVERSEERS, ROLE_TABLES),
    )


RELATIONS: Relations = {
    "manage_programmes": manages,
    "view_programme": Visibility(sees_programme),
}
