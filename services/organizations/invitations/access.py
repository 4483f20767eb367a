"""Who may see invitations."""

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import MANAGERS
from services.kit.work.viewer import Viewer
from services.organizations.invitations.models import Invitation
from services.organizations.memberships.models import ROLE_TABLES


def sees_invitation(viewer: Viewer) -> ColumnElement[bool]:
    """The invitations that the caller may see: those of organizations whose roster they manage."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(Invitation.organization_id), viewer, MANAGERS, ROLE_TABLES)


RELATIONS: Relations = {
    "view_invitation": Visibility(sees_invitation),
}
