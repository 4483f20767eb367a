"""What is done about polls by the clock: people are reminded before the deadline, once for each deadline.

A poll is claimed by SKIP LOCKED. The notice and the note that it was told are one transaction, so none is lost and none comes twice.
"""

from collections.abc import Sequence
from uuid import UUID

from services.events.config import EventsSettings
from services.events.date_polls.models import DatePoll
from services.events.date_polls.queries import find_closing
from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work

REMIND = "remind_of_date_polls"


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of polls."""
    del settings
    return [PerItemJob(REMIND, 30.0, find_closing, remind)]


async def remind(date_poll_id: UUID, work: Work) -> None:
    """Reminds people of a deadline, unless another replica does, or it is another one now."""
    poll = await work.lock_free(DatePoll, date_poll_id)
    if poll is None or date_poll_id not in await find_closing(work, only=date_poll_id):
        return
    poll.remind(at=work.now)
    await work.announce(poll, "closing_soon")
