"""What ends with an organization that is closed: whatever waits there for somebody who will not come any more.

The first of each kind end with it. If there are more, the organization is marked, and a job ends them batch by batch.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, update
from sqlmodel import col

from services.kit.work.work import Work
from services.organizations.enrolments.ending import finish
from services.organizations.enrolments.mentoring import end_mentorships
from services.organizations.enrolments.models import AT_A_STAGE, Enrolment
from services.organizations.enrolments.models import CURRENT as ENROLLED
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.models import Organization, OrganizationState
from services.organizations.proposals.models import UNDECIDED, FoundingProposal
from services.organizations.second_looks.models import WAITING as OPEN_LOOKS
from services.organizations.second_looks.models import SecondLook

END_WAITING = "end_waiting_at_closed"
AT_ONCE = 100
CLOSED = "The organization was closed."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A kind of thing that waits at an organization.

    Attributes:
        kind: What it is called among unfinished business.
        row: Its table.
        organization_id: The column with the organization at which it waits.
        states: The states in which it waits.
        end: Ends one.
        verb: What happened to it.
        because: The rule by which it ends.
        then: Ends what belongs to several.
    """

    kind: str
    row: type[Any]
    organization_id: Any
    states: Collection[str]
    end: Callable[[Any, Work], None]
    verb: str
    because: str
    then: Callable[[Sequence[Any], Work], Awaitable[None]] | None = None

    def at(self, organization_id: Any) -> tuple[ColumnElement[bool], ...]:
        """Returns the conditions for what waits at an organization."""
        return self.organization_id == organization_id, col(self.row.state).in_(self.states)


# In the order in which they are locked.
WAITING = (
    Waiting(
        "APPLICATIONS",
        Membership,
        col(Membership.organization_id),
        (MembershipState.APPLIED,),
        lambda membership, _: membership.decline(CLOSED),
        "declined",
        "nobody joins an organization that is closed",
    ),
    Waiting(
        "CULTIVATED_GROUPS",
        Enrolment,
        col(Enrolment.cultivator_id),
        ENROLLED,
        lambda enrolment, work: enrolment.end(CLOSED, at=work.now),
        "ended",
        "an organization that is closed cultivates nobody",
        finish,
    ),
    Waiting(
        "MENTORED_GROUPS",
        Enrolment,
        col(Enrolment.mentor_organization_id),
        AT_A_STAGE,
        lambda enrolment, _: enrolment.lose_mentor(),
        "mentor_left",
        "an organization that is closed mentors nobody",
        end_mentorships,
    ),
    Waiting(
        "PROPOSALS",
        FoundingProposal,
        col(FoundingProposal.organization_id),
        UNDECIDED,
        lambda proposal, work: proposal.lapse(at=work.now, reason=CLOSED),
        "lapsed",
        "an organization that is closed answers no proposals",
    ),
    Waiting(
        "SECOND_LOOKS",
        SecondLook,
        col(SecondLook.cultivator_id),
        OPEN_LOOKS,
        lambda look, _: look.lapse(CLOSED),
        "lapsed",
        "an organization that is closed decides nothing any more",
    ),
)


def is_active_below(organization_id: Any) -> tuple[ColumnElement[bool], ...]:
    """Returns the conditions for the active organizations directly below one."""
    return (
        col(Organization.parent_id) == organization_id,
        col(Organization.state) == OrganizationState.ACTIVE,
    )


async def shut(organization: Organization, work: Work) -> None:
    """Closes an organization; what waits there is still to end.

    Args:
        organization: The organization, locked after its tree.
        work: The work.

    Raises:
        Refused: It is closed already, or something below it is not.
    """
    below = select(exists().where(*is_active_below(organization.id)))
    organization.close(active_below=bool(await work.session.scalar(below)))
    await work.announce(organization, "closed")


async def end_waiting(organization: Organization, work: Work) -> None:
    """Ends what waits at an organization that is closed, or the first of it.

    Args:
        organization: The organization, locked.
        work: The work.
    """
    left = [each for each in WAITING if await _end_next(each, organization.id, work)]
    for each in left:
        work.foresee(each.row, await work.count(*each.at(organization.id)))
    if left:
        await _mark(organization.id, True, work)
        work.trigger(END_WAITING)


async def end_next(work: Work) -> bool:
    """Ends the next of what waits at an organization that is closed. Returns whether there may be more."""
    marked = await work.session.scalar(
        select(col(Organization.id))
        .where(col(Organization.is_ending))
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    )
    if marked is None:
        return False
    left = [each for each in WAITING if await _end_next(each, marked, work)]
    if not left:
        await _mark(marked, False, work)
    return True


async def _end_next(waiting: Waiting, organization_id: UUID, work: Work) -> bool:
    """Ends the next of a kind of thing. Returns whether there may be more."""
    ids = await work.session.scalars(
        select(waiting.row.id)
        .where(*waiting.at(organization_id))
        .order_by(waiting.row.id)
        .limit(AT_ONCE)
    )
    rows = await work.lock_all(waiting.row, ids.all())
    found = [row for row in rows if row.state in waiting.states]  # others may have come first
    for row in found:
        waiting.end(row, work)
    work.follows(*found, because=waiting.because)
    if waiting.then is not None:
        await waiting.then(found, work)
    await work.announce_all(found, waiting.verb)
    return len(rows) == AT_ONCE


async def _mark(organization_id: UUID, is_ending: bool, work: Work) -> None:
    """Says whether something still waits there. It is no part of the organization as others see it: its version stays."""
    await work.session.execute(
        update(Organization)
        .where(col(Organization.id) == organization_id)
        .values(is_ending=is_ending)
        .execution_options(synchronize_session=False)
    )
