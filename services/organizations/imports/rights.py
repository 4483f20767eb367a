"""The right to what an import changes, asked when it is carried out: planning and executing take time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Uuid, any_, func, select
from sqlmodel import col

from services.kit.errors import PermissionDenied
from services.kit.text.records import Reason
from services.kit.work.holding import where_role_held
from services.kit.work.query import Query
from services.kit.work.roles import LEADERS
from services.kit.work.viewer import IDS, Viewer, given
from services.kit.work.work import Work
from services.organizations.apps.models import App, AppScope, AppState
from services.organizations.imports.models import ImportJob, ImportJobRow, ImportKind
from services.organizations.imports.plan import APPLIED, Group
from services.organizations.memberships.models import ROLE_TABLES, Membership
from services.organizations.memberships.rights import may_lead, where_roles_count
from services.organizations.memberships.states import MembershipState
from services.organizations.organizations.hierarchy import lock_trees
from services.organizations.organizations.models import Organization

NO_RIGHT = Reason(
    "RIGHT_ENDED",
    "The person who had this import carried out no longer manages this organization. One of its leaders "
    "can plan a new import.",
)

_TARGETS = select(col(ImportJobRow.target_id)).where(
    col(ImportJobRow.import_job_id) == given("import_job_id"),
    col(ImportJobRow.outcome).in_(APPLIED),
)
_FOREIGN = Query(
    lambda viewer: (
        select(col(Organization.id))
        .where(
            # A list, so that each of them is looked up: beside a subquery, all organizations were read.
            col(Organization.id) == any_(func.array(_TARGETS.scalar_subquery())),
            ~where_role_held(col(Organization.id), viewer, LEADERS, ROLE_TABLES),
        )
        .limit(1)
    )
)
_ACTOR = Viewer.of_person(given("actor_id", Uuid()))
_MANAGED = Query(
    select(col(Organization.id)).where(
        col(Organization.id) == any_(given("ids", IDS)),
        where_role_held(col(Organization.id), _ACTOR, LEADERS, ROLE_TABLES),
    )
)


async def require_what_it_changes(job: ImportJob, work: Work) -> None:
    """Checks that the caller, who need not have planned it, may change what an import changes.

    Raises:
        PermissionDenied: They may not change all of it.
    """
    if work.caller.is_admin or job.kind == ImportKind.PEOPLE:
        return  # a roster is that of the organization, which they manage
    if work.caller.is_app:
        raise PermissionDenied("An app can import people alone. Ask a leader to do this.")
    if await work.fetch(_FOREIGN, import_job_id=job.id):
        raise PermissionDenied


async def without_right(job: ImportJob, groups: Sequence[Group], work: Work) -> list[Group]:
    """Returns the groups whose organizations the person who had the import carried out no longer manages.

    Their roles do not end before the commit. A group that creates an organization is asked of its parent, and one about
    a person of the organization whose roster it is.
    """
    if job.by_administrator:
        return []
    if job.kind == ImportKind.PEOPLE:
        return [] if await _manages_roster(job, work) else list(groups)
    about = {
        group.head: group.target_id if group.target_version is not None else job.organization_id
        for group in groups
    }
    targets = {group.target_id for group in groups if group.target_version is not None}
    managed: set[UUID] = set()
    if job.actor_id is not None:
        # Organizations come before memberships, as everywhere.
        await lock_trees([job.organization_id], work)
        await work.lock_all(Organization, filter(None, targets))
        await work.session.execute(
            select(col(Membership.id))
            .where(
                col(Membership.person_id) == job.actor_id,
                col(Membership.state) == MembershipState.ACTIVE,
            )
            .order_by(col(Membership.id))
            .with_for_update(read=True)
        )
        found = await work.fetch(_MANAGED, actor_id=job.actor_id, ids=list(set(about.values())))
        managed = {row[0] for row in found}
    return [group for group in groups if about[group.head] not in managed]


async def _manages_roster(job: ImportJob, work: Work) -> bool:
    """Returns whether who had an import of people carried out may still change the roster; it does not end before the commit."""
    if job.actor_id is None:
        return False
    organization = await work.lock(Organization, job.organization_id)
    places = where_roles_count(organization)
    if job.by_app:
        app = (
            select(col(App.scopes))
            .where(
                col(App.id) == job.actor_id,
                col(App.state) == AppState.ACTIVE,
                col(App.organization_id).in_(places),
                col(App.role).in_(LEADERS),
            )
            .with_for_update(read=True)
        )
        return AppScope.MEMBERS_WRITE in (await work.session.scalar(app) or ())
    await work.session.execute(
        select(col(Membership.id))
        .where(
            col(Membership.person_id) == job.actor_id,
            col(Membership.organization_id).in_(places),
            col(Membership.state) == MembershipState.ACTIVE,
        )
        .order_by(col(Membership.id))
        .with_for_update(read=True)
    )
    return await may_lead(job.actor_id, organization, work)
