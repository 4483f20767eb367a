"""Who may see, support and decide founding proposals: the relations that the contract names."""

from typing import Any

from sqlalchemy import ColumnElement, any_, exists, false, or_, true
from sqlmodel import col

from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.organizations.access import manages
from services.organizations.proposals.models import (
    UNDECIDED,
    FoundingProposal,
    FoundingProposalState,
    FoundingSupport,
)

# Everyone who has signed in sees proposals of these states.
OPEN_TO_ALL = (*UNDECIDED, FoundingProposalState.ACCEPTED)


async def is_supporter(work: Work, proposal: FoundingProposal) -> bool:
    """Returns whether the caller supports a proposal."""
    return bool(
        await work.count(
            col(FoundingSupport.founding_proposal_id) == proposal.id,
            col(FoundingSupport.supporter_id) == work.caller.person_id,
        )
    )


def where_supported(row: type[FoundingProposal], viewer: Viewer) -> ColumnElement[bool]:
    """The proposals that the caller supports."""
    return exists().where(
        col(FoundingSupport.founding_proposal_id) == col(row.id),
        col(FoundingSupport.supporter_id) == viewer.person_id,
    )


async def may_support(work: Work, proposal: FoundingProposal) -> bool:
    """Returns whether the caller may support a proposal: one of somebody else that they see and do not support yet."""
    if work.caller.person_id in (None, proposal.person_id) or await is_supporter(work, proposal):
        return False
    is_open = proposal.state in OPEN_TO_ALL or work.caller.is_admin
    return is_open or work.caller.person_id in proposal.co_founder_ids


def where_may_support(row: type[FoundingProposal], viewer: Viewer) -> ColumnElement[bool]:
    """The proposals that the caller may support."""
    if viewer.person_id is None:
        return false()
    is_own: ColumnElement[bool] = col(row.person_id) == viewer.person_id
    return ~is_own & ~where_supported(row, viewer)


def where_may_stop(row: type[FoundingProposal], viewer: Viewer) -> ColumnElement[bool]:
    """The proposals that the caller may support no more."""
    return false() if viewer.person_id is None else where_supported(row, viewer)


async def may_decide(work: Work, proposal: FoundingProposal) -> bool:
    """Returns whether the caller manages the organization that is asked."""
    return await manages.holds(work, proposal.organization_id)


def where_decided(row: type[FoundingProposal], viewer: Viewer) -> ColumnElement[bool]:
    """The proposals that the caller may decide."""
    return manages.where(col(row.organization_id), viewer)


async def is_proposer(work: Work, proposal: FoundingProposal) -> bool:
    """Returns whether the caller has made a proposal."""
    return await SELF.holds(work, proposal.person_id)


def where_proposed(row: type[FoundingProposal], viewer: Viewer) -> ColumnElement[bool]:
    """The proposals that the caller has made."""
    return SELF.where(col(row.person_id), viewer)


def sees_supports(viewer: Viewer) -> ColumnElement[bool]:
    """The proposals of which the caller may see who supports them: their own, and those to organizations that they oversee."""
    if viewer.person_id is None:
        return false()
    if viewer.is_admin:
        return true()
    organization_id = col(FoundingProposal.organization_id)
    return or_(
        col(FoundingProposal.person_id) == viewer.person_id,
        where_role_held(organization_id, viewer, OVERSEERS, ROLE_TABLES),
    )


def sees_proposal(viewer: Viewer) -> ColumnElement[bool]:
    """The proposals that the caller may see."""
    if viewer.person_id is None or viewer.is_admin:
        return sees_supports(viewer)
    co_founder_ids: Any = FoundingProposal.co_founder_ids
    return or_(
        col(FoundingProposal.state).in_(OPEN_TO_ALL),
        viewer.person_id == any_(co_founder_ids),
        where_supported(FoundingProposal, viewer),
        sees_supports(viewer),
    )


RELATIONS: Relations = {
    "change_founding_proposal": Check(is_proposer, Subject.ROW, where_proposed),
    "decide_founding_proposal": Check(may_decide, Subject.ROW, where_decided),
    "stop_supporting_founding_proposal": Check(is_supporter, Subject.ROW, where_may_stop),
    "support_founding_proposal": Check(may_support, Subject.ROW, where_may_support),
    "view_founding_proposal": Visibility(sees_proposal),
    "view_founding_supports": Visibility(sees_supports),
}
