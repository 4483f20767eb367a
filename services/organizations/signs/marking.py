"""Saying that the signs of a group must be looked for again, and from which day on."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.signs.models import SignCheck


async def mark_changed(organization_id: UUID, days: Collection[date], work: Work) -> None:
    """Has the signs of a group looked for again from the first of some days on, if they are looked for at all."""
    if not days:
        return
    await work.session.execute(
        update(SignCheck)
        .where(col(SignCheck.organization_id) == organization_id)
        .values(
            from_day=func.least(col(SignCheck.from_day), min(days)),
            due_time=func.least(col(SignCheck.due_time), work.now),
        )
        .execution_options(synchronize_session=False)
    )
