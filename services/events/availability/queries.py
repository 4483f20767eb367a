"""When people can come, and what stands against times of others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, any_, select
from sqlmodel import col

from services.events.availability.calendar import Calendar
from services.events.availability.models import Availability
from services.events.shifts.queries import AskedShift
from services.kit.errors import Violation
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work

AWAY = Violation(
    "availability",
    "You said that you cannot come at that time. Sign up if you can after all, and change your availability.",
    "AWAY",
)

# What decides about a time.
_COLUMNS = ("id", "time_zone", "weekly_windows", "absences")
_SAYING = select(*(getattr(Availability, name) for name in _COLUMNS))
_SAID = Query(_SAYING.where(col(Availability.id) == given("person_id", Uuid())))
_SAID_BY = Query(_SAYING.where(col(Availability.id) == any_(given("people", IDS))))


async def availability_of(people: Select[Any], work: Work) -> dict[UUID, Availability]:
    """Returns what people say of when they can come, by person; none for those who say nothing.

    Args:
        people: The query for their IDs.
        work: The work.
    """
    found = await work.session.scalars(select(Availability).where(col(Availability.id).in_(people)))
    return {each.id: each for each in found}


async def away_among(
    people: Sequence[UUID], start: datetime, end: datetime, work: Work
) -> set[UUID]:
    """Returns those of the people who said that they cannot come from a moment until another."""
    rows = await work.fetch(_SAID_BY, people=people)
    return {each.id for each in map(_availability, rows) if not Calendar(each).is_free(start, end)}


def _availability(row: Sequence[Any]) -> Availability:
    return Availability(**dict(zip(_COLUMNS, row, strict=True)))


async def warnings(
    person_id: UUID, shifts: Sequence[AskedShift], work: Work
) -> Sequence[Sequence[Violation]]:
    """Returns for each shift what its taker should think of, by what they said of when they can come."""
    rows = await work.fetch(_SAID, person_id=person_id)
    if not rows:
        return [()] * len(shifts)
    calendar = Calendar(_availability(rows[0]))
    return [() if calendar.is_free(each.start_time, each.end_time) else (AWAY,) for each in shifts]
