"""Who may see that there is a calendar feed."""

from sqlalchemy import ColumnElement
from sqlmodel import col

from services.events.calendar_feeds.models import CalendarFeed
from services.kit.work.access import SELF, Relations, Visibility
from services.kit.work.viewer import Viewer


def sees_calendar_feed(viewer: Viewer) -> ColumnElement[bool]:
    """The caller's own feed; being an administrator opens none."""
    return SELF.where(col(CalendarFeed.id), viewer)


RELATIONS: Relations = {"view_calendar_feed": Visibility(sees_calendar_feed)}
