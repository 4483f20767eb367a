"""Who may see and set goals: the relations that the contract names."""

from sqlalchemy import ColumnElement, false, literal_column, or_, select
from sqlmodel import col

from services.kit.work.access import Check, Relations, Subject, Visibility
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.enrolment_goals.models import EnrolmentGoal
from services.organizations.enrolments.access import may_guide, sees_standing
from services.organizations.enrolments.models import Enrolment
from services.organizations.organizations.access import manages


async def may_decide(work: Work, goal: EnrolmentGoal) -> bool:
    """Returns whether the caller may guide the group of a goal."""
    return await may_guide(work, await work.get(Enrolment, goal.enrolment_id))


def where_decided(row: type[EnrolmentGoal], viewer: Viewer) -> ColumnElement[bool]:
    """The goals about which the caller may decide."""
    mentored = false() if viewer.person_id is None else _mentored(row, viewer)
    return or_(mentored, manages.where(col(row.cultivator_id), viewer))


def _mentored(row: type[EnrolmentGoal], viewer: Viewer) -> ColumnElement[bool]:
    mentored = select(col(Enrolment.id)).where(
        col(Enrolment.id) == col(row.enrolment_id),
        col(Enrolment.mentor_person_id) == viewer.person_id,
    )
    return mentored.exists()


def sees_goal(viewer: Viewer) -> ColumnElement[bool]:
    """The goals that the caller may see: those of groups whose standing they may see."""
    seen = select(col(Enrolment.id)).where(
        col(Enrolment.id) == col(EnrolmentGoal.enrolment_id), sees_standing(viewer)
    )
    # Looked up for each goal by its index: the planner would rather read all enrolments that there are.
    return seen.offset(literal_column("0")).exists()


RELATIONS: Relations = {
    "decide_enrolment_goal": Check(may_decide, Subject.ROW, where_decided),
    "view_enrolment_goal": Visibility(sees_goal),
}
