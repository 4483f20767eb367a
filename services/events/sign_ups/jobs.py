"""What is done about sign-ups by the clock."""

from collections.abc import Sequence
from functools import partial

from services.events.config import EventsSettings
from services.events.sign_ups.cancelling import CANCEL, cancel_next, find_cancelling
from services.kit.work.jobs import Job, PerItemJob


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of sign-ups."""
    del settings
    return [
        PerItemJob(name, 1.0, partial(find_cancelling, owner), partial(cancel_next, owner))
        for owner, name in CANCEL.items()
    ]
