"""What is done about founding proposals by the clock: those that wait too long are overdue, and forgotten ones lapse."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from services.kit.work.jobs import BatchedJob, Job
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.proposals.models import FoundingProposal

AT_ONCE = 100


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of founding proposals."""
    del settings
    return (
        BatchedJob("remind_of_proposals", 60.0, remind),
        BatchedJob("lapse_proposals", 60.0, lapse),
    )


async def remind(work: Work) -> bool:
    """Says of proposals that the organization has not answered in time. It still can."""
    late = await _take(
        work,
        col(FoundingProposal.answer_due_time) <= work.now,
        ~col(FoundingProposal.is_overdue),
    )
    for each in late:
        each.is_overdue = True
    await work.announce_all(late, "overdue")
    return len(late) == AT_ONCE


async def lapse(work: Work) -> bool:
    """Ends proposals that too few people support, or whose question stays unanswered."""
    forgotten = await _take(work, col(FoundingProposal.expire_time) <= work.now)
    for each in forgotten:
        each.lapse(at=work.now)
    await work.announce_all(forgotten, "lapsed")
    return len(forgotten) == AT_ONCE


async def _take(work: Work, *conditions: ColumnElement[bool]) -> list[FoundingProposal]:
    """Returns the next proposals that meet conditions, locked, without waiting for those that others hold."""
    ids = await work.session.scalars(
        select(col(FoundingProposal.id))
        .where(*conditions)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return await work.lock_all(FoundingProposal, ids.all())
