"""Who may see what organizations entered about people."""

from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import col

from services.kit.work.access import SELF, Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.person_entries.models import PersonEntry


def sees_person_entry(viewer: Viewer) -> ColumnElement[bool]:
    """The entries that the caller may see: their own, and those of organizations that they oversee."""
    if not viewer.is_known:
        return false()
    if viewer.is_admin:
        return true()
    overseen = where_role_held(col(PersonEntry.organization_id), viewer, OVERSEERS, ROLE_TABLES)
    return or_(SELF.where(col(PersonEntry.id), viewer), overseen)


RELATIONS: Relations = {
    "view_person_entry": Visibility(sees_person_entry),
}
