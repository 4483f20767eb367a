"""What is done about dormancies by the clock: who helps a group is told of a warning, and what was warned in vain is dormant."""

from collections.abc import Sequence

from services.kit.work.jobs import BatchedJob, Job
from services.organizations.config import OrganizationsSettings
from services.organizations.dormancies.watching import begin_next, share_next


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of dormancies."""
    del settings
    return (
        BatchedJob("share_dormancies", 60.0, share_next),
        BatchedJob("begin_dormancies", 60.0, begin_next),
    )
