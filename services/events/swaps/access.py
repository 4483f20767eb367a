"""Who may see, propose and answer swaps: the two people, and nobody else."""

from sqlalchemy import ColumnElement, false, or_
from sqlmodel import col

from services.events.sign_ups.access import is_offered_to, where_offered_to
from services.events.swaps.models import Swap
from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work


def sees_swap(viewer: Viewer) -> ColumnElement[bool]:
    """The swaps that the caller has proposed, and those that were proposed to them."""
    if viewer.person_id is None:
        return false()
    own = (col(Swap.person_id), col(Swap.other_person_id))
    return or_(*(each == viewer.person_id for each in own))


async def _is_proposed_to(work: Work, swap: Swap) -> bool:
    return work.caller.person_id == swap.other_person_id


async def _is_proposed_by(work: Work, swap: Swap) -> bool:
    return work.caller.person_id == swap.person_id


def _where_proposed_to(row: type[Swap], viewer: Viewer) -> ColumnElement[bool]:
    return SELF.where(col(row.other_person_id), viewer)


def _where_proposed_by(row: type[Swap], viewer: Viewer) -> ColumnElement[bool]:
    return SELF.where(col(row.person_id), viewer)


RELATIONS: Relations = {
    # Of the sign-up.
    "propose_swap": Check(is_offered_to, Subject.ROW, where_offered_to),
    # Of the swap.
    "view_swap": Visibility(sees_swap),
    "answer_swap": Check(_is_proposed_to, Subject.ROW, _where_proposed_to),
    "withdraw_swap": Check(_is_proposed_by, Subject.ROW, _where_proposed_by),
}
