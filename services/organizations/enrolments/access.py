"""Who may see and change enrolments: the relations that the contract names.

Those who cultivate decide, those who lead the group apply and withdraw, and the mentor sees what is needed to help.
"""

from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import col

from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import EVERY_ROLE, OVERSEERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.enrolments.models import Enrolment
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.organizations.access import manages


async def may_cultivate(work: Work, enrolment: Enrolment) -> bool:
    """Returns whether the caller manages the organization that cultivates the group."""
    return await manages.holds(work, enrolment.cultivator_id)


def where_cultivated(row: type[Enrolment], viewer: Viewer) -> ColumnElement[bool]:
    """The enrolments about which the caller may decide."""
    return manages.where(col(row.cultivator_id), viewer)


async def may_guide(work: Work, enrolment: Enrolment) -> bool:
    """Returns whether the caller mentors the group, or manages the organization that cultivates it."""
    is_mentor = work.caller.person_id is not None and (
        work.caller.person_id == enrolment.mentor_person_id
    )
    return is_mentor or await manages.holds(work, enrolment.cultivator_id)


def where_guided(row: type[Enrolment], viewer: Viewer) -> ColumnElement[bool]:
    """The enrolments of groups that the caller mentors or cultivates."""
    return or_(
        SELF.where(col(row.mentor_person_id), viewer),
        manages.where(col(row.cultivator_id), viewer),
    )


def helps(viewer: Viewer) -> ColumnElement[bool]:
    """The enrolments of groups that the caller mentors, or for whose cultivating organization they oversee; all for an administrator."""
    if not viewer.is_known:
        return false()
    if viewer.is_admin:
        return true()
    return or_(
        SELF.where(col(Enrolment.mentor_person_id), viewer),
        where_role_held(col(Enrolment.cultivator_id), viewer, OVERSEERS, ROLE_TABLES),
    )


def sees_standing(viewer: Viewer) -> ColumnElement[bool]:
    """The enrolments whose standing the caller may see.

    They are those of groups that the caller oversees, cultivates or mentors, and all for an administrator.
    """
    if not viewer.is_known:
        return false()
    if viewer.is_admin:
        return true()
    overseen = (
        where_role_held(col(column), viewer, OVERSEERS, ROLE_TABLES)
        for column in (
            Enrolment.organization_id,
            Enrolment.cultivator_id,
            Enrolment.mentor_organization_id,
        )
    )
    return or_(SELF.where(col(Enrolment.mentor_person_id), viewer), *overseen)


def sees_enrolment(viewer: Viewer) -> ColumnElement[bool]:
    """The enrolments that the caller may see: those with their standing, and those of their own groups."""
    if not viewer.is_known or viewer.is_admin:
        return sees_standing(viewer)
    belongs = where_role_held(
        col(Enrolment.organization_id), viewer, EVERY_ROLE, ROLE_TABLES, inherited=False
    )
    return or_(belongs, sees_standing(viewer))


RELATIONS: Relations = {
    "cultivate_enrolment": Check(may_cultivate, Subject.ROW, where_cultivated),
    "guide_enrolment": Check(may_guide, Subject.ROW, where_guided),
    "view_enrolment": Visibility(sees_enrolment),
    "view_enrolment_standing": Visibility(sees_standing),
}
