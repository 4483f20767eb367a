"""What is done about shifts by the clock: reserved places lapse, and are offered to those who wait."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.shifts.models import Shift
from services.events.waitlist.jobs import OFFER_PLACES, queue_lock
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work

LAPSE = "lapse_reservations"
AT_ONCE = 100
EARLIEST = timedelta(days=30)  # the contract allows no more
_BEFORE: Any = func.make_interval(0, 0, 0, 0, 0, col(Shift.reservation_minutes))


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of shifts."""
    del settings
    return (PerItemJob(LAPSE, 1.0, find_due, lapse),)


async def find_due(work: Work) -> Sequence[UUID]:
    """Returns the shifts whose reserved places lapse, those that start first."""
    found = await work.session.scalars(
        select(col(Shift.id))
        .where(
            col(Shift.reservation_minutes).is_not(None),
            col(Shift.start_time) <= work.now + EARLIEST,
            col(Shift.start_time) - _BEFORE <= work.now,
        )
        .order_by(col(Shift.start_time), col(Shift.id))
        .limit(AT_ONCE)
    )
    return found.all()


async def lapse(shift_id: UUID, work: Work) -> None:
    """Lets the reserved places of a shift be for everybody, unless another replica was faster."""
    await work.lock_name(queue_lock(shift_id))
    shift = await work.lock(Shift, shift_id)
    if not shift.has_lapsed(at=work.now):
        return
    shift.lapse()
    await work.announce(shift, "lapsed")
    work.trigger(OFFER_PLACES)
