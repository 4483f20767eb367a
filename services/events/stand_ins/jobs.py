"""What is done about requests for stand-ins by the clock: they follow their sign-ups, and lapse with them."""

from collections.abc import Sequence
from uuid import UUID

from services.events.config import EventsSettings
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import SignUpState
from services.events.stand_ins.models import StandIn, StandInState
from services.events.stand_ins.queries import find_unsettled
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work

SETTLE = "settle_stand_ins"


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of requests for stand-ins."""
    del settings
    return [PerItemJob(SETTLE, 2.0, find_unsettled, settle)]


async def settle(stand_in_id: UUID, work: Work) -> None:
    """Ends a request whose shift has started or whose sign-up has no place to pass on, and moves others with it."""
    sign_up = await work.lock(SignUp, (await work.get(StandIn, stand_in_id)).sign_up_id)
    stand_in = await work.lock(StandIn, stand_in_id)
    if stand_in.state != StandInState.OPEN:
        return
    holds_place = sign_up.state == SignUpState.CONFIRMED
    if holds_place and sign_up.start_time > work.now:
        stand_in.start_time = sign_up.start_time
        await work.announce(stand_in, "moved")
        return
    stand_in.lapse()
    await work.announce(stand_in, "lapsed")
