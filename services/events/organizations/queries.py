"""Whether an organization can plan events."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.events.organizations.models import Organization
from services.kit.errors import NotFound, Refused
from services.kit.work.memberships import ENDED
from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work

_STATE = Query(select(col(Organization.state)).where(col(Organization.id) == given("id")))


async def check_organization(organization_id: UUID, work: Work) -> None:
    """Checks that an organization can hold events.

    A caller with a role there by passport need not wait for the notice that it was founded.

    Raises:
        Refused: It is closed.
        NotFound: Nothing is known of it.
    """
    state = await _state(organization_id, work)
    if state is None and organization_id not in work.caller.roles:
        raise NotFound(
            "This organization does not exist. If you have just created it, try again in a moment."
        )
    if state in ENDED:
        raise Refused(
            "This organization is closed and cannot hold events. Choose an active one.",
            reason="ORGANIZATION_CLOSED",
        )


async def refuse_closed(organization_id: UUID, work: Work) -> None:
    """Checks that the plans of an organization can change.

    Raises:
        Refused: It is closed.
    """
    if await _state(organization_id, work) in ENDED:
        raise Refused(
            "This organization is closed, so its events and shifts cannot change. Cancel the event"
            " if it will not happen.",
            reason="ORGANIZATION_CLOSED",
        )


async def _state(organization_id: UUID, work: Work) -> str | None:
    """Returns the state of an organization; None if nothing is known of it."""
    found = await work.fetch(_STATE, id=organization_id)
    return found[0][0] if found else None
