"""Who may see and do what with people: the relations that the contract names."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlmodel import col

from services.kit.work.access import SELF, Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.memberships import MembershipState
from services.kit.work.roles import EVERY_ROLE, OVERSEERS
from services.kit.work.viewer import Viewer
from services.volunteers.activities.models import SignUp
from services.volunteers.memberships.models import ROLE_TABLES, Membership
from services.volunteers.people.models import Person


def sees_person(viewer: Viewer) -> ColumnElement[bool]:
    """The people whom the caller may see.

    They are the caller; everyone, for an administrator; the active members of an organization in
    which the caller is one; and for an organization that the caller manages or supervises, everyone
    with a membership of any state, an application included, and everyone with a sign-up there that
    was not given up.
    """
    if not viewer.is_known:
        return false()
    if viewer.is_admin:
        return true()
    belongs = exists().where(
        col(Membership.person_id) == col(Person.id),
        or_(
            and_(
                where_role_held(
                    col(Membership.organization_id),
                    viewer,
                    EVERY_ROLE,
                    ROLE_TABLES,
                    inherited=False,
                ),
                col(Membership.state) == MembershipState.ACTIVE,
            ),
            where_role_held(col(Membership.organization_id), viewer, OVERSEERS, ROLE_TABLES),
        ),
    )
    takes_part = exists().where(
        col(SignUp.person_id) == col(Person.id),
        SignUp.stands(),
        where_role_held(col(SignUp.organization_id), viewer, OVERSEERS, ROLE_TABLES),
    )
    return or_(SELF.where(col(Person.id), viewer), belongs, takes_part)


RELATIONS: Relations = {
    "view_person": Visibility(sees_person),
}
