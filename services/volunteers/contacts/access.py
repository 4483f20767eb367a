"""Who may see contact details."""

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlmodel import col

from services.kit.work.access import SELF, Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.memberships import MembershipState
from services.kit.work.roles import MANAGERS
from services.kit.work.viewer import Viewer
from services.volunteers.contacts.keeping import KEEPS
from services.volunteers.contacts.models import ContactShare, PersonContact
from services.volunteers.memberships.models import ROLE_TABLES, Membership


def sees_contact(viewer: Viewer) -> ColumnElement[bool]:
    """The contact details that the caller may see; being an administrator opens none.

    They are the caller's own, and those of active members of an organization that the caller manages,
    who have shared them with that organization in this very membership. Only roles held in that
    organization itself count: contact details shared with a group are not shown to organizations above.
    """
    if not viewer.is_known:
        return false()
    shared = exists().where(
        col(ContactShare.person_id) == col(PersonContact.id), is_shared_with(viewer)
    )
    return or_(SELF.where(col(PersonContact.id), viewer), shared)


def is_shared_with(viewer: Viewer) -> ColumnElement[bool]:
    """The consents that show contact details to the caller: see `sees_contact`."""
    manages = where_role_held(
        col(ContactShare.organization_id), viewer, MANAGERS, ROLE_TABLES, inherited=False
    )
    belongs = exists().where(
        col(Membership.person_id) == col(ContactShare.person_id),
        col(Membership.organization_id) == col(ContactShare.organization_id),
        col(Membership.state) == MembershipState.ACTIVE,
        # A returning person has a new membership, and has not consented in it.
        col(Membership.create_time) <= col(ContactShare.create_time),
    )
    return and_(manages, belongs)


RELATIONS: Relations = {
    "keep_contact": KEEPS,
    "view_contact": Visibility(sees_contact),
}
