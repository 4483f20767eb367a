"""Who may see and decide reviews: the relations that the contract names."""

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from services.kit.work.access import Check, Relations, Subject, Visibility
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.enrolments.access import sees_standing
from services.organizations.enrolments.models import Enrolment
from services.organizations.organizations.access import leads, manages
from services.organizations.reviews.models import Review
from services.organizations.second_looks.access import was_named


async def may_reply(work: Work, review: Review) -> bool:
    """Returns whether the caller leads the group."""
    return await leads.holds(work, review.organization_id)


def where_replied(row: type[Review], viewer: Viewer) -> ColumnElement[bool]:
    """The reviews to which the caller may reply."""
    return leads.where(col(row.organization_id), viewer)


async def may_decide(work: Work, review: Review) -> bool:
    """Returns whether the caller manages the organization that cultivates the group."""
    return await manages.holds(work, review.cultivator_id)


def where_decided(row: type[Review], viewer: Viewer) -> ColumnElement[bool]:
    """The reviews that the caller may decide."""
    return manages.where(col(row.cultivator_id), viewer)


def sees_review(viewer: Viewer) -> ColumnElement[bool]:
    """The reviews that the caller may see: those of groups whose standing they may see, and at which they look again."""
    seen = select(col(Enrolment.id)).where(
        col(Enrolment.id) == col(Review.enrolment_id), sees_standing(viewer)
    )
    return or_(was_named(col(Review.id), viewer), seen.exists())


RELATIONS: Relations = {
    "decide_review": Check(may_decide, Subject.ROW, where_decided),
    "reply_to_review": Check(may_reply, Subject.ROW, where_replied),
    "view_review": Visibility(sees_review),
}
