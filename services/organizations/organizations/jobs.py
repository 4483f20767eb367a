"""What is done about organizations by the clock."""

from collections.abc import Sequence

from services.kit.work.jobs import BatchedJob, Job, PeriodicJob
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.organizations.closing import END_WAITING, end_next
from services.organizations.organizations.hierarchy import ANNOUNCE_MOVED, announce_moved


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of organizations."""
    del settings
    return (
        PeriodicJob(ANNOUNCE_MOVED, 1.0, _announce),
        BatchedJob(END_WAITING, 60.0, end_next),
    )


async def _announce(work: Work) -> None:
    await announce_moved(work)
