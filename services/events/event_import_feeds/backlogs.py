"""Feeds of calendars that are due to be fetched, and those that could not be fetched the last time."""

from sqlalchemy import func, literal, select, union_all
from sqlmodel import col

from services.events.event_import_feeds.models import EventImportFeed, EventImportFeedState
from services.kit.work.backlogs import MOST_COUNTED, Backlog
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import given

DUE, FAILING = "due", "failing"
_NOW = given("now", TIME)
_FETCHED = col(EventImportFeed.fetch_time)
_IS_ACTIVE = col(EventImportFeed.state) == EventImportFeedState.ACTIVE
_SINCE = func.coalesce(col(EventImportFeed.last_success_time), col(EventImportFeed.create_time))
# Each of the two has an index of its own.
_WAITING = union_all(
    select(literal(DUE).label("state"), _FETCHED.label("since"))
    .where(_IS_ACTIVE, _FETCHED <= _NOW)
    .limit(MOST_COUNTED),
    select(literal(FAILING), _SINCE)
    .where(_IS_ACTIVE, _FETCHED > _NOW, col(EventImportFeed.last_error).is_not(None))
    .limit(MOST_COUNTED),
).subquery()
BACKLOGS = (
    Backlog(
        "event_import_feeds",
        (DUE, FAILING),
        Query(
            select(_WAITING.c.state, func.count(), func.min(_WAITING.c.since)).group_by(
                _WAITING.c.state
            )
        ),
    ),
)
