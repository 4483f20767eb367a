"""Counting what a group did on its days: the same for some days, after a notice, and for all of them.

A day is counted anew from the rows that lie on it, under a lock on the days of the group.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Date,
    Integer,
    Select,
    Uuid,
    cast,
    delete,
    except_,
    func,
    inspect,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.activities.models import (
    Attendance,
    AttendanceReview,
    Attestation,
    Event,
    EventState,
    GroupDay,
    GroupPartner,
    GroupVisit,
    HoursAttestationState,
    Shift,
    ShiftState,
    SignUpState,
)
from services.organizations.indicators.history import DAY

_HELD = (EventState.PUBLISHED, EventState.COMPLETED)


def day_of(moment: Any) -> Any:
    """Returns the day of a column with times, in UTC."""
    return cast(func.timezone("UTC", moment), Date)


async def count_events(organization_id: UUID, days: Collection[date] | None, work: Work) -> None:
    """Counts the events of some days anew, and the work that was attested, or of all days if there are none given."""
    await _replace(GroupDay, organization_id, days, _events(organization_id, days), work)
    await _replace(GroupPartner, organization_id, days, _partners(organization_id, days), work)


async def count_visits(organization_id: UUID, days: Collection[date] | None, work: Work) -> None:
    """Counts who took part on some days anew, or on all days if there are none given."""
    await _replace(GroupVisit, organization_id, days, _visits(organization_id, days), work)


async def first_difference(organization_id: UUID, work: Work) -> date | None:
    """Returns the first day that is counted otherwise than it should be; None if all are right."""
    found = []
    for table, counted in (
        (GroupDay, _events(organization_id, None)),
        (GroupPartner, _partners(organization_id, None)),
        (GroupVisit, _visits(organization_id, None)),
    ):
        columns = inspect(table).local_table.columns
        stored = select(*columns).where(columns["organization_id"] == organization_id)
        differing = union_all(except_(stored, counted), except_(counted, stored)).subquery()
        found.append(await work.session.scalar(select(func.min(differing.c.day))))
    return min((each for each in found if each is not None), default=None)


def _events(organization_id: UUID, days: Collection[date] | None) -> Any:
    """Returns the rows of days: what events, their shifts, and attested hours say about each, added up."""
    day, state = day_of(col(Event.start_time)), col(Event.state)
    nothing = literal(0)
    events = select(
        day.label("day"),
        cast(state.in_(_HELD), Integer).label("held"),
        cast(state == EventState.CANCELLED, Integer).label("cancelled"),
        nothing.label("places"),
        nothing.label("taken"),
        nothing.label("attested"),
    ).where(
        col(Event.organization_id) == organization_id,
        state.in_((*_HELD, EventState.CANCELLED)),
        *_on(col(Event.start_time), days),
    )
    capacity, taken = col(Shift.capacity), col(Shift.places_taken)
    shifts = _shifts((day, nothing, nothing, capacity, taken, nothing), organization_id, days)
    attested = select(col(Attestation.work_date), *[nothing] * 4, col(Attestation.minutes)).where(
        col(Attestation.organization_id) == organization_id,
        col(Attestation.state) == HoursAttestationState.APPROVED,
        *([col(Attestation.work_date).in_(days)] if days is not None else []),
    )
    parts = union_all(events, shifts, attested).subquery()
    numbers = [each for each in parts.c if each.name != "day"]
    return select(
        cast(literal(organization_id), Uuid),
        parts.c.day,
        *(cast(func.sum(each), Integer) for each in numbers),
    ).group_by(parts.c.day)


def _partners(organization_id: UUID, days: Collection[date] | None) -> Any:
    columns = (
        col(Event.organization_id),
        day_of(col(Event.start_time)),
        col(Shift.reserved_organization_id),
    )
    return (
        _shifts(columns, organization_id, days)
        .where(
            col(Shift.reserved_organization_id).is_not(None),
            col(Shift.reserved_organization_id) != organization_id,
        )
        .distinct()
    )


def _shifts(
    columns: Sequence[Any], organization_id: UUID, days: Collection[date] | None
) -> Select[Any]:
    """Returns the query for the shifts that took place, with the days on which their events began."""
    return (
        select(*columns)
        .join(Event, col(Event.id) == col(Shift.event_id))
        .where(
            col(Event.organization_id) == organization_id,
            col(Event.state).in_(_HELD),
            col(Shift.state) == ShiftState.PLANNED,
            *_on(col(Event.start_time), days),
        )
    )


def _visits(organization_id: UUID, days: Collection[date] | None) -> Any:
    day = day_of(col(Attendance.start_time))
    lasted = col(Attendance.check_out_time) - col(Attendance.check_in_time)
    minutes = cast(func.floor(func.sum(func.extract("epoch", lasted)) / 60), Integer)
    return (
        select(
            col(Attendance.organization_id), day.label("day"), col(Attendance.person_id), minutes
        )
        .where(
            col(Attendance.organization_id) == organization_id,
            col(Attendance.state) == SignUpState.COMPLETED,
            col(Attendance.attendance_review).not_in(
                (AttendanceReview.PENDING, AttendanceReview.REJECTED)
            ),
            col(Attendance.check_in_time).is_not(None),
            col(Attendance.check_out_time).is_not(None),
            *_on(col(Attendance.start_time), days),
        )
        .group_by(col(Attendance.organization_id), day, col(Attendance.person_id))
    )


async def _replace(
    table: Any, organization_id: UUID, days: Collection[date] | None, counted: Any, work: Work
) -> None:
    """Replaces the rows of some days, or of all."""
    old = delete(table).where(table.organization_id == organization_id)
    if days is not None:
        old = old.where(table.day.in_(days))
    await work.session.execute(old)
    names = [column.name for column in table.__table__.columns]
    await work.session.execute(insert(table.__table__).from_select(names, counted))


def _on(moment: Any, days: Collection[date] | None) -> list[Any]:
    """Returns the condition that a time is on one of some days; none if every day will do."""
    if days is None:
        return []
    starts = [datetime.combine(day, time(), UTC) for day in days]
    return [or_(*((moment >= start) & (moment < start + DAY) for start in starts))]
