"""Who may see and do what with sign-ups."""

from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import col

from services.events.events.access import manages_events
from services.events.memberships.models import ROLE_TABLES
from services.events.sign_ups.models import SignUp
from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work


async def is_offered_to(work: Work, sign_up: SignUp) -> bool:
    """Returns whether a sign-up is the caller's own: nobody accepts for someone else."""
    return work.caller.person_id == sign_up.person_id


async def cancels_sign_up(work: Work, sign_up: SignUp) -> bool:
    """Returns whether the caller may cancel a sign-up: their own, or one for an event they run."""
    if work.caller.person_id == sign_up.person_id:
        return True
    return await manages_events.holds(work, sign_up.organization_id)


def where_offered_to(row: type[SignUp], viewer: Viewer) -> ColumnElement[bool]:
    """The sign-ups that are the caller's own."""
    return SELF.where(col(row.person_id), viewer)


def where_cancels(row: type[SignUp], viewer: Viewer) -> ColumnElement[bool]:
    """The sign-ups that the caller may cancel."""
    return or_(
        SELF.where(col(row.person_id), viewer),
        manages_events.where(col(row.organization_id), viewer),
    )


def sees_sign_up(viewer: Viewer) -> ColumnElement[bool]:
    """The sign-ups that the caller may see.

    They are the caller's own; those for the organizations that the caller manages or supervises; and
    everyone's, for an administrator.
    """
    if not viewer.is_known:
        return false()
    if viewer.is_admin:
        return true()
    return or_(
        SELF.where(col(SignUp.person_id), viewer),
        where_role_held(col(SignUp.organization_id), viewer, OVERSEERS, ROLE_TABLES),
    )


RELATIONS: Relations = {
    "view_sign_up": Visibility(sees_sign_up),
    "accept_offer": Check(is_offered_to, Subject.ROW, where_offered_to),
    "cancel_sign_up": Check(cancels_sign_up, Subject.ROW, where_cancels),
}
