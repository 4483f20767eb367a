"""Who may import contact details: those who lead the organization itself, and its apps."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, literal, select

from services.kit.work.access import Check, Relations, Subject
from services.kit.work.holding import where_role_held
from services.kit.work.query import Query
from services.kit.work.roles import LEADERS
from services.kit.work.viewer import Viewer, given
from services.kit.work.work import Work
from services.volunteers.memberships.models import ROLE_TABLES


def _where(organization_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    return where_role_held(organization_id, viewer, LEADERS, ROLE_TABLES, inherited=False)


def _leading(viewer: Viewer) -> Select[Any] | None:
    if not viewer.is_known:
        return None
    return select(literal(True)).where(_where(given("organization_id", Uuid()), viewer))


_LEADS = Query(_leading)


async def _leads(work: Work, organization_id: Any) -> bool:
    return bool(await work.fetch(_LEADS, organization_id=UUID(str(organization_id))))


RELATIONS: Relations = {
    "import_contacts": Check(_leads, Subject.ORGANIZATION, _where),
}
