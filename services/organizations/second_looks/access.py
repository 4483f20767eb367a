"""Who may see and decide second looks: the relations that the contract names."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_, select
from sqlmodel import col

from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.enrolments.access import sees_standing
from services.organizations.enrolments.models import Enrolment
from services.organizations.organizations.access import manages
from services.organizations.second_looks.models import SecondLook


async def may_decide(work: Work, look: SecondLook) -> bool:
    """Returns whether the caller manages the organization that cultivates the group."""
    return await manages.holds(work, look.cultivator_id)


def where_decided(row: type[SecondLook], viewer: Viewer) -> ColumnElement[bool]:
    """The second looks about which the caller may decide."""
    return manages.where(col(row.cultivator_id), viewer)


async def may_give(work: Work, look: SecondLook) -> bool:
    """Returns whether the caller is the person who was named."""
    return work.caller.person_id is not None and work.caller.person_id == look.reviewer_id


def where_given(row: type[SecondLook], viewer: Viewer) -> ColumnElement[bool]:
    """The second looks for which the caller was named."""
    return SELF.where(col(row.reviewer_id), viewer)


def was_named(review_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    """Whether the caller was named to look again at a review."""
    if viewer.person_id is None:
        return false()
    named = select(col(SecondLook.id)).where(
        col(SecondLook.review_id) == review_id, col(SecondLook.reviewer_id) == viewer.person_id
    )
    return named.exists()


def sees_second_look(viewer: Viewer) -> ColumnElement[bool]:
    """The second looks that the caller may see: those of groups whose standing they may see, and their own."""
    seen = select(col(Enrolment.id)).where(
        col(Enrolment.id) == col(SecondLook.enrolment_id), sees_standing(viewer)
    )
    if not viewer.is_known:
        return seen.exists()
    return or_(SELF.where(col(SecondLook.reviewer_id), viewer), seen.exists())


RELATIONS: Relations = {
    "decide_second_look": Check(may_decide, Subject.ROW, where_decided),
    "give_second_opinion": Check(may_give, Subject.ROW, where_given),
    "view_second_look": Visibility(sees_second_look),
}
