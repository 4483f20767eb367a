"""What is done about the values of rosters by the clock: those that are not kept for as long as memberships go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from services.kit.work.jobs import Job
from services.kit.work.pruning import SECONDS, Pruning, prune
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.memberships.models import Membership
from services.organizations.roster_fields.models import RosterField, RosterValueRow


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of the fields of rosters."""
    del settings
    return (FORGET,)


async def forget(work: Work) -> bool:
    """Removes values whose time is over, of the fields that say so. Returns whether there may be more."""
    return await prune(work, _VALUES, *_due(work.now))


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Returns the condition that a value is kept no longer; that of an application is kept until it is decided."""
    days: Any = func.make_interval(0, 0, 0, col(RosterField.kept_days))
    ended = (
        select(col(Membership.id))
        .join(RosterField, col(RosterField.id) == col(RosterValueRow.roster_field_id))
        .where(
            col(RosterField.kept_days).is_not(None),
            col(Membership.id) == col(RosterValueRow.membership_id),
            col(Membership.start_time) <= now - days,
        )
        .correlate(RosterValueRow)
        .exists()
    )
    return (ended,)


_VALUES: Any = RosterValueRow.__table__  # type: ignore[attr-defined] # SQLModel makes it
FORGET = Pruning("forget_roster_values", SECONDS, forget, _VALUES, "as its field says", _due)
