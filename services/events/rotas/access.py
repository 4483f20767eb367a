"""Who may see and change rotas, and leave them: the relations that the contract names."""

from sqlalchemy import ColumnElement, false, or_, true
from sqlalchemy.dialects.postgresql import array
from sqlmodel import col

from services.events.memberships.models import ROLE_TABLES
from services.events.rotas.models import Rota
from services.kit.work.access import Check, Relations, Subject, Visibility
from services.kit.work.holding import holds_role, where_role_held
from services.kit.work.roles import EVERY_ROLE, MANAGERS
from services.kit.work.viewer import Viewer
from services.kit.work.work import Work


def sees_rota(viewer: Viewer) -> ColumnElement[bool]:
    """The rotas that the caller may see: those that they are on, and those of their organizations."""
    if not viewer.is_signed_in:
        return false()
    if viewer.is_admin:
        return true()
    return or_(
        _where_on_it(Rota, viewer),
        where_role_held(col(Rota.organization_id), viewer, EVERY_ROLE, ROLE_TABLES),
    )


async def _is_on_it(work: Work, rota: Rota) -> bool:
    return work.caller.person_id in rota.person_ids


def _where_on_it(row: type[Rota], viewer: Viewer) -> ColumnElement[bool]:
    return col(row.person_ids).contains(array([viewer.person_id]))


RELATIONS: Relations = {
    "manage_rotas": holds_role(MANAGERS, ROLE_TABLES),
    "leave_rota": Check(_is_on_it, Subject.ROW, _where_on_it),
    "view_rota": Visibility(sees_rota),
}
