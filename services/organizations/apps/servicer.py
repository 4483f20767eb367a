"""AppService: the programs that act for organizations."""

from banyan.organizations.v1 import app_pb2 as pb
from sqlalchemy import any_, func, select
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.query import Query
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.app_keys.queries import revoke_all
from services.organizations.apps.models import NOT_DELETED, App
from services.organizations.apps.queries import APPS
from services.organizations.memberships.rights import lock_owned, lock_to_change

MOST_APPS = 50  # of an organization, deleted ones apart

_CREATION = (col(App.id),)  # IDs increase with time
OLDEST_FIRST = APPS.listing(
    *_CREATION,
    where=[col(App.organization_id) == given("organization_id")],
    filters={"states": col(App.state) == any_(given("states", TEXTS))},
    orders={"CREATE_TIME": _CREATION},
)
_COUNT = Query(
    select(func.count()).where(
        col(App.organization_id) == given("organization_id"), col(App.state).in_(NOT_DELETED)
    )
)


class AppServicer:
    """Manages the apps of organizations. A change locks the organization first, then the app, then its keys."""

    service = pb.DESCRIPTOR.services_by_name["AppService"]

    async def CreateApp(self, request: pb.CreateAppRequest, work: Work) -> pb.App:
        """Registers an app."""
        organization = await lock_to_change("own_organization", request.app.organization_id, work)
        organization.refuse_if_closed()
        ((count,),) = await work.fetch(_COUNT, organization_id=organization.id)
        if count >= MOST_APPS:
            raise Refused(
                "This organization has {max} apps, and more are not possible. Delete one first.",
                reason="TOO_MANY_APPS",
                params={"max": MOST_APPS},
            )
        app = create(App, request.app, "app")
        await work.add(app)
        await work.announce(app, "created")
        return to_proto(app, pb.App)

    async def GetApp(self, request: pb.GetAppRequest, work: Work) -> pb.App:
        """Gets an app."""
        return await APPS.get(request.app_id, work)

    async def BatchGetApps(
        self, request: pb.BatchGetAppsRequest, work: Work
    ) -> pb.BatchGetAppsResponse:
        """Gets several apps."""
        return pb.BatchGetAppsResponse(apps=await APPS.get_all(request.ids, work))

    async def ListApps(self, request: pb.ListAppsRequest, work: Work) -> pb.ListAppsResponse:
        """Lists the apps of an organization, oldest first; deleted ones only if they are asked for."""
        states = None if request.states else [str(each) for each in NOT_DELETED]
        page = await OLDEST_FIRST.page(request, work, **({"states": states} if states else {}))
        return page.answer(pb.ListAppsResponse)

    async def UpdateApp(self, request: pb.UpdateAppRequest, work: Work) -> pb.App:
        """Updates the masked fields of an app."""
        app = await _lock(request.app_id, work)
        app.refuse_if_deleted()
        update(app, request.app, request.update_mask, "app")
        await work.announce(app, "updated")
        return to_proto(app, pb.App)

    async def SuspendApp(self, request: pb.SuspendAppRequest, work: Work) -> pb.App:
        """Suspends an app."""
        app = await _lock(request.app_id, work)
        app.suspend()
        await work.announce(app, "suspended")
        return to_proto(app, pb.App)

    async def ResumeApp(self, request: pb.ResumeAppRequest, work: Work) -> pb.App:
        """Lets an app act again."""
        app = await _lock(request.app_id, work)
        app.resume()
        await work.announce(app, "resumed")
        return to_proto(app, pb.App)

    async def DeleteApp(self, request: pb.DeleteAppRequest, work: Work) -> pb.App:
        """Deletes an app for good, and revokes its keys."""
        app = await _lock(request.app_id, work)
        app.delete()
        await revoke_all(app.id, work)
        await work.announce(app, "deleted")
        return to_proto(app, pb.App)


async def _lock(app_id: str, work: Work) -> App:
    """Returns an app, locked after its organization, that the caller may change."""
    return await lock_owned(App, app_id, "own_organization", work)
