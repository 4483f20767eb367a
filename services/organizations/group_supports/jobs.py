"""What is done about support by the clock: what is late is overdue."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlmodel import col

from services.kit.work.jobs import BatchedJob, Job
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.group_supports.models import GroupSupport, GroupSupportState

AT_ONCE = 100


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of support."""
    del settings
    return (BatchedJob("remind_of_support", 60.0, remind),)


async def remind(work: Work) -> bool:
    """Says of support that it was not delivered, accounted for or returned in time. Returns whether there may be more."""
    late = (
        select(col(GroupSupport.id))
        .where(
            ~col(GroupSupport.is_overdue),
            or_(
                and_(
                    col(GroupSupport.state) == GroupSupportState.PROMISED,
                    col(GroupSupport.due_time) <= work.now,
                ),
                and_(
                    col(GroupSupport.state) == GroupSupportState.DELIVERED,
                    col(GroupSupport.settle_due_time) <= work.now,
                ),
            ),
        )
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, key_share=True)
    )
    found = await work.lock_all(GroupSupport, (await work.session.scalars(late)).all())
    for each in found:
        each.is_overdue = True
    await work.announce_all(found, "overdue")
    return len(found) == AT_ONCE
