"""Queries for programmes that several handlers ask."""

from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.work import Work
from services.organizations.memberships.rights import lock_owned, lock_to_change
from services.organizations.organizations.models import Organization
from services.organizations.programmes.models import NOT_RETIRED, Programme, ProgrammeState

MOST_NOT_RETIRED = 20


async def lock_to_add(organization_id: str | UUID, work: Work) -> Organization:
    """Returns an organization, locked, that the caller may give one more version of a programme.

    Raises:
        PermissionDenied: The caller may not.
        Refused: The organization is closed, or has too many.
    """
    organization = await lock_to_change("manage_programmes", organization_id, work)
    organization.refuse_if_closed()
    found = await work.count(
        col(Programme.organization_id) == organization.id, col(Programme.state).in_(NOT_RETIRED)
    )
    if found >= MOST_NOT_RETIRED:
        raise Refused(
            "This organization has {max} versions of programmes that are not retired, which is the most. "
            "Retire one first.",
            reason="TOO_MANY_PROGRAMMES",
            params={"max": MOST_NOT_RETIRED},
        )
    return organization


async def lock_version(programme_id: str, work: Work) -> Programme:
    """Returns a version, locked, of an organization that the caller manages."""
    return await lock_owned(Programme, programme_id, "manage_programmes", work)


async def next_number(first_version_id: UUID, work: Work) -> int:
    """Returns the number of the next version of a programme, whose organization is locked."""
    last = select(func.max(col(Programme.version_number))).where(
        col(Programme.first_version_id) == first_version_id
    )
    return int(await work.session.scalar(last) or 0) + 1


async def lock_published(first_version_id: UUID, work: Work) -> Programme | None:
    """Returns the version of a programme that is published, locked, if there is one."""
    found = await work.session.scalar(
        select(col(Programme.id)).where(
            col(Programme.first_version_id) == first_version_id,
            col(Programme.state) == ProgrammeState.PUBLISHED,
        )
    )
    return None if found is None else await work.lock(Programme, found)
