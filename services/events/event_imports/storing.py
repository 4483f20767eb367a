"""Storing plans: not through the session, since what a file says is no part of the audit trail."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from services.events.event_imports.models import EventImportJobRow
from services.kit.work.work import Work

_ROWS: Any = EventImportJobRow.__table__  # type: ignore[attr-defined] # SQLModel does not say so


async def store_rows(rows: Sequence[EventImportJobRow], work: Work) -> None:
    """Stores the rows of the plan of an import, which is stored already.

    Args:
        rows: The rows, at least one.
        work: The work.
    """
    await work.transaction.flush()
    await work.session.execute(insert(_ROWS), [row.model_dump() for row in rows])
