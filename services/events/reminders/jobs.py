"""What is told by the clock: a row for each thing to tell, claimed and announced in one transaction.

    plan   finds what is due, and writes a waiting row for each
    tell   claims a waiting row, unless another replica has it, looks whether it still holds, and announces it
    follow withdraws what was told of shifts that moved or will not take place

Unique indexes keep two replicas from planning the same twice. A process that dies before the commit leaves the row
waiting, for the next one.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from services.events.config import EventsSettings
from services.events.reminders.models import Reminder, ReminderKind, ReminderState
from services.events.reminders.queries import (
    AT_ONCE,
    FEEDBACK_TO_ASK,
    HOLDING,
    SIGN_UPS_TO_REMIND,
    TO_ALERT,
    find_outdated,
    find_waiting,
)
from services.kit.work.bulk import as_json, insertion, new_row
from services.kit.work.jobs import BatchedJob, Job, PerItemJob
from services.kit.work.pruning import pruning
from services.kit.work.work import Work

PLAN, TELL, FOLLOW = "plan_reminders", "tell_reminders", "follow_reminders"
FORGET = "forget_reminders"
KEPT = timedelta(days=90)


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of reminders."""
    del settings
    table: Any = Reminder.__table__  # type: ignore[attr-defined] # SQLModel makes it
    return (
        BatchedJob(PLAN, 30.0, plan),
        PerItemJob(TELL, 5.0, find_waiting, tell),
        PerItemJob(FOLLOW, 10.0, find_outdated, follow),
        pruning(FORGET, table, table.c.start_time, KEPT),
    )


async def plan(work: Work) -> bool:
    """Writes what is due, some of it at a time. Returns whether there may be more."""
    of_people = await work.fetch(SIGN_UPS_TO_REMIND)
    found = [_of_person(row, work) for row in of_people]
    of_guests = await work.fetch(FEEDBACK_TO_ASK)
    found += [
        _waiting(ReminderKind.FEEDBACK, shift, work, person_id=person_id)
        for *shift, person_id in of_guests
    ]
    is_full = AT_ONCE in (len(of_people), len(of_guests))
    for kind, query in TO_ALERT.items():
        rows = await work.fetch(query)
        found += _alerts(kind, rows, work)
        is_full |= len(rows) == AT_ONCE
    if found:
        statement = text(f"{insertion(Reminder)} ON CONFLICT DO NOTHING")
        await work.session.execute(statement, {"rows": as_json(found)})
        work.trigger(TELL)
    return is_full


async def tell(reminder_id: UUID, work: Work) -> None:
    """Tells something, unless another replica does; forgets it if it does not hold any more."""
    reminder = await work.lock_free(Reminder, reminder_id)
    if reminder is None or reminder.state != ReminderState.WAITING:
        return
    holding = await work.fetch(HOLDING, reminder_id=reminder_id)
    if not holding:
        await work.session.delete(reminder)
        return
    reminder.tell(*holding[0])
    await work.announce(reminder, "told")


async def follow(reminder_id: UUID, work: Work) -> None:
    """Withdraws what was told, unless it holds again."""
    reminder = await work.lock_free(Reminder, reminder_id)
    if reminder is None or reminder.state != ReminderState.TOLD:
        return
    if reminder.start_time > work.now and not await work.fetch(HOLDING, reminder_id=reminder_id):
        reminder.withdraw()
        await work.announce(reminder, "withdrawn")


def _of_person(row: Any, work: Work) -> Reminder:
    *shift, sign_up_id, person_id = row
    return _waiting(ReminderKind.SIGN_UP, shift, work, sign_up_id=sign_up_id, person_id=person_id)


def _alerts(kind: ReminderKind, rows: Sequence[Any], work: Work) -> Iterator[Reminder]:
    for *shift, number in rows:
        yield _waiting(kind, shift, work, number=number)


def _waiting(kind: ReminderKind, shift: Sequence[Any], work: Work, **values: Any) -> Reminder:
    organization_id, event_id, shift_id, start_time = shift
    return new_row(
        Reminder,
        version=1,
        create_time=work.now,
        update_time=work.now,
        kind=kind,
        organization_id=organization_id,
        event_id=event_id,
        shift_id=shift_id,
        start_time=start_time,
        **values,
    )
