"""What happens to qualifications by the date: they expire, and people are told before.

What was told is noted in the row that it is about, in the transaction of its notice. So nobody is told twice, and
nothing is lost, however many replicas run.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlmodel import col

from services.kit.work.holding import another
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work
from services.volunteers.config import VolunteersSettings
from services.volunteers.qualifications.models import (
    LAST_DAY,
    WARNINGS,
    Qualification,
    QualificationState,
)

AGE_QUALIFICATIONS = "age_qualifications"
_AT_ONCE = 500
_UNTIL: Any = col(Qualification.valid_until_date)
_WARNED: Any = col(Qualification.warned_days)


def _is_renewed() -> ColumnElement[bool]:
    """The qualifications of people who have one of the same kind that is valid for longer."""
    newer = another(Qualification)
    return exists().where(
        newer.person_id == col(Qualification.person_id),
        newer.qualification_kind_id == col(Qualification.qualification_kind_id),
        newer.state == QualificationState.VERIFIED,
        or_(newer.valid_until_date.is_(None), newer.valid_until_date > _UNTIL),
    )


async def find_ending(work: Work) -> Sequence[UUID]:
    """Returns the qualifications that are over, or whose end is to be told."""
    today = work.now.date()
    ends_in = [
        and_(today + timedelta(days=days) >= _UNTIL, func.coalesce(_WARNED, days + 1) > days)
        for days in WARNINGS
    ]
    due = (
        select(col(Qualification.id))
        .where(
            col(Qualification.state) == QualificationState.VERIFIED,
            today + timedelta(days=max(WARNINGS)) >= _UNTIL,
            or_((work.now - LAST_DAY).date() > _UNTIL, and_(or_(*ends_in), ~_is_renewed())),
        )
        .order_by(_UNTIL, col(Qualification.id))
        .limit(_AT_ONCE)
    )
    return (await work.session.scalars(due)).all()


async def age_next(qualification_id: UUID, work: Work) -> None:
    """Expires a qualification, or tells its end, unless another replica does."""
    qualification = await work.lock_free(Qualification, qualification_id)
    if qualification is not None and (verb := qualification.age(work.now)):
        await work.announce(qualification, verb)


def jobs(settings: VolunteersSettings) -> Sequence[Job]:
    """Returns the jobs of qualifications."""
    del settings
    return (PerItemJob(AGE_QUALIFICATIONS, 60.0, find_ending, age_next),)
