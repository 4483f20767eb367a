"""Who may see starter kits: those who oversee the organization. Those who manage its programmes change them."""

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.starter_kits.models import StarterKit


def sees_starter_kit(viewer: Viewer) -> ColumnElement[bool]:
    """The starter kits that the caller may see: those of organizations that they oversee."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(StarterKit.organization_id), viewer, OVERSEERS, ROLE_TABLES)


RELATIONS: Relations = {"view_starter_kit": Visibility(sees_starter_kit)}
