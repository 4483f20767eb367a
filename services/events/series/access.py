"""Who may see series: the relation that the contract names. Who may manage events may manage their series."""

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import col

from services.events.events.models import EventVisibility
from services.events.memberships.models import ROLE_TABLES
from services.events.series.models import EventSeries
from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import EVERY_ROLE, OVERSEERS
from services.kit.work.viewer import Viewer


def sees_event_series(viewer: Viewer) -> ColumnElement[bool]:
    """The series that the caller may see.

    They are those that publish their occurrences, if the caller may see these; and every one, to those who manage
    or supervise it and to administrators.
    """
    if viewer.is_admin:
        return true()
    organization_id = col(EventSeries.organization_id)
    return or_(
        and_(
            col(EventSeries.publish_occurrences),
            or_(
                col(EventSeries.visibility) == EventVisibility.PUBLIC,
                where_role_held(organization_id, viewer, EVERY_ROLE, ROLE_TABLES),
            ),
        ),
        where_role_held(organization_id, viewer, OVERSEERS, ROLE_TABLES),
    )


RELATIONS: Relations = {"view_event_series": Visibility(sees_event_series)}
