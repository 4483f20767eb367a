"""Which view a request for a roster names."""

from banyan.organizations.v1 import roster_view_pb2 as pb

from services.kit.errors import InvalidArgument, Refused
from services.kit.work.work import Work
from services.organizations.roster_views.checking import unknown
from services.organizations.roster_views.servicer import ROSTER_VIEWS


async def chosen_view(view_id: str, organization_id: str, work: Work) -> pb.RosterView:
    """Returns a view of the roster of an organization.

    Raises:
        PermissionDenied: The caller may not see it, or it does not exist.
        InvalidArgument: It is a view of another roster.
        Refused: It is deleted, or names a label or a field that is deleted.
    """
    view = await ROSTER_VIEWS.get(view_id, work)
    if view.organization_id != organization_id:
        raise InvalidArgument.of(
            "roster_view_id",
            "is a view of another roster; choose one of this organization",
            "VIEW_OF_ANOTHER_ROSTER",
        )
    if view.state == pb.ROSTER_VIEW_STATE_DELETED:
        raise Refused(
            "This view is deleted. Choose another one, or create it again.",
            reason="NO_SUCH_ROSTER_VIEW",
        )
    if await unknown(view, work):
        raise Refused(
            "This view names a label or a field that was deleted. Take it out of the view, and try again.",
            reason="ROSTER_VIEW_OUTDATED",
        )
    return view
