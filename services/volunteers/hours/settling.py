"""Settling: makes the ledger say of a person's sign-ups what their attendance says now.

A changed record can change what counts for the records that it overlaps, which may belong to other
organizations. All of them are settled together, under a lock on the person's hours; a constraint of the
table of counted time has the last word.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, insert, or_, select
from sqlmodel import col

from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.volunteers.activities.models import AttendanceReview, SignUp, SignUpState
from services.volunteers.hours import ledger
from services.volunteers.hours.counting import Attendance, Span, count
from services.volunteers.hours.models import CountedTime, HoursClass

MINUTE = timedelta(minutes=1)
# Whether a sign-up may count, or has counted.
_CONCERNS_HOURS = Query(
    select(col(SignUp.id)).where(
        col(SignUp.id) == given("sign_up_id"),
        or_(
            col(SignUp.state) == SignUpState.COMPLETED,
            exists().where(col(CountedTime.sign_up_id) == col(SignUp.id)),
        ),
    )
)


def hours_lock(person_id: UUID) -> str:
    """Returns the name of the lock that is taken before a person's hours change."""
    return f"hours:{person_id}"


async def settle(sign_up_id: UUID, person_id: UUID, work: Work) -> Sequence[SignUp]:
    """Makes the ledger equal to the attendance of a sign-up and of all that it overlaps.

    What was booked is reversed where it differs, be it in the times alone, and what counts is booked.

    Args:
        sign_up_id: The sign-up that has changed, as the table has it now.
        person_id: Its person, whose hours are locked.
        work: The unit of work.

    Returns:
        The sign-ups whose attendance was looked at.
    """
    if not await work.fetch(_CONCERNS_HOURS, sign_up_id=sign_up_id):
        return []  # most notices are such
    sign_up = await _fresh(sign_up_id, work)
    before = await _counted(person_id, col(CountedTime.sign_up_id) == sign_up_id, work)
    touched = [*before.get(sign_up_id, ()), *filter(None, [_attended(sign_up)])]
    if not touched:  # nothing has counted and nothing does
        return []
    overlapping = await _overlapping(touched, person_id, work)
    sign_ups = list({each.id: each for each in (sign_up, *overlapping)}.values())
    now = count(
        Attendance(each.id, *times, (each.start_time, each.end_time))
        for each in sign_ups
        if (times := _attended(each)) is not None
    )
    await _store({each.id: now.get(each.id, ()) for each in sign_ups}, person_id, work)
    bookings = [_Booking(each, now.get(each.id, ())) for each in sign_ups]
    outdated = [booking for booking in bookings if await booking.reverse_outdated(work)]
    for booking in outdated:
        await booking.book(work)
    return sign_ups


class _Booking:
    """What the ledger is to say of a sign-up."""

    def __init__(self, sign_up: SignUp, spans: Sequence[Span]) -> None:
        self._sign_up = sign_up
        self._times = _attended(sign_up)
        self._minutes = sum((end - start for start, end in spans), timedelta()) // MINUTE

    async def reverse_outdated(self, work: Work) -> bool:
        """Reverses the booking that stands if it says something else; returns whether one is due."""
        standing = await ledger.standing_booking(self._sign_up.id, work)
        if standing is None:
            return self._minutes > 0
        known = (standing.transferred_minutes, (standing.start_time, standing.end_time))
        if known == (self._minutes, self._times):
            return False
        await ledger.reverse(standing, work)
        return self._minutes > 0

    async def book(self, work: Work) -> None:
        """Books the minutes that count."""
        sign_up = self._sign_up
        await ledger.book(
            work,
            HoursClass.RECORDED,
            person_id=sign_up.person_id,
            organization_id=sign_up.organization_id,
            transferred_minutes=self._minutes,
            reversals_before=await ledger.reversals(sign_up.id, work),
            sign_up_id=sign_up.id,
            shift_id=sign_up.shift_id,
            event_id=sign_up.event_id,
            start_time=sign_up.check_in_time,
            end_time=sign_up.check_out_time,
        )


def _attended(sign_up: SignUp) -> Span | None:
    """Returns from when to when the person was there, if they were and it counts."""
    start, end = sign_up.check_in_time, sign_up.check_out_time
    if sign_up.attendance_review in tuple(AttendanceReview):
        return None
    if sign_up.state != SignUpState.COMPLETED or start is None or end is None or end <= start:
        return None
    return start, end


async def _fresh(sign_up_id: UUID, work: Work) -> SignUp:
    statement = select(SignUp).where(col(SignUp.id) == sign_up_id)
    fresh = statement.execution_options(populate_existing=True)
    return (await work.session.scalars(fresh)).one()


async def _overlapping(touched: Sequence[Span], person_id: UUID, work: Work) -> Sequence[SignUp]:
    """Returns the attended sign-ups that overlap some spans, or each other and so on."""
    earliest, latest = min(span[0] for span in touched), max(span[1] for span in touched)
    while True:
        found = await _between(earliest, latest, person_id, work)
        spans = [span for each in found if (span := _attended(each)) is not None]
        first = min((span[0] for span in spans), default=earliest)
        last = max((span[1] for span in spans), default=latest)
        if first >= earliest and last <= latest:
            return found
        earliest, latest = min(first, earliest), max(last, latest)


async def _between(
    earliest: datetime, latest: datetime, person_id: UUID, work: Work
) -> Sequence[SignUp]:
    found = await work.session.scalars(
        select(SignUp).where(
            col(SignUp.person_id) == person_id,
            col(SignUp.state) == SignUpState.COMPLETED,
            col(SignUp.check_in_time) < latest,
            col(SignUp.check_out_time) > earliest,
        )
    )
    return found.all()


async def _counted(person_id: UUID, condition: Any, work: Work) -> dict[UUID, list[Span]]:
    """Returns the spans that count so far, by sign-up, in order."""
    rows = await work.session.execute(
        select(col(CountedTime.sign_up_id), col(CountedTime.start_time), col(CountedTime.end_time))
        .where(col(CountedTime.person_id) == person_id, condition)
        .order_by(col(CountedTime.start_time))
    )
    counted: dict[UUID, list[Span]] = {}
    for sign_up_id, start, end in rows:
        counted.setdefault(sign_up_id, []).append((start, end))
    return counted


async def _store(spans: Mapping[UUID, Sequence[Span]], person_id: UUID, work: Work) -> None:
    """Makes the counted time of some sign-ups equal to these spans."""
    before = await _counted(person_id, col(CountedTime.sign_up_id).in_(spans), work)
    changed = {each: now for each, now in spans.items() if list(now) != before.get(each, [])}
    if not changed:
        return
    await work.session.execute(delete(CountedTime).where(col(CountedTime.sign_up_id).in_(changed)))
    rows = [
        {"sign_up_id": sign_up_id, "person_id": person_id, "start_time": start, "end_time": end}
        for sign_up_id, now in changed.items()
        for start, end in now
    ]
    if rows:
        await work.session.execute(insert(CountedTime).values(rows))
