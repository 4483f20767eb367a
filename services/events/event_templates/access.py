"""Who may see event templates: those who oversee the organization. Those who manage its events change them."""

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from services.events.event_templates.models import EventTemplate
from services.events.memberships.models import ROLE_TABLES
from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer


def sees_event_template(viewer: Viewer) -> ColumnElement[bool]:
    """The event templates that the caller may see: those of organizations that they oversee."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(EventTemplate.organization_id), viewer, OVERSEERS, ROLE_TABLES)


RELATIONS: Relations = {"view_event_template": Visibility(sees_event_template)}
