"""Who may see, pause and end standing sign-ups: as with a sign-up, its person and those who manage the events."""

from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import col

from services.events.events.access import manages_events
from services.events.memberships.models import ROLE_TABLES
from services.events.standing_sign_ups.models import StandingSignUp
from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work


def sees_standing_sign_up(viewer: Viewer) -> ColumnElement[bool]:
    """The standing sign-ups that the caller may see: their own, and those of the organizations that they oversee."""
    if not viewer.is_signed_in:
        return false()
    if viewer.is_admin:
        return true()
    return or_(
        SELF.where(col(StandingSignUp.person_id), viewer),
        where_role_held(col(StandingSignUp.organization_id), viewer, OVERSEERS, ROLE_TABLES),
    )


async def _is_own(work: Work, standing: StandingSignUp) -> bool:
    return work.caller.person_id == standing.person_id


async def _ends(work: Work, standing: StandingSignUp) -> bool:
    if work.caller.person_id == standing.person_id:
        return True
    return await manages_events.holds(work, standing.organization_id)


def _where_own(row: type[StandingSignUp], viewer: Viewer) -> ColumnElement[bool]:
    return SELF.where(col(row.person_id), viewer)


def _where_ends(row: type[StandingSignUp], viewer: Viewer) -> ColumnElement[bool]:
    return or_(
        SELF.where(col(row.person_id), viewer),
        manages_events.where(col(row.organization_id), viewer),
    )


RELATIONS: Relations = {
    "view_standing_sign_up": Visibility(sees_standing_sign_up),
    "pause_standing_sign_up": Check(_is_own, Subject.ROW, _where_own),
    "end_standing_sign_up": Check(_ends, Subject.ROW, _where_ends),
}
