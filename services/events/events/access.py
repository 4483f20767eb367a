"""Who may see and do what with events: the relations that the contract names."""

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlmodel import col

from services.events.events.models import Event, EventVisibility
from services.events.memberships.models import ROLE_TABLES
from services.events.sign_ups.models import SignUp
from services.kit.work.access import SELF, Relations, Visibility
from services.kit.work.holding import holds_role, where_role_held
from services.kit.work.roles import EVERY_ROLE, MANAGERS, OVERSEERS
from services.kit.work.viewer import Viewer

manages_events = holds_role(MANAGERS, ROLE_TABLES)


def sees_event(viewer: Viewer) -> ColumnElement[bool]:
    """The events that the caller may see.

    They are all public ones that were published, to everyone; those for members, to the members of
    the organization, and to people who have a sign-up for it or had one, whatever became of it; and every
    one, drafts included, to those who manage or supervise it and to administrators.
    """
    if viewer.is_admin:
        return true()
    published = col(Event.publish_time).is_not(None)
    organization_id = col(Event.organization_id)
    return or_(
        and_(published, col(Event.visibility) == EventVisibility.PUBLIC),
        and_(published, where_role_held(organization_id, viewer, EVERY_ROLE, ROLE_TABLES)),
        _takes_part(viewer),
        where_role_held(organization_id, viewer, OVERSEERS, ROLE_TABLES),
    )


def _takes_part(viewer: Viewer) -> ColumnElement[bool]:
    """Returns the condition that the caller has, or once had, a sign-up for the event."""
    if not viewer.is_signed_in:
        return false()
    return col(Event.id).in_(
        select(col(SignUp.event_id)).where(SELF.where(col(SignUp.person_id), viewer))
    )


RELATIONS: Relations = {
    "manage_events": manages_events,
    "view_event": Visibility(sees_event),
}
