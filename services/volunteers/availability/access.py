"""Who may see when people can come."""

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import col

from services.kit.work.access import SELF, Relations, Visibility
from services.kit.work.viewer import Viewer
from services.volunteers.availability.models import Availability
from services.volunteers.qualifications.access import where_managed


def sees_availability(viewer: Viewer) -> ColumnElement[bool]:
    """The availability that the caller may see; being an administrator opens none.

    It is the caller's own, and that of the active members of an organization that the caller manages.
    """
    if not viewer.is_known:
        return false()
    person_id = col(Availability.id)
    return or_(SELF.where(person_id, viewer), where_managed(person_id, viewer))


RELATIONS: Relations = {"view_availability": Visibility(sees_availability)}
