"""The jobs that remove images which no resource has; see `services/kit/work/images.py`."""

from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from services.kit.process.store import Store
from services.kit.work.images import RETIRE
from services.kit.work.jobs import BatchedJob
from services.kit.work.tables import image
from services.kit.work.work import Work

_REMOVE = "remove_images"
_SECONDS = 60.0
_RETIRED_AT_ONCE, _REMOVED_AT_ONCE = 100, 20


def image_jobs(store: Store) -> tuple[BatchedJob, ...]:
    """Returns the jobs that remove images which no resource has."""

    async def remove(work: Work) -> bool:
        return await _remove(store, work)

    return (BatchedJob(RETIRE, _SECONDS, _retire), BatchedJob(_REMOVE, _SECONDS, remove))


async def _retire(work: Work) -> bool:
    """Marks images whose time is over, so that no resource can have them any more."""
    due = (
        select(image.c.upload)
        .where(image.c.uses == 0, ~image.c.removing, image.c.expire_time <= work.now)
        .order_by(image.c.expire_time)
        .limit(_RETIRED_AT_ONCE)
        .with_for_update(skip_locked=True)
        .cte("due")
        .prefix_with("MATERIALIZED")
    )
    marked = await work.session.execute(
        update(image).where(image.c.upload == due.c.upload).values(removing=True)
    )
    count = cast("CursorResult[Any]", marked).rowcount
    if count:
        work.trigger(_REMOVE)
    return count >= _RETIRED_AT_ONCE


async def _remove(store: Store, work: Work) -> bool:
    """Removes the files of marked images, and then forgets the images."""
    chosen = (
        select(image.c.upload)
        .where(image.c.removing)
        .limit(_REMOVED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    uploads = (await work.session.scalars(chosen)).all()
    for upload in uploads:
        await store.remove(upload)
    await work.session.execute(delete(image).where(image.c.upload.in_(uploads)))
    return len(uploads) >= _REMOVED_AT_ONCE
