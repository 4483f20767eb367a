"""Queries for agreements, and what is asked before one is made or changed."""

from uuid import UUID

from banyan.organizations.v1 import agreement_pb2 as pb
from sqlalchemy import any_, func, select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.query import Query
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import IDS, TEXTS, Viewer, given
from services.kit.work.work import Work
from services.organizations.agreements.access import has_accepted
from services.organizations.agreements.models import (
    CURRENT,
    Agreement,
    AgreementAcceptance,
    AgreementState,
)
from services.organizations.memberships.rights import lock_owned, lock_to_change
from services.organizations.organizations.models import Organization

MOST_CURRENT = 20  # of an organization

AGREEMENTS = Resources[pb.Agreement](Agreement, "view_agreement")
ACCEPTED = Resources[pb.Agreement](Agreement, "view_agreement_acceptances")
_CALLER = Viewer(is_signed_in=True).person_id
# The caller has accepted this version, or an earlier one that still counts.
_COUNTING = (
    select(col(AgreementAcceptance.id))
    .where(
        col(AgreementAcceptance.accepter_id) == _CALLER,
        col(AgreementAcceptance.first_version_id) == col(Agreement.first_version_id),
        col(AgreementAcceptance.version_number) >= col(Agreement.counts_from_number),
    )
    .exists()
)
_CREATION = (col(Agreement.id),)  # IDs increase with time
OLDEST_FIRST = AGREEMENTS.listing(
    *_CREATION,
    where=[col(Agreement.organization_id) == given("organization_id")],
    filters={
        "states": col(Agreement.state) == any_(given("states", TEXTS)),
        "first_version_id": col(Agreement.first_version_id) == given("first_version_id"),
        "only_unaccepted": (col(Agreement.state) == AgreementState.ADOPTED)
        & col(Agreement.must_be_accepted)
        & ~_COUNTING,
    },
    orders={"CREATE_TIME": _CREATION},
)
_ACCEPTANCE = (col(AgreementAcceptance.accept_time), col(AgreementAcceptance.id))
FIRST_COME_FIRST = Resources(
    AgreementAcceptance, None, shown=Shown(pb.AgreementAcceptance, AgreementAcceptance)
).listing(
    *_ACCEPTANCE,
    where=[col(AgreementAcceptance.agreement_id) == given("agreement_id")],
    orders={"ACCEPT_TIME": _ACCEPTANCE},
)
OWN_ACCEPTANCES = Query(
    lambda viewer: select(
        col(AgreementAcceptance.agreement_id), col(AgreementAcceptance.accept_time)
    ).where(
        col(AgreementAcceptance.agreement_id) == any_(given("ids", IDS)),
        col(AgreementAcceptance.accepter_id) == viewer.person_id,
    )
)


async def lock_to_add(organization_id: str | UUID, work: Work) -> Organization:
    """Returns an organization, locked, that the caller may give one more version of an agreement.

    Raises:
        PermissionDenied: The caller may not.
        Refused: The organization is closed, or has too many.
    """
    organization = await lock_to_change("manage_organization", organization_id, work)
    organization.refuse_if_closed()
    found = await work.count(
        col(Agreement.organization_id) == organization.id, col(Agreement.state).in_(CURRENT)
    )
    if found >= MOST_CURRENT:
        raise Refused(
            "This organization has {max} versions of agreements that are drafts or adopted, which is the most. "
            "Retire one first.",
            reason="TOO_MANY_AGREEMENTS",
            params={"max": MOST_CURRENT},
        )
    return organization


async def lock_version(agreement_id: str, work: Work) -> Agreement:
    """Returns a version, locked, of an organization that the caller leads."""
    return await lock_owned(Agreement, agreement_id, "manage_organization", work)


async def next_number(first_version_id: UUID, work: Work) -> int:
    """Returns the number of the next version of an agreement, whose organization is locked."""
    last = select(func.max(col(Agreement.version_number))).where(
        col(Agreement.first_version_id) == first_version_id
    )
    return int(await work.session.scalar(last) or 0) + 1


async def last_adopted(first_version_id: UUID, work: Work) -> Agreement | None:
    """Returns the version of an agreement that was adopted last, locked, if one ever was."""
    found = await work.session.scalar(
        select(col(Agreement.id))
        .where(
            col(Agreement.first_version_id) == first_version_id,
            col(Agreement.adopt_time).is_not(None),
        )
        .order_by(col(Agreement.version_number).desc())
        .limit(1)
    )
    return None if found is None else await work.lock(Agreement, found)


async def refuse_accepted(agreement: Agreement, work: Work) -> None:
    """Lets nobody accept a version twice.

    Raises:
        Refused: The caller has accepted it already.
    """
    if await has_accepted(work, agreement):
        raise Refused(
            "You have accepted this version already. There is nothing left to do.",
            reason="ALREADY_ACCEPTED",
        )
