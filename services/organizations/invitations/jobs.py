"""What is done about invitations by the clock."""

from collections.abc import Sequence

from services.kit.work.jobs import Job, PerItemJob
from services.organizations.config import OrganizationsSettings
from services.organizations.invitations.queries import (
    REVOKE,
    find_suspended_inviters,
    revoke_next,
)


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of invitations."""
    del settings
    return (PerItemJob(REVOKE, 10.0, find_suspended_inviters, revoke_next),)
