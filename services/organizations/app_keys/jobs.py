"""What is done about keys by the clock: it is told that they expire soon, and old use is forgotten."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.work.jobs import Job, PerItemJob
from services.kit.work.pruning import pruning
from services.kit.work.work import Work
from services.organizations.app_keys.models import USE_KEPT, WARNING, AppKey, AppKeyDay
from services.organizations.config import OrganizationsSettings

_AT_ONCE = 500
_DAYS = AppKeyDay.metadata.tables["app_key_day"]


def jobs(settings: OrganizationsSettings) -> Sequence[Job]:
    """Returns the jobs of keys."""
    del settings
    return (
        PerItemJob("warn_of_expiring_keys", 60.0, find_expiring, warn),
        FORGET_APP_USAGE,
    )


async def find_expiring(work: Work) -> Sequence[UUID]:
    """Returns the keys that expire soon, which nobody was told."""
    soon = (
        select(col(AppKey.id))
        .where(
            col(AppKey.revoke_time).is_(None),
            ~col(AppKey.is_expiring),
            col(AppKey.expire_time) > work.now,
            col(AppKey.expire_time) <= work.now + WARNING,
        )
        .order_by(col(AppKey.expire_time))
        .limit(_AT_ONCE)
    )
    return (await work.session.scalars(soon)).all()


async def warn(key_id: UUID, work: Work) -> None:
    """Tells that a key expires soon, unless another replica does."""
    key = await work.lock_free(AppKey, key_id)
    if key is not None and key.warn(work.now):
        await work.announce(key, "expiring")


# Forgets the use of days long past.
FORGET_APP_USAGE = pruning("forget_app_usage", _DAYS, col(AppKeyDay.day), USE_KEPT)
