"""Who may give and see assessments: nobody sees those of others before they are shown to all."""

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlmodel import col

from services.kit.work.access import Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import MANAGERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.assessments.models import Assessment
from services.organizations.enrolments.access import sees_standing
from services.organizations.enrolments.models import Enrolment
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.memberships.rights import may_invite
from services.organizations.organizations.models import Organization
from services.organizations.reviews.models import Review
from services.organizations.second_looks.access import was_named


async def is_mentor(work: Work, review: Review) -> bool:
    """Returns whether the caller mentors the group of a review."""
    return bool(
        await work.count(
            col(Enrolment.id) == review.enrolment_id,
            col(Enrolment.mentor_person_id) == work.caller.person_id,
        )
    )


async def is_officer(work: Work, review: Review) -> bool:
    """Returns whether the caller holds office in the group of a review."""
    group = await work.get(Organization, review.organization_id)
    return await may_invite(work.person_id, group, work)


async def may_assess(work: Work, review: Review) -> bool:
    """Returns whether the caller holds office in the group of a review, or mentors it."""
    return await is_officer(work, review) or await is_mentor(work, review)


def where_assessed(row: type[Review], viewer: Viewer) -> ColumnElement[bool]:
    """The reviews in which the caller may give an assessment."""
    if viewer.person_id is None:
        return false()
    mentored = select(col(Enrolment.id)).where(
        col(Enrolment.id) == col(row.enrolment_id),
        col(Enrolment.mentor_person_id) == viewer.person_id,
    )
    # Administrators assess nothing by that alone.
    is_officer = where_role_held(col(row.organization_id), viewer, MANAGERS, ROLE_TABLES)
    return or_(is_officer, mentored.exists())


def sees_assessment(viewer: Viewer) -> ColumnElement[bool]:
    """The assessments that the caller may see: their own, and those that are shown in reviews that they see."""
    if viewer.person_id is None:
        return false()
    if viewer.is_admin:
        return true()
    # One for each assessment, by the index: the planner would rather read all reviews that there are.
    shown = (
        select(col(Review.id))
        .join(Enrolment, col(Enrolment.id) == col(Review.enrolment_id))
        .where(
            col(Review.id) == col(Assessment.review_id),
            col(Review.assessments_show_time).is_not(None),
            or_(was_named(col(Review.id), viewer), sees_standing(viewer)),
        )
        .limit(1)
        .scalar_subquery()
    )
    return or_(col(Assessment.person_id) == viewer.person_id, shown.is_not(None))


RELATIONS: Relations = {
    "assess_review": Check(may_assess, Subject.ROW, where_assessed),
    "view_assessment": Visibility(sees_assessment),
}
