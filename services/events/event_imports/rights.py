"""The right to what an import changes, asked when it is carried out: planning and executing take time."""

from sqlalchemy import Uuid, literal, select
from sqlmodel import col

from services.events.event_imports.models import EventImportJob
from services.events.memberships.models import ROLE_TABLES
from services.kit.work.holding import where_role_held
from services.kit.work.query import Query
from services.kit.work.roles import MANAGERS
from services.kit.work.viewer import Viewer, given
from services.kit.work.work import Work

_ACTOR = Viewer.of_person(given("actor_id", Uuid()))
_MANAGED = Query(
    select(literal(True)).where(
        col(EventImportJob.id) == given("id"),
        where_role_held(col(EventImportJob.organization_id), _ACTOR, MANAGERS, ROLE_TABLES),
    )
)


async def may_manage(job: EventImportJob, work: Work) -> bool:
    """Returns whether who had an import carried out still manages the events of its organization."""
    if job.actor_id is None:
        return True
    return bool(await work.fetch(_MANAGED, id=job.id, actor_id=job.actor_id))
