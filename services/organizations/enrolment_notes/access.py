"""Who may read and write notes: those for mentors are kept from the group."""

from sqlalchemy import ColumnElement, and_, literal_column, or_, select
from sqlmodel import col

from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.enrolment_notes.models import EnrolmentNote, EnrolmentNoteAudience
from services.organizations.enrolments.access import helps, sees_standing
from services.organizations.enrolments.models import Enrolment


async def may_delete(work: Work, note: EnrolmentNote) -> bool:
    """Returns whether the caller wrote a note."""
    return work.caller.is_admin or (
        work.caller.person_id is not None and work.caller.person_id == note.author_id
    )


def where_deleted(row: type[EnrolmentNote], viewer: Viewer) -> ColumnElement[bool]:
    """The notes that the caller may delete."""
    if viewer.is_admin:
        return col(row.id).is_not(None)
    return SELF.where(col(row.author_id), viewer)


def sees_note(viewer: Viewer) -> ColumnElement[bool]:
    """The notes that the caller may see: all of groups that they mentor or cultivate, otherwise those for the group."""
    for_the_group = and_(
        col(EnrolmentNote.audience) == EnrolmentNoteAudience.GROUP, sees_standing(viewer)
    )
    seen = select(col(Enrolment.id)).where(
        col(Enrolment.id) == col(EnrolmentNote.enrolment_id),
        or_(helps(viewer), for_the_group),
    )
    # Looked up for each note by its index: the planner would rather read all enrolments that there are.
    return seen.offset(literal_column("0")).exists()


RELATIONS: Relations = {
    "delete_enrolment_note": Check(may_delete, Subject.ROW, where_deleted),
    "view_enrolment_note": Visibility(sees_note),
}
