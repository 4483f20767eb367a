"""Who may see how many people have come."""

from typing import Any

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from services.events.events.models import Event
from services.events.memberships.models import ROLE_TABLES
from services.events.shifts.models import Shift
from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer


def oversees_event(viewer: Viewer) -> ColumnElement[bool]:
    """The events of organizations that the caller manages or supervises; all, for an administrator."""
    return _oversees(col(Event.organization_id), viewer)


def oversees_shift(viewer: Viewer) -> ColumnElement[bool]:
    """The shifts of such events."""
    return _oversees(col(Shift.organization_id), viewer)


def _oversees(organization_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    if viewer.is_admin:
        return true()
    return where_role_held(organization_id, viewer, OVERSEERS, ROLE_TABLES)


RELATIONS: Relations = {
    "count_attendance_of_event": Visibility(oversees_event),
    "count_attendance_of_shift": Visibility(oversees_shift),
}
