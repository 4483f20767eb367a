"""Feeds of calendars that are due to be fetched, and those that could not be fetched the last time."""

from sqlalchemy import case, func, or_, select
from sqlmodel import col

from services.events.event_import_feeds.models import EventImportFeed, EventImportFeedState
from services.kit.work.backlogs import MOST_COUNTED, Backlog
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.viewer import given

DUE, FAILING = "due", "failing"
_IS_DUE = col(EventImportFeed.fetch_time) <= given("now", TIME)
_SINCE = func.coalesce(col(EventImportFeed.last_success_time), col(EventImportFeed.create_time))
_WAITING = (
    select(
        case((_IS_DUE, DUE), else_=FAILING).label("state"),
        case((_IS_DUE, col(EventImportFeed.fetch_time)), else_=_SINCE).label("since"),
    )
    .where(
        col(EventImportFeed.state) == EventImportFeedState.ACTIVE,
        col(EventImportFeed.fetch_time).is_not(None),
        or_(_IS_DUE, col(EventImportFeed.last_error).is_not(None)),
    )
    .limit(MOST_COUNTED)
    .subquery()
)
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
