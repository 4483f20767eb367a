"""RosterViewService: the views that organizations keep of their rosters."""

from banyan.organizations.v1 import roster_view_pb2 as pb
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.memberships.rights import lock_owned, lock_to_change
from services.organizations.roster_views.checking import refuse_unknown
from services.organizations.roster_views.models import RosterView, RosterViewState

MOST_VIEWS = 50  # of an organization

ROSTER_VIEWS = Resources[pb.RosterView](RosterView, "view_roster_view")
OLDEST_FIRST = ROSTER_VIEWS.listing(
    col(RosterView.id),
    where=[
        col(RosterView.organization_id) == given("organization_id"),
        col(RosterView.state) == RosterViewState.ACTIVE,
    ],
    orders={"CREATE_TIME": [col(RosterView.id)]},  # IDs increase with time
)


class RosterViewServicer:
    """Manages roster views. A change locks the organization first, so that no more are made than there may be."""

    service = pb.DESCRIPTOR.services_by_name["RosterViewService"]

    async def CreateRosterView(
        self, request: pb.CreateRosterViewRequest, work: Work
    ) -> pb.RosterView:
        """Creates a roster view."""
        organization = await lock_to_change(
            "manage_roster", request.roster_view.organization_id, work
        )
        of_organization = col(RosterView.organization_id) == organization.id
        count = await work.count(of_organization, col(RosterView.state) == RosterViewState.ACTIVE)
        if count >= MOST_VIEWS:
            raise Refused(
                "This organization has {max} views of its roster, and more are not possible. Delete one that you no "
                "longer use.",
                reason="TOO_MANY_ROSTER_VIEWS",
                params={"max": MOST_VIEWS},
            )
        view = create(RosterView, request.roster_view, "roster_view")
        await refuse_unknown(view, work)
        await work.add(view)
        await work.announce(view, "created")
        return to_proto(view, pb.RosterView)

    async def GetRosterView(self, request: pb.GetRosterViewRequest, work: Work) -> pb.RosterView:
        """Gets a roster view."""
        return await ROSTER_VIEWS.get(request.roster_view_id, work)

    async def BatchGetRosterViews(
        self, request: pb.BatchGetRosterViewsRequest, work: Work
    ) -> pb.BatchGetRosterViewsResponse:
        """Gets several roster views."""
        found = await ROSTER_VIEWS.get_all(request.ids, work)
        return pb.BatchGetRosterViewsResponse(roster_views=found)

    async def ListRosterViews(
        self, request: pb.ListRosterViewsRequest, work: Work
    ) -> pb.ListRosterViewsResponse:
        """Lists the roster views of an organization, oldest first."""
        page = await OLDEST_FIRST.page(request, work)
        return page.answer(pb.ListRosterViewsResponse)

    async def UpdateRosterView(
        self, request: pb.UpdateRosterViewRequest, work: Work
    ) -> pb.RosterView:
        """Updates the masked fields of a roster view."""
        view = await lock_owned(RosterView, request.roster_view_id, "manage_roster", work)
        view.refuse_if_deleted()
        update(view, request.roster_view, request.update_mask, "roster_view")
        await refuse_unknown(view, work)
        await work.announce(view, "updated")
        return to_proto(view, pb.RosterView)

    async def DeleteRosterView(
        self, request: pb.DeleteRosterViewRequest, work: Work
    ) -> pb.RosterView:
        """Deletes a roster view."""
        view = await lock_owned(RosterView, request.roster_view_id, "manage_roster", work)
        view.delete()
        await work.announce(view, "deleted")
        return to_proto(view, pb.RosterView)
