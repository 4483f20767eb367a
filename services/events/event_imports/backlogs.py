"""Imports of calendars that wait for somebody, are carried out, or undone."""

from sqlalchemy import func, select
from sqlmodel import col

from services.events.event_imports.models import EventImportJob, EventImportState
from services.kit.work.backlogs import MOST_COUNTED, Backlog
from services.kit.work.query import Query

_STATES = (EventImportState.READY, EventImportState.EXECUTING, EventImportState.UNDOING)
_RUNNING = (
    select(col(EventImportJob.state).label("state"), col(EventImportJob.update_time).label("since"))
    .where(col(EventImportJob.state).in_(_STATES))
    .limit(MOST_COUNTED)
    .subquery()
)
BACKLOGS = (
    Backlog(
        "event_imports",
        _STATES,
        Query(
            select(_RUNNING.c.state, func.count(), func.min(_RUNNING.c.since)).group_by(
                _RUNNING.c.state
            )
        ),
    ),
)
