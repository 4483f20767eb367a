"""Who may see and do what with events: the relations that the contract names."""

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import col

from services.events.models import Event, Organization, SignUp
from services.kit.access import Check, Relations, Visibility, counting, where_a_role_counts
from services.kit.passport import Caller
from services.kit.work import Work

MANAGERS = ("OWNER", "LEADER", "COORDINATOR")
OVERSEERS = (*MANAGERS, "SUPERVISOR")
EVERY_ROLE = (*OVERSEERS, "MEMBER")
manages_events = counting(MANAGERS, Organization)
oversees = counting(OVERSEERS, Organization)


async def is_offered_to(work: Work, sign_up: SignUp) -> bool:
    """Tells whether a sign-up is the caller's own: nobody accepts for another."""
    return work.caller.person_id == sign_up.person_id


async def cancels_sign_up(work: Work, sign_up: SignUp) -> bool:
    """Tells whether the caller may cancel a sign-up: their own, or one for an event they run."""
    if work.caller.person_id == sign_up.person_id:
        return True
    return await manages_events.holds(work, sign_up.organization_id)


def sees_event(caller: Caller) -> ColumnElement[bool]:
    """The events that the caller may see.

    They are all public ones that were published, to everyone; those for members, to the members of
    the organization; and every one, drafts included, to those who manage or supervise it and to
    administrators.
    """
    if caller.is_admin:
        return true()
    published = col(Event.publish_time).is_not(None)
    organization_id = col(Event.organization_id)
    return or_(
        and_(published, col(Event.visibility) == "PUBLIC"),
        and_(published, where_a_role_counts(organization_id, caller, EVERY_ROLE, Organization)),
        where_a_role_counts(organization_id, caller, OVERSEERS, Organization),
    )


def sees_sign_up(caller: Caller) -> ColumnElement[bool]:
    """The sign-ups that the caller may see.

    They are the caller's own; those for the organizations that the caller manages or supervises; and
    everyone's, for an administrator.
    """
    if caller.person_id is None:
        return false()
    if caller.is_admin:
        return true()
    return or_(
        col(SignUp.person_id) == caller.person_id,
        where_a_role_counts(col(SignUp.organization_id), caller, OVERSEERS, Organization),
    )


RELATIONS: Relations = {
    "view_audit_trail": counting(EVERY_ROLE, Organization),
    "manage_events": manages_events,
    "view_event": Visibility(sees_event),
    "view_sign_up": Visibility(sees_sign_up),
    "accept_offer": Check(is_offered_to),
    "cancel_sign_up": Check(cancels_sign_up),
}
