"""Who may show the code of an event, and who checks themselves in."""

from sqlalchemy import ColumnElement
from sqlmodel import col

from services.events.events.access import manages_events
from services.events.events.models import Event
from services.events.sign_ups.access import is_offered_to, where_offered_to
from services.kit.work.access import Check, Relations, Subject, Visibility
from services.kit.work.viewer import Viewer


def shows_code(viewer: Viewer) -> ColumnElement[bool]:
    """The events whose code the caller may show: those that they manage."""
    return manages_events.where(col(Event.organization_id), viewer)


RELATIONS: Relations = {
    "show_check_in_code": Visibility(shows_code),
    # One's own sign-up, as for an offer.
    "check_in_oneself": Check(is_offered_to, Subject.ROW, where_offered_to),
}
