"""What is done about contact details by the clock: readings are forgotten when the audit trail is."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from sqlmodel import col

from services.kit.work.jobs import Job
from services.kit.work.pruning import pruning
from services.volunteers.config import VolunteersSettings
from services.volunteers.contacts.models import ContactReading

FORGET = "forget_readings"
_TABLE = cast("Any", ContactReading).__table__


def jobs(settings: VolunteersSettings) -> Sequence[Job]:
    """Returns the job that forgets readings."""
    kept = timedelta(seconds=settings.audit_retention)
    return (pruning(FORGET, _TABLE, col(ContactReading.read_time), kept),)
