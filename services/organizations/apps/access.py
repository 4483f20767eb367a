"""Who may see apps: the relation that the contract names. Owners register and change them."""

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import EVERY_ROLE
from services.kit.work.viewer import Viewer
from services.organizations.apps.models import App
from services.organizations.memberships.models import ROLE_TABLES


def sees_app(viewer: Viewer) -> ColumnElement[bool]:
    """The apps that the caller may see: those of their organizations, so that members know who reads along."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(App.organization_id), viewer, EVERY_ROLE, ROLE_TABLES)


RELATIONS: Relations = {"view_app": Visibility(sees_app)}
