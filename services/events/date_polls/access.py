"""Who may see and answer polls for a date: the relations that the contract names."""

from sqlalchemy import ColumnElement, any_, false, literal, or_, select, true
from sqlmodel import col

from services.events.date_polls.models import DatePoll, DatePollAnswer
from services.events.memberships.models import ROLE_TABLES
from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.query import Query
from services.kit.work.roles import EVERY_ROLE, OVERSEERS
from services.kit.work.viewer import Viewer, given
from services.kit.work.work import Work


def where_answers(row: type[DatePoll], viewer: Viewer) -> ColumnElement[bool]:
    """The polls that the caller may answer: those of organizations that they belong to, and those to which they are invited."""
    if not viewer.is_signed_in:
        return false()
    return or_(
        where_role_held(col(row.organization_id), viewer, EVERY_ROLE, ROLE_TABLES),
        viewer.person_id == any_(col(row.invited_person_ids)),
    )


def sees_date_poll(viewer: Viewer) -> ColumnElement[bool]:
    """The polls that the caller may see: those that they may answer, and all for an administrator."""
    return true() if viewer.is_admin else where_answers(DatePoll, viewer)


def sees_answers(viewer: Viewer) -> ColumnElement[bool]:
    """The answers that the caller may see, joined with their poll: their own, and those to organizations that they oversee."""
    if viewer.is_admin:
        return true()
    return or_(
        SELF.where(col(DatePollAnswer.answerer_id), viewer),
        where_role_held(col(DatePoll.organization_id), viewer, OVERSEERS, ROLE_TABLES),
    )


_ANSWERED = Query(
    lambda viewer: select(literal(True)).where(
        col(DatePoll.id) == given("date_poll_id"), where_answers(DatePoll, viewer)
    )
)


async def may_answer(work: Work, date_poll: DatePoll) -> bool:
    """Returns whether the caller may answer a poll."""
    return bool(await work.fetch(_ANSWERED, date_poll_id=date_poll.id))


RELATIONS: Relations = {
    "view_date_poll": Visibility(sees_date_poll),
    "answer_date_poll": Check(may_answer, Subject.ROW, where_answers),
    "view_date_poll_answers": Visibility(sees_answers),
}
