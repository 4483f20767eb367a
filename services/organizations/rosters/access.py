"""Who may see rosters."""

from typing import Any

from sqlalchemy import ColumnElement, or_

from services.kit.work.access import Check, Relations, Subject
from services.kit.work.holding import holds_role
from services.kit.work.roles import EVERY_ROLE
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.organizations.access import oversees

belongs = holds_role(EVERY_ROLE, ROLE_TABLES, inherited=False)


async def sees_roster(work: Work, organization_id: Any) -> bool:
    """Returns whether the caller sees a roster: its active entries, or all if they oversee it."""
    return await belongs.holds(work, organization_id) or await oversees.holds(work, organization_id)


def where_roster_seen(organization_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    """The organizations whose rosters the caller sees."""
    return or_(belongs.where(organization_id, viewer), oversees.where(organization_id, viewer))


RELATIONS: Relations = {
    "view_roster": Check(sees_roster, Subject.ORGANIZATION, where_roster_seen),
}
