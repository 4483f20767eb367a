"""Who may see and do what with hours."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import col

from services.kit.work.access import SELF, Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer
from services.volunteers.attestations.models import HoursAttestation
from services.volunteers.hours.models import HoursBalance, HoursEntry
from services.volunteers.memberships.models import ROLE_TABLES


def sees_hours(
    row_type: type[HoursAttestation | HoursBalance | HoursEntry],
) -> Callable[[Viewer], ColumnElement[bool]]:
    """Returns the visibility of hours, the same for every kind of row.

    A caller sees their own; what concerns an organization that they manage or supervise; and
    everyone's, as an administrator.
    """

    def condition(viewer: Viewer) -> ColumnElement[bool]:
        if not viewer.is_known:
            return false()
        if viewer.is_admin:
            return true()
        return or_(
            SELF.where(col(row_type.person_id), viewer),
            where_role_held(col(row_type.organization_id), viewer, OVERSEERS, ROLE_TABLES),
        )

    return condition


RELATIONS: Relations = {
    "view_hours_entry": Visibility(sees_hours(HoursEntry)),
    "view_hours_balance": Visibility(sees_hours(HoursBalance)),
}
