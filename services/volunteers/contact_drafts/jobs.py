"""What is done about drafts by the clock: they are forgotten when their import is."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from sqlmodel import col

from services.kit.work.jobs import Job
from services.kit.work.pruning import pruning
from services.volunteers.config import VolunteersSettings
from services.volunteers.contact_drafts.models import ContactDraft

KEPT = timedelta(days=30)
_TABLE = cast("Any", ContactDraft).__table__


def jobs(settings: VolunteersSettings) -> Sequence[Job]:
    """Returns the job that forgets drafts."""
    del settings
    return (pruning("forget_contact_drafts", _TABLE, col(ContactDraft.create_time), KEPT),)
