"""Who may give feedback about an event, and who sees it."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlmodel import col

from services.events.events.models import Event
from services.events.feedback.models import Feedback, FeedbackSummary
from services.events.feedback.states import FeedbackState
from services.events.memberships.models import ROLE_TABLES
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import ATTENDED, AttendanceReview
from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work

CAME = (
    col(SignUp.state).in_(ATTENDED),
    col(SignUp.attendance_review) != AttendanceReview.REJECTED,
)


async def came(work: Work, event: Event) -> bool:
    """Returns whether the caller came to an event."""
    person_id = work.caller.person_id
    if person_id is None:
        return False
    found = await work.count(
        col(SignUp.event_id) == event.id, col(SignUp.person_id) == person_id, *CAME
    )
    return found > 0


def where_came(row: type[Event], viewer: Viewer) -> ColumnElement[bool]:
    """The events that the caller came to."""
    if viewer.person_id is None:
        return false()
    return exists().where(
        col(SignUp.event_id) == col(row.id), col(SignUp.person_id) == viewer.person_id, *CAME
    )


async def has_said(work: Work, event: Event) -> bool:
    """Returns whether the caller has said something about an event."""
    person_id = work.caller.person_id
    if person_id is None:
        return False
    own = (col(Feedback.event_id) == event.id, col(Feedback.person_id) == person_id)
    return await work.count(*own) > 0


def where_said(row: type[Event], viewer: Viewer) -> ColumnElement[bool]:
    """The events about which the caller has said something."""
    if viewer.person_id is None:
        return false()
    return exists().where(
        col(Feedback.event_id) == col(row.id), col(Feedback.person_id) == viewer.person_id
    )


def sees_feedback(viewer: Viewer) -> ColumnElement[bool]:
    """What the caller may see, of feedback joined with its event: their own, and what is shown to organizers."""
    is_shown = col(Feedback.state) == FeedbackState.SHOWN
    if viewer.is_admin:
        return or_(SELF.where(col(Feedback.person_id), viewer), is_shown)
    oversees = where_role_held(col(Event.organization_id), viewer, OVERSEERS, ROLE_TABLES)
    return or_(SELF.where(col(Feedback.person_id), viewer), and_(is_shown, oversees))


def sees_feedback_summary(viewer: Viewer) -> ColumnElement[bool]:
    """The summaries of organizations that the caller manages or supervises, or all."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(FeedbackSummary.organization_id), viewer, OVERSEERS, ROLE_TABLES)


RELATIONS: Relations = {
    "give_feedback": Check(came, Subject.ROW, where_came),
    "withdraw_feedback": Check(has_said, Subject.ROW, where_said),
    "view_feedback": Visibility(sees_feedback),
    "view_feedback_summary": Visibility(sees_feedback_summary),
}
