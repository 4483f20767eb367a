"""What is shown of sign-ups, what ends those that their person did not cancel, and what keeps them from being ended."""

from uuid import UUID

from banyan.events.v1 import sign_up_pb2 as pb
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from services.events.events.models import Event
from services.events.shifts.models import Shift
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import ENGAGED, OPEN, RECORDED
from services.events.waitlist.jobs import queue_lock, release_place
from services.kit.errors import Refused
from services.kit.work.reading import Shown
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work

SHOWN = Shown(pb.SignUp, SignUp, proposed=col(SignUp.schedule_plan_id).is_not(None))


async def free_places(
    person_id: UUID, reason: str, work: Work, *conditions: ColumnElement[bool]
) -> None:
    """Cancels open sign-ups of a person, and offers their places to the people who wait.

    Args:
        person_id: The person.
        reason: The reason for the cancellation, shown to the person and the organizers.
        work: The work.
        conditions: What must hold of the sign-ups and their events.
    """
    await work.lock_name(f"person:{person_id}")
    found = (
        await work.session.execute(
            select(col(SignUp.id), col(SignUp.shift_id))
            .join(Event, col(Event.id) == col(SignUp.event_id))
            .where(
                col(SignUp.person_id) == person_id,
                col(SignUp.state).in_(OPEN),
                col(SignUp.end_time) > work.now,
                *conditions,
            )
        )
    ).all()
    if not found:
        return
    shift_ids = sorted({shift_id for _, shift_id in found})
    await work.lock_name(*(queue_lock(shift_id) for shift_id in shift_ids))
    shifts = {shift.id: shift for shift in await work.lock_all(Shift, shift_ids)}
    for sign_up in await work.lock_all(SignUp, [sign_up_id for sign_up_id, _ in found]):
        state = sign_up.state
        if state in OPEN:  # the person or an organizer may have been faster
            sign_up.cancel(reason, at=work.now)
            await release_place(sign_up, shifts[sign_up.shift_id], "cancelled", state, work)


def is_engaged(viewer: Viewer) -> ColumnElement[bool]:
    """Returns the condition that the viewer holds a place at the time of a shift."""
    own = aliased(SignUp)
    return exists().where(
        col(own.person_id) == viewer.person_id,
        col(own.state).in_(ENGAGED),
        col(own.start_time) < col(Shift.end_time),
        col(own.end_time) > col(Shift.start_time),
    )


async def has_sign_ups(work: Work, *conditions: ColumnElement[bool]) -> bool:
    """Returns whether there is a sign-up that meets conditions, whatever became of it."""
    found = await work.session.scalars(select(col(SignUp.id)).where(*conditions).limit(1))
    return found.first() is not None


async def refuse_attended(shift: Shift, work: Work) -> None:
    """Refuses to call off a shift that people have come to.

    Raises:
        Refused: Attendance is recorded for it, or that somebody did not come.
    """
    if await has_sign_ups(work, col(SignUp.shift_id) == shift.id, col(SignUp.state).in_(RECORDED)):
        raise Refused(
            "Attendance is recorded for this shift, so it has begun. Reset the attendance first if it"
            " was recorded by mistake.",
            reason="ATTENDANCE_RECORDED",
        )
