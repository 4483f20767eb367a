"""Cancelling what people have signed up for, once its event or shift is cancelled: batch by batch.

The event or shift is cancelled at once, and the first batch with it, which is all of an ordinary event. The
others follow as a job, each in one transaction with the progress that it makes, so that thousands of sign-ups
hold no lock for long and reach the outbox a few at a time. A process that dies leaves the batches that it
has committed. Meanwhile nobody can take a place: a sign-up or an offer finds the event or shift cancelled.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from services.events.events.models import Event
from services.events.proposals.queries import note_withdrawn
from services.events.shifts.models import Shift
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import OPEN
from services.kit.work.work import Work

Owner = type[Event] | type[Shift]

# The jobs, by what is cancelled.
CANCEL: Mapping[Owner, str] = {Event: "cancel_sign_ups", Shift: "cancel_sign_ups_of_shifts"}
BATCH = 100


async def lock_shifts(event: Event, work: Work) -> None:
    """Waits for whoever takes or leaves a place in a shift of an event, and keeps others from it."""
    await work.session.execute(
        select(col(Shift.id))
        .where(col(Shift.event_id) == event.id)
        .order_by(col(Shift.id))
        .with_for_update(key_share=True)
    )


async def cancel_batch(owner: Event | Shift, verb: str, work: Work) -> None:
    """Cancels the next sign-ups for what is cancelled, and announces it with how many are left, and them.

    Attendance stays on record.

    Args:
        owner: The event or the shift, locked.
        verb: What happened to it.
        work: The work. If something is left, it triggers the job.
    """
    found = (
        await work.session.execute(
            select(col(SignUp.id), col(SignUp.shift_id))
            .where(*_open(owner))
            .order_by(col(SignUp.id))
            .limit(BATCH)
        )
    ).all()
    if isinstance(owner, Shift):
        shifts = [owner]  # locking it once more would lose what has changed
    else:
        shifts = await work.lock_all(Shift, {row.shift_id for row in found})
    by_id = {each.id: each for each in shifts}
    cancelled: list[SignUp] = []
    for sign_up in await work.lock_all(SignUp, [row.id for row in found]):
        state = sign_up.state
        if state in OPEN:  # the person may have been faster
            sign_up.end_with(owner.cancel_reason)
            by_id[sign_up.shift_id].release(
                state, sign_up.role_id, is_reserved=sign_up.has_reserved_place
            )
            cancelled.append(sign_up)
    await note_withdrawn(cancelled, work)
    await work.session.flush()
    owner.sign_ups_to_cancel = await work.count(*_open(owner))
    await work.announce(owner, verb)
    await work.announce_all([each for each in shifts if each is not owner], "freed")
    await work.announce_all(cancelled, "cancelled")
    work.foresee(SignUp, owner.sign_ups_to_cancel)
    if owner.sign_ups_to_cancel:
        work.trigger(CANCEL[type(owner)])


async def find_cancelling(owner_type: Owner, work: Work) -> Sequence[UUID]:
    """Returns the cancelled events, or shifts, with sign-ups that are still to be cancelled."""
    waiting = select(col(owner_type.id)).where(col(owner_type.sign_ups_to_cancel) > 0)
    return (await work.session.scalars(waiting.order_by(col(owner_type.id)))).all()


async def cancel_next(owner_type: Owner, id_: UUID, work: Work) -> None:
    """Cancels the next sign-ups for what is cancelled, unless another replica does, and announces it."""
    owner = await work.lock_free(owner_type, id_)
    if owner is None or not owner.sign_ups_to_cancel:
        return
    await cancel_batch(owner, "updated", work)


def _open(owner: Event | Shift) -> list[ColumnElement[bool]]:
    conditions = [col(SignUp.state).in_(OPEN)]
    if isinstance(owner, Event):
        return [col(SignUp.event_id) == owner.id, *conditions]
    # The index on what is open leads with the event.
    of_shift = col(SignUp.event_id) == owner.event_id, col(SignUp.shift_id) == owner.id
    return [*of_shift, *conditions]
