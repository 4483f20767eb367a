"""What is done about signs by the clock: groups are looked at once a day, and within a minute of what they do."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from services.kit.work.jobs import BatchedJob, Job, PeriodicJob
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.signs.checking import (
    check_next,
    enter_groups,
    mark_moved,
    mark_rosters,
    share_next,
)

_SECONDS = 20.0


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of signs."""
    sharing = timedelta(days=settings.sign_sharing_days)
    return (
        PeriodicJob("mark_signs", _SECONDS, mark),
        BatchedJob("check_signs", _SECONDS, partial(check_next, sharing=sharing)),
        BatchedJob("share_signs", 60.0, share_next),
    )


async def mark(work: Work) -> None:
    """Finds the groups whose signs are to be looked for."""
    await enter_groups(work)
    await mark_rosters(work)
    await mark_moved(work)
