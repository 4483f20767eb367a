"""What is done about the days of groups by the clock: those of groups that are cultivated are counted anew once a day.

Notices keep the rows current. This finds what a restored backup or a lost notice left behind.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.work import Work
from services.organizations.activities.counting import (
    count_events,
    count_visits,
    first_difference,
)
from services.organizations.config import OrganizationsSettings
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.signs.marking import mark_changed

_SECONDS = 24 * 3600.0
# After how many days everything about a group is found anew. Each day it is the turn of other groups.
FROM_SCRATCH_DAYS = 30


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of activities."""
    del settings
    return (RECOUNT,)


async def find_cultivated(work: Work) -> Sequence[UUID]:
    """Returns the groups that are at a stage."""
    statement = (
        select(col(Enrolment.organization_id))
        .where(col(Enrolment.state).in_(AT_A_STAGE))
        .distinct()
    )
    return (await work.session.scalars(statement)).all()


async def recount(organization_id: UUID, work: Work) -> None:
    """Counts the days of a group anew, if any is counted otherwise than it should be.

    What follows from them is found anew from the first such day on; and once in so many days, from the first day that
    there is, whatever it was found from.
    """
    await work.lock_name(f"group_days:{organization_id}")
    first = await first_difference(organization_id, work)
    if first is not None:
        await count_events(organization_id, None, work)
        await count_visits(organization_id, None, work)
        await mark_changed(organization_id, [first], work)
    if organization_id.int % FROM_SCRATCH_DAYS == work.now.toordinal() % FROM_SCRATCH_DAYS:
        await mark_changed(organization_id, [date.min], work)


RECOUNT = PerItemJob("recount_group_days", _SECONDS, find_cultivated, recount)
