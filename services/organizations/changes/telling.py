"""Telling the feed of what other services keep, as consumers hear of it."""

from uuid import UUID

from sqlalchemy import Boolean, Text, Uuid

from services.kit.work.transaction import Written
from services.kit.work.work import Work
from services.organizations.changes.models import ChangeKind

_TELL = Written(
    "SELECT tell_change(:organization_id, :kind, :resource_id, :removed)",
    organization_id=Uuid(),
    kind=Text(),
    resource_id=Uuid(),
    removed=Boolean(),
)


async def tell(
    kind: ChangeKind, organization_id: str, resource_id: str, work: Work, *, removed: bool = False
) -> None:
    """Writes a change into the feed of its organization, and of those above whose roles count there.

    Args:
        kind: What has changed.
        organization_id: Where.
        resource_id: The ID of what has changed.
        work: The work of the consumer, which hears of each version once.
        removed: Whether it is gone.
    """
    values = _TELL.values(
        organization_id=UUID(organization_id),
        kind=str(kind),
        resource_id=UUID(resource_id),
        removed=removed,
    )
    await work.transaction.fetch(_TELL.sql, values)
