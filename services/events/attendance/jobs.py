"""What is done about attendance by the clock: people whom nobody checks out leave with the end of their shift."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import SignUpState
from services.events.sign_ups.times import AFTER_END
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work

CHECK_OUT = "check_out_automatically"
AT_ONCE = 100


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of attendance."""
    del settings
    return [PerItemJob(CHECK_OUT, 60.0, find_left_in, check_out)]


async def find_left_in(work: Work) -> Sequence[UUID]:
    """Returns the sign-ups of people whom nobody has checked out in time."""
    found = await work.session.scalars(
        select(col(SignUp.id))
        .where(
            col(SignUp.state) == SignUpState.CHECKED_IN,
            col(SignUp.end_time) <= work.now - AFTER_END,
        )
        .order_by(col(SignUp.end_time), col(SignUp.id))
        .limit(AT_ONCE)
    )
    return found.all()


async def check_out(sign_up_id: UUID, work: Work) -> None:
    """Checks a person out, unless somebody or another replica was faster."""
    known = await work.get(SignUp, sign_up_id)
    await work.lock_name(f"person:{known.person_id}")
    sign_up = await work.lock(SignUp, sign_up_id)
    if sign_up.state != SignUpState.CHECKED_IN or sign_up.end_time > work.now - AFTER_END:
        return
    sign_up.check_out_automatically()
    await work.announce(sign_up, "completed")
    work.trigger(CHECK_OUT)
