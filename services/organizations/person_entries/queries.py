"""Queries for people entered by hand that several handlers ask."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, select
from sqlmodel import col

from services.kit.errors import NotFound, Refused
from services.kit.process.links import token_hash
from services.kit.work.work import Work
from services.organizations.organizations.models import Organization
from services.organizations.person_entries.models import PersonEntry, PersonEntryState

MOST_UNCLAIMED = 5_000
MOST_A_DAY = 500
# With those from imports, which are shown before they are carried out, and are undone together.
MOST_UNCLAIMED_IMPORTED = 100_000


async def refuse_too_many(organization: Organization, work: Work) -> None:
    """Refuses one more person in an organization that has entered as many one by one as it may.

    Args:
        organization: The organization, locked.
        work: The unit of work.

    Raises:
        Refused: It has.
    """
    of_organization = and_(
        col(PersonEntry.organization_id) == organization.id,
        col(PersonEntry.import_job_id).is_(None),
    )
    unclaimed = await work.count(
        of_organization, col(PersonEntry.state) == PersonEntryState.UNCLAIMED
    )
    if unclaimed >= MOST_UNCLAIMED:
        raise Refused(
            "{max} people of this organization have no account, which is the most. Give those who "
            "want an account a link to claim their record, and invite new members.",
            reason="TOO_MANY_WITHOUT_ACCOUNT",
            params={"max": MOST_UNCLAIMED},
        )
    lately = await work.count(
        of_organization, col(PersonEntry.create_time) > work.now - timedelta(days=1)
    )
    if lately >= MOST_A_DAY:
        raise Refused(
            "This organization entered {max} people within 24 hours, which is the most. Go on tomorrow.",
            reason="TOO_MANY_ENTERED",
            params={"max": MOST_A_DAY},
        )


async def refuse_too_many_imported(organization: Organization, more: int, work: Work) -> None:
    """Refuses an import into an organization that would have too many people without an account.

    Args:
        organization: The organization, locked.
        more: How many people the import enters.
        work: The unit of work.

    Raises:
        Refused: It would.
    """
    unclaimed = await work.count(
        col(PersonEntry.organization_id) == organization.id,
        col(PersonEntry.state) == PersonEntryState.UNCLAIMED,
    )
    if more and unclaimed + more > MOST_UNCLAIMED_IMPORTED:
        raise Refused(
            "More than {max} people of this organization would have no account, which is the most. Import "
            "fewer, or give people links to claim their records.",
            reason="TOO_MANY_IMPORTED",
            params={"max": MOST_UNCLAIMED_IMPORTED},
        )


async def by_token(token: str, work: Work) -> PersonEntry:
    """Returns the entry that a link leads to.

    Raises:
        NotFound: There is none.
    """
    statement = select(PersonEntry).where(col(PersonEntry.link_hash) == token_hash(token))
    entry = await work.session.scalar(statement)
    if entry is None:
        raise no_such_link()
    return entry


def no_such_link() -> NotFound:
    """Returns the error for a token that leads nowhere."""
    return NotFound(
        "This link does not exist any more. Check that it is complete, or ask the organization for a "
        "new one.",
        reason="NO_SUCH_CLAIM_LINK",
    )


async def refuse_without_account(person_id: UUID, work: Work) -> None:
    """Refuses to make somebody an owner who cannot sign in: nobody could own the organization then.

    Raises:
        Refused: The person was entered by hand and has not claimed their record.
    """
    unclaimed = select(col(PersonEntry.id)).where(
        col(PersonEntry.id) == person_id, col(PersonEntry.state) == PersonEntryState.UNCLAIMED
    )
    if await work.session.scalar(unclaimed.with_for_update(read=True)) is not None:
        raise Refused(
            "An owner needs an account. Give this person a link to claim their record first.",
            reason="OWNER_WITHOUT_ACCOUNT",
        )
