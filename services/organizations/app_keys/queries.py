"""Queries for keys that more than one subject needs."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.app_keys.models import AppKey

# For how long keys that have ended are shown.
SHOWN_AFTER_THEIR_END = timedelta(days=90)


async def working_keys(app_id: UUID, work: Work) -> int:
    """Returns how many keys of an app work. The app is locked."""
    statement = select(func.count()).where(
        col(AppKey.app_id) == app_id,
        col(AppKey.revoke_time).is_(None),
        col(AppKey.expire_time) > work.now,
    )
    return int((await work.session.execute(statement)).scalar_one())


async def revoke_all(app_id: UUID, work: Work) -> None:
    """Revokes what keys an app has left."""
    found = await work.session.scalars(
        select(col(AppKey.id))
        .where(col(AppKey.app_id) == app_id, col(AppKey.revoke_time).is_(None))
        .order_by(col(AppKey.id))
    )
    for key_id in found.all():
        key = await work.lock(AppKey, key_id)
        key.revoke(at=work.now)
        await work.announce(key, "revoked")


async def forget_ended(app_id: UUID, work: Work) -> None:
    """Removes keys of an app that ended long ago, so that their number has a bound."""
    long_ago = work.now - SHOWN_AFTER_THEIR_END
    await work.session.execute(
        delete(AppKey)
        .where(
            col(AppKey.app_id) == app_id,
            or_(col(AppKey.revoke_time) < long_ago, col(AppKey.expire_time) < long_ago),
        )
        .execution_options(synchronize_session=False)
    )
