"""What is done about notes by the clock: they are forgotten some time after the enrolment has ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from services.kit.work.jobs import Job
from services.kit.work.pruning import Pruning, prune
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.enrolment_notes.models import EnrolmentNote
from services.organizations.enrolments.models import Enrolment

KEPT = timedelta(days=730)
_SECONDS = 24 * 3600.0
_NOTES: Any = EnrolmentNote.__table__  # type: ignore[attr-defined] # SQLModel does not say so


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of notes."""
    del settings
    return (FORGET_NOTES,)


def _old(now: datetime) -> Sequence[ColumnElement[bool]]:
    ended = select(col(Enrolment.id)).where(col(Enrolment.end_time) < now - KEPT)
    return (_NOTES.c.enrolment_id.in_(ended),)


async def _forget(work: Work) -> bool:
    """Forgets notes about groups whose enrolment ended long ago. Returns whether there may be more."""
    return await prune(work, _NOTES, *_old(work.now))


FORGET_NOTES = Pruning("forget_enrolment_notes", _SECONDS, _forget, _NOTES, KEPT, _old)
