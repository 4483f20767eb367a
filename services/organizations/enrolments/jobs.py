"""What is done about enrolments by the clock: those in programmes of organizations that are closed end."""

from collections.abc import Sequence

from services.kit.work.jobs import BatchedJob, Job
from services.organizations.config import OrganizationsSettings
from services.organizations.enrolments.ending import END_CULTIVATED, end_next


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of enrolments."""
    del settings
    return (BatchedJob(END_CULTIVATED, 60.0, end_next),)
