"""Queries for invitations that several subjects ask."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.work import Work
from services.organizations.invitations.models import Invitation
from services.organizations.people.models import Person, PersonState

# The open invitations of one person in one organization: all are revoked in the transaction that takes
# the person's right to invite.
MOST_OPEN = 100
# The job that revokes the other invitations of suspended people, so many at a time.
REVOKE = "revoke_invitations"
BATCH = MOST_OPEN


async def refuse_too_many(organization_id: UUID, inviter_id: UUID, work: Work) -> None:
    """Refuses one more invitation of a person who has as many open ones as they may have.

    Args:
        organization_id: The organization, locked.
        inviter_id: The person.
        work: The unit of work.

    Raises:
        Refused: They have.
    """
    mine = await work.count(
        col(Invitation.inviter_person_id) == inviter_id,
        col(Invitation.organization_id) == organization_id,
        *_open(work),
    )
    if mine >= MOST_OPEN:
        raise Refused(
            "You have {max} open invitations in this organization, which is the most. Revoke "
            "those that nobody needs, or create one with more uses.",
            reason="TOO_MANY_INVITATIONS",
            params={"max": MOST_OPEN},
        )


async def revoke_invitations(
    inviter_id: UUID, work: Work, *, organization_id: UUID | None = None
) -> None:
    """Revokes the next open invitations of a person who can no longer invite, and announces it.

    Args:
        inviter_id: The person.
        work: The unit of work. If something may be left, it triggers the job.
        organization_id: The organization in which they cannot, where they have no more than one batch;
            by default everywhere.
    """
    where = [col(Invitation.inviter_person_id) == inviter_id, *_open(work)]
    if organization_id is not None:
        where.append(col(Invitation.organization_id) == organization_id)
    batch = select(col(Invitation.id)).where(*where).order_by(col(Invitation.id)).limit(BATCH)
    revoked = await work.change_all(
        Invitation, col(Invitation.id).in_(batch), *where, revoke_time=work.now
    )
    work.follows(*revoked, because="nobody joins by the word of one who may not invite")
    await work.announce_all(revoked, "revoked")
    if len(revoked) == BATCH and organization_id is None:
        work.trigger(REVOKE)


async def find_suspended_inviters(work: Work) -> Sequence[UUID]:
    """Returns the suspended people with open invitations."""
    invited = exists().where(col(Invitation.inviter_person_id) == col(Person.id), *_open(work))
    suspended = select(col(Person.id)).where(col(Person.state) == PersonState.SUSPENDED, invited)
    return (await work.session.scalars(suspended.order_by(col(Person.id)))).all()


async def revoke_next(inviter_id: UUID, work: Work) -> None:
    """Revokes the next open invitations of a person, if they are still suspended, and announces it."""
    await work.lock_name(f"person:{inviter_id}")
    person = await work.session.get(Person, inviter_id)
    if person is not None and person.state == PersonState.SUSPENDED:
        await revoke_invitations(inviter_id, work)


def _open(work: Work) -> list[ColumnElement[bool]]:
    return [
        col(Invitation.revoke_time).is_(None),
        col(Invitation.expire_time) > work.now,
        col(Invitation.uses) < col(Invitation.maximum_uses),
    ]
