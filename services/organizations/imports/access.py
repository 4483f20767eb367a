"""Who may see imports."""

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import LEADERS
from services.kit.work.viewer import Viewer
from services.organizations.imports.models import ImportJob
from services.organizations.memberships.models import ROLE_TABLES


def sees_import_job(viewer: Viewer) -> ColumnElement[bool]:
    """The imports that the caller may see: those of organizations that they lead, or all."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(ImportJob.organization_id), viewer, LEADERS, ROLE_TABLES)


RELATIONS: Relations = {
    "view_import_job": Visibility(sees_import_job),
}
