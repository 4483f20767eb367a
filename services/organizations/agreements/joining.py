"""Accepting agreements at joining: nobody joins without what the group asks of everybody."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.errors import Refused, Violation
from services.kit.work.work import Work
from services.organizations.agreements.models import (
    Agreement,
    AgreementAcceptance,
    AgreementState,
)
from services.organizations.organizations.models import Organization

FIELD = "accepted_agreement_ids"


async def accept_to_join(
    organization: Organization, person_id: UUID, ids: Sequence[str], work: Work
) -> None:
    """Puts on record which agreements somebody accepts who joins or applies, and asks for those that they must accept.

    Args:
        organization: The organization, locked, so that it adopts nothing meanwhile.
        person_id: The person.
        ids: The versions that they accept.
        work: The work.

    Raises:
        Refused: They leave out one that they must accept, or accept one that is not adopted there.
    """
    accepted = set(map(UUID, ids))
    adopted = (
        await work.session.execute(
            select(
                col(Agreement.id),
                col(Agreement.first_version_id),
                col(Agreement.counts_from_number),
                col(Agreement.must_be_accepted),
            ).where(
                col(Agreement.organization_id) == organization.id,
                col(Agreement.state) == AgreementState.ADOPTED,
            )
        )
    ).all()
    if not adopted and not accepted:
        return
    earlier = await _accepted_before(person_id, [row.first_version_id for row in adopted], work)
    missing = [
        row.id
        for row in adopted
        if row.must_be_accepted
        and row.id not in accepted
        and not any(number >= row.counts_from_number for number in earlier[row.first_version_id])
    ]
    if missing or not accepted <= {row.id for row in adopted}:
        _refuse(len(missing))
    await _put_on_record(accepted, person_id, work)


def _refuse(missing: int) -> None:
    """Refuses who joins without having read what holds now.

    Raises:
        Refused: Always.
    """
    violation = Violation(
        FIELD,
        "must name each adopted agreement that people must accept, and nothing else: {count} are missing",
        "AGREEMENTS_NOT_ACCEPTED",
        params={"count": missing},
    )
    raise Refused(
        "People who join must accept the agreements that hold now. Read and accept them, then try again.",
        reason="AGREEMENTS_NOT_ACCEPTED",
        violations=[violation],
    )


async def _accepted_before(
    person_id: UUID, first_version_ids: Collection[UUID], work: Work
) -> dict[UUID, list[int]]:
    """Returns which versions of agreements a person has accepted, by the first version."""
    rows = await work.session.execute(
        select(
            col(AgreementAcceptance.first_version_id), col(AgreementAcceptance.version_number)
        ).where(
            col(AgreementAcceptance.accepter_id) == person_id,
            col(AgreementAcceptance.first_version_id).in_(first_version_ids),
        )
    )
    found: dict[UUID, list[int]] = {each: [] for each in first_version_ids}
    for first_version_id, number in rows:
        found[first_version_id].append(number)
    return found


async def _put_on_record(ids: Collection[UUID], person_id: UUID, work: Work) -> None:
    known = select(col(AgreementAcceptance.agreement_id)).where(
        col(AgreementAcceptance.agreement_id).in_(ids),
        col(AgreementAcceptance.accepter_id) == person_id,
    )
    new = set(ids) - set(await work.session.scalars(known))
    agreements = await work.lock_all(Agreement, new)
    for each in agreements:
        work.session.add(each.accepted_by(person_id, at=work.now))
    work.follows(*agreements, because="who joins accepts what the group has agreed on")
    await work.announce_all(agreements, "accepted")
