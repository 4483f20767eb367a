"""Who may file, see and answer complaints: the group that they are about may not."""

from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import col

from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.complaints.models import Complaint
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.organizations.access import manages


async def may_answer(work: Work, complaint: Complaint) -> bool:
    """Returns whether the caller manages the organization to which a complaint was addressed."""
    return await manages.holds(work, complaint.cultivator_id)


def where_answered(row: type[Complaint], viewer: Viewer) -> ColumnElement[bool]:
    """The complaints that the caller may answer."""
    return manages.where(col(row.cultivator_id), viewer)


async def may_close(work: Work, complaint: Complaint) -> bool:
    """Returns whether the caller filed a complaint, or may answer it."""
    is_own = work.caller.person_id is not None and (
        work.caller.person_id == complaint.complainant_id
    )
    return is_own or await may_answer(work, complaint)


def where_closed(row: type[Complaint], viewer: Viewer) -> ColumnElement[bool]:
    """The complaints that the caller may close."""
    return or_(SELF.where(col(row.complainant_id), viewer), where_answered(row, viewer))


def sees_complaint(viewer: Viewer) -> ColumnElement[bool]:
    """The complaints that the caller may see: their own, and those to organizations that they oversee."""
    if not viewer.is_known:
        return false()
    if viewer.is_admin:
        return true()
    return or_(
        SELF.where(col(Complaint.complainant_id), viewer),
        where_role_held(col(Complaint.cultivator_id), viewer, OVERSEERS, ROLE_TABLES),
    )


RELATIONS: Relations = {
    "answer_complaint": Check(may_answer, Subject.ROW, where_answered),
    "close_complaint": Check(may_close, Subject.ROW, where_closed),
    "view_complaint": Visibility(sees_complaint),
}
