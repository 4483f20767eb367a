"""Imports that are carried out or undone, and those that have failed."""

from sqlalchemy import func, select
from sqlmodel import col

from services.kit.work.backlogs import MOST_COUNTED, Backlog
from services.kit.work.query import Query
from services.organizations.imports.models import ImportJob, ImportState

_STATES = (ImportState.EXECUTING, ImportState.UNDOING, ImportState.FAILED)
_RUNNING = (
    select(col(ImportJob.state).label("state"), col(ImportJob.update_time).label("since"))
    .where(col(ImportJob.state).in_(_STATES))
    .limit(MOST_COUNTED)
    .subquery()
)
# Each batch is an update, so the oldest one is that to which nothing has happened for longest.
BACKLOGS = (
    Backlog(
        "imports",
        _STATES,
        Query(
            select(_RUNNING.c.state, func.count(), func.min(_RUNNING.c.since)).group_by(
                _RUNNING.c.state
            )
        ),
    ),
)
