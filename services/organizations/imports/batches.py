"""Work on imports batch by batch, each batch in one transaction."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.work.jobs import PerItemJob
from services.kit.work.work import Work
from services.organizations.imports.models import MOST_FAILURES, ImportJob, ImportState


def in_batches(
    name: str, state: ImportState, do_batch: Callable[[ImportJob, Work], Awaitable[None]]
) -> PerItemJob:
    """Returns the job that does one batch of each import, then the next of each.

    Args:
        name: The name of the job.
        state: The state of the imports that have batches left.
        do_batch: Does the next batch of an import that is locked, and announces the progress.
    """

    async def find(work: Work) -> Sequence[UUID]:
        waiting = select(col(ImportJob.id)).where(col(ImportJob.state) == state)
        return list(await work.session.scalars(waiting.order_by(col(ImportJob.create_time))))

    async def do(job_id: UUID, work: Work) -> None:
        job = await work.lock_free(ImportJob, job_id)
        if job is None or job.state != state:
            return  # another replica has it, or has ended it
        await do_batch(job, work)
        if job.state == state:
            work.trigger(name)

    async def failed(job_id: UUID, work: Work) -> None:
        job = await work.lock_free(ImportJob, job_id)
        if job is None or job.state != state:
            return
        if job.note_failure(most=MOST_FAILURES):
            await work.announce(job, "failed")

    return PerItemJob(name, 5, find, do, failed)
