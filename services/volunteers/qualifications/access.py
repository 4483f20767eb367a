"""Who may see and decide about qualifications."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, exists, false, literal, or_, select, true
from sqlmodel import col

from services.kit.work.access import SELF, Check, Relations, Subject, Visibility
from services.kit.work.holding import another, where_role_held
from services.kit.work.memberships import MembershipState
from services.kit.work.query import Query
from services.kit.work.roles import LEADERS, MANAGERS, Role
from services.kit.work.viewer import Viewer, given
from services.kit.work.work import Work
from services.volunteers.memberships.models import ROLE_TABLES, Membership
from services.volunteers.qualifications.models import ONCE_VERIFIED, Qualification


def where_managed(
    person_id: Any, viewer: Viewer, roles: Collection[Role] = MANAGERS
) -> ColumnElement[bool]:
    """The people who are active members of an organization in which a role of the caller counts."""
    belongs = another(Membership)
    return exists().where(
        belongs.person_id == person_id,
        belongs.state == MembershipState.ACTIVE,
        where_role_held(belongs.organization_id, viewer, roles, ROLE_TABLES),
    )


def sees_qualification(viewer: Viewer) -> ColumnElement[bool]:
    """The qualifications that the caller may see.

    They are the caller's own; all, for an administrator; those of the active members of an organization that the caller
    leads; and of one that the caller coordinates, those that were verified.
    """
    if not viewer.is_known:
        return false()
    if viewer.is_admin:
        return true()
    person_id = col(Qualification.person_id)
    return or_(
        SELF.where(person_id, viewer),
        where_managed(person_id, viewer, LEADERS),
        and_(col(Qualification.state).in_(ONCE_VERIFIED), where_managed(person_id, viewer)),
    )


def where_led(person_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    """The people whose qualifications the caller may decide about."""
    return true() if viewer.is_admin else where_managed(person_id, viewer, LEADERS)


def _leading(viewer: Viewer) -> Select[Any] | None:
    if not viewer.is_signed_in:
        return None
    return select(literal(True)).where(where_led(given("person_id", Uuid()), viewer))


_LEADS = Query(_leading)


async def _leads(work: Work, person_id: Any) -> bool:
    return bool(await work.fetch(_LEADS, person_id=UUID(str(person_id))))


RELATIONS: Relations = {
    "view_qualification": Visibility(sees_qualification),
    "verify_qualification": Check(_leads, Subject.PERSON, where_led),
}
