"""What is done about swaps by the clock: they lapse with their sign-ups."""

from collections.abc import Sequence
from uuid import UUID

from services.events.config import EventsSettings
from services.events.sign_ups.models import SignUp
from services.events.swaps.models import Swap, SwapState
from services.events.swaps.queries import find_unsettled
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work

SETTLE = "settle_swaps"


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of swaps."""
    del settings
    return [PerItemJob(SETTLE, 2.0, find_unsettled, settle)]


async def settle(swap_id: UUID, work: Work) -> None:
    """Ends a swap that nobody can accept any more."""
    known = await work.get(Swap, swap_id)
    await work.lock_all(SignUp, [known.sign_up_id, known.other_sign_up_id])
    swap = await work.lock(Swap, swap_id)
    if swap.state == SwapState.PROPOSED and swap_id in await find_unsettled(work):
        swap.lapse()
        await work.announce(swap, "lapsed")
