"""What is done about series by the clock."""

from collections.abc import Sequence

from services.events.config import EventsSettings
from services.events.series.ending import CANCEL_OCCURRENCES, cancel_next, find_ending
from services.events.series.making import MAKE_OCCURRENCES, find_due, make_next
from services.kit.work.jobs import Job, PerItemJob


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns the jobs of series."""
    del settings
    return (
        PerItemJob(MAKE_OCCURRENCES, 60.0, find_due, make_next),
        PerItemJob(CANCEL_OCCURRENCES, 1.0, find_ending, cancel_next),
    )
