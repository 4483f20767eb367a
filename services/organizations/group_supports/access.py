"""Who may see, ask for and give support: the relations that the contract names."""

from sqlalchemy import ColumnElement, literal_column, select
from sqlmodel import col

from services.kit.work.access import Check, Relations, Subject, Visibility
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.enrolments.access import sees_standing
from services.organizations.enrolments.models import Enrolment
from services.organizations.group_supports.models import GroupSupport
from services.organizations.organizations.access import leads, manages


async def may_request(work: Work, enrolment: Enrolment) -> bool:
    """Returns whether the caller leads the group."""
    return await leads.holds(work, enrolment.organization_id)


def where_requested(row: type[Enrolment], viewer: Viewer) -> ColumnElement[bool]:
    """The enrolments for whose groups the caller may ask for support."""
    return leads.where(col(row.organization_id), viewer)


async def may_give(work: Work, support: GroupSupport) -> bool:
    """Returns whether the caller manages the organization that cultivates the group."""
    return await manages.holds(work, support.cultivator_id)


def where_given(row: type[GroupSupport], viewer: Viewer) -> ColumnElement[bool]:
    """The support about which the caller may decide."""
    return manages.where(col(row.cultivator_id), viewer)


def sees_support(viewer: Viewer) -> ColumnElement[bool]:
    """The support that the caller may see: that of groups whose standing they may see."""
    seen = select(col(Enrolment.id)).where(
        col(Enrolment.id) == col(GroupSupport.enrolment_id), sees_standing(viewer)
    )
    # Looked up for each support by its index: the planner would rather read all enrolments that there are.
    return seen.offset(literal_column("0")).exists()


RELATIONS: Relations = {
    "give_support": Check(may_give, Subject.ROW, where_given),
    "request_support": Check(may_request, Subject.ROW, where_requested),
    "view_group_support": Visibility(sees_support),
}
