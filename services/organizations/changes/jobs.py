"""What is done about changes by the clock."""

from collections.abc import Sequence
from typing import Any, cast

from sqlmodel import col

from services.kit.work.jobs import Job
from services.kit.work.pruning import pruning
from services.organizations.changes.models import Change
from services.organizations.changes.servicer import KEPT
from services.organizations.config import OrganizationsSettings

_TABLE = cast("Any", Change).__table__
FORGET_CHANGES = pruning("forget_changes", _TABLE, col(Change.create_time), KEPT)


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the job that forgets changes."""
    del settings
    return (FORGET_CHANGES,)
