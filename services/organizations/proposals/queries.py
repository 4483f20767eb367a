"""Queries for founding proposals, and what is asked before one is made or changed."""

from datetime import timedelta
from uuid import UUID

from banyan.organizations.v1 import founding_proposal_pb2 as pb
from sqlalchemy import any_, select, union_all
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.query import Query
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import IDS, TEXTS, Viewer, given
from services.kit.work.work import Work
from services.organizations.memberships.rights import lock_to_change
from services.organizations.organizations.models import Organization
from services.organizations.proposals.access import is_supporter
from services.organizations.proposals.models import (
    UNDECIDED,
    FoundingProposal,
    FoundingSupport,
)

MOST_UNDECIDED = 3  # of one person
MOST_A_DAY = 10

PROPOSALS = Resources[pb.FoundingProposal](FoundingProposal, "view_founding_proposal")
SUPPORTED = Resources[pb.FoundingProposal](FoundingProposal, "view_founding_supports")
_CREATION = (col(FoundingProposal.id),)  # IDs increase with time
_ORDERS = {
    "CREATE_TIME": _CREATION,
    "SUPPORTERS": (col(FoundingProposal.supporters_count), col(FoundingProposal.id)),
}
_STATES = col(FoundingProposal.state) == any_(given("states", TEXTS))
LATEST_FIRST = PROPOSALS.listing(
    *_CREATION,
    where=[col(FoundingProposal.organization_id) == given("organization_id")],
    filters={
        "states": _STATES,
        "is_overdue": col(FoundingProposal.is_overdue) == given("is_overdue"),
    },
    descending=True,
    orders=_ORDERS,
)
_CALLER = Viewer(is_signed_in=True).person_id
_OF_PERSON = union_all(
    select(col(FoundingProposal.id)).where(col(FoundingProposal.person_id) == given("person_id")),
    select(col(FoundingSupport.founding_proposal_id)).where(
        col(FoundingSupport.supporter_id) == given("person_id"),
        col(FoundingSupport.supporter_id) == _CALLER,
    ),
)
OF_PERSON = PROPOSALS.listing(
    *_CREATION,
    where=[col(FoundingProposal.id).in_(_OF_PERSON)],
    filters={"states": _STATES},
    descending=True,
    orders=_ORDERS,
)
_SINCE = (col(FoundingSupport.create_time), col(FoundingSupport.id))
FIRST_COME_FIRST = Resources(
    FoundingSupport, None, shown=Shown(pb.FoundingSupport, FoundingSupport)
).listing(
    *_SINCE,
    where=[col(FoundingSupport.founding_proposal_id) == given("founding_proposal_id")],
    orders={"CREATE_TIME": _SINCE},
)
OWN_SUPPORTS = Query(
    lambda viewer: select(
        col(FoundingSupport.founding_proposal_id), col(FoundingSupport.create_time)
    ).where(
        col(FoundingSupport.founding_proposal_id) == any_(given("ids", IDS)),
        col(FoundingSupport.supporter_id) == viewer.person_id,
    )
)


async def refuse_too_many(person_id: UUID, work: Work) -> None:
    """Keeps a person, who is locked, from making proposals in a loop.

    Raises:
        Refused: They have too many that are not decided, or made too many within a day.
    """
    own = col(FoundingProposal.person_id) == person_id
    if await work.count(own, col(FoundingProposal.state).in_(UNDECIDED)) >= MOST_UNDECIDED:
        raise Refused(
            "You have {max} proposals that are not decided, which is the most. Wait, or withdraw one.",
            reason="TOO_MANY_PROPOSALS",
            params={"max": MOST_UNDECIDED},
        )
    lately = col(FoundingProposal.create_time) > work.now - timedelta(days=1)
    if await work.count(own, lately) >= MOST_A_DAY:
        raise Refused(
            "You made {max} proposals within 24 hours, which is the most. Try again tomorrow.",
            reason="TOO_MANY_PROPOSALS_A_DAY",
            params={"max": MOST_A_DAY},
        )


async def refuse_supporter(proposal: FoundingProposal, work: Work) -> None:
    """Lets nobody support a proposal twice.

    Raises:
        Refused: The caller supports it already.
    """
    if await is_supporter(work, proposal):
        proposal.refuse_if_decided()
        raise Refused(
            "You support this proposal already. There is nothing left to do.",
            reason="ALREADY_SUPPORTED",
        )


def founding_rules(organization: Organization) -> tuple[int, int]:
    """Returns how many people must support a proposal, and within how many days it is answered.

    Raises:
        Refused: The organization is closed, or takes no proposals.
    """
    organization.refuse_if_closed()
    rules = organization.founding_rules
    if rules is None:
        raise Refused(
            "This organization takes no proposals for new groups. Choose another one, or ask it to set its rules.",
            reason="NO_PROPOSALS_TAKEN",
        )
    return int(rules["supporters_needed"]), int(rules["days_to_answer"])


async def lock_to_decide(proposal_id: str, work: Work) -> FoundingProposal:
    """Returns a proposal, locked, that the caller may decide."""
    known = await work.get(FoundingProposal, proposal_id)
    await lock_to_change("decide_founding_proposal", known.organization_id, work, subject=known)
    return await work.lock(FoundingProposal, known.id)


async def lock_own(relation: str, proposal_id: str, work: Work) -> FoundingProposal:
    """Returns a proposal, locked, with which the caller stands in a relation that rests on no role."""
    await work.require(relation, await work.get(FoundingProposal, proposal_id))
    return await work.lock(FoundingProposal, proposal_id)
