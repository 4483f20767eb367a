"""Who may see imports of calendars."""

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from services.events.event_imports.models import EventImportJob
from services.events.memberships.models import ROLE_TABLES
from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import MANAGERS
from services.kit.work.viewer import Viewer


def sees_event_import_job(viewer: Viewer) -> ColumnElement[bool]:
    """The imports that the caller may see: those into events that they manage, or all."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(EventImportJob.organization_id), viewer, MANAGERS, ROLE_TABLES)


RELATIONS: Relations = {"view_event_import_job": Visibility(sees_event_import_job)}
