"""OrganizationActivityService: how active organizations are, from their events and members."""

from uuid import UUID

from banyan.organizations.v1 import organization_activity_pb2 as pb
from sqlalchemy import Uuid, any_, column, func, literal_column, select, true
from sqlmodel import col

from services.kit.contract.values import timestamp
from services.kit.work.paging import MOST_COUNTED
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.organizations.activities.models import Event, EventState, EventVisibility
from services.organizations.dormancies.models import Dormancy, DormancyState
from services.organizations.memberships.models import Membership
from services.organizations.memberships.states import MembershipState

_SUMS = Query(
    select(col(Event.organization_id), func.count(), func.max(col(Event.start_time)))
    .where(
        col(Event.organization_id) == any_(given("ids", IDS)),
        col(Event.state).in_([EventState.PUBLISHED, EventState.COMPLETED]),
        # What members keep to themselves, the number of it included, is not for everyone.
        col(Event.visibility) == EventVisibility.PUBLIC,
    )
    .group_by(col(Event.organization_id))
)


_DORMANT = Query(
    select(col(Dormancy.organization_id), col(Dormancy.dormant_time)).where(
        col(Dormancy.organization_id) == any_(given("ids", IDS)),
        col(Dormancy.state) == DormancyState.DORMANT,
    )
)
_WANTED = (
    func.unnest(given("ids", IDS))
    .table_valued(column("id", Uuid()), name="wanted")
    .render_derived()  # as wanted(id)
)
_MEMBERS = (
    select(literal_column("1"))
    .where(
        col(Membership.organization_id) == _WANTED.c.id,
        col(Membership.state) == MembershipState.ACTIVE,
    )
    .limit(MOST_COUNTED + 1)
    .lateral()
)
_MEMBER_COUNTS = Query(
    select(_WANTED.c.id, func.count()).join(_MEMBERS, true()).group_by(_WANTED.c.id)
)


class OrganizationActivityServicer:
    """Serves the activity of organizations."""

    service = pb.DESCRIPTOR.services_by_name["OrganizationActivityService"]

    async def BatchGetOrganizationActivities(
        self, request: pb.BatchGetOrganizationActivitiesRequest, work: Work
    ) -> pb.BatchGetOrganizationActivitiesResponse:
        """Gets the activity of several organizations."""
        ids = list(dict.fromkeys(UUID(id_) for id_ in request.ids))
        by_organization = {row[0]: row[1:] for row in await work.fetch(_SUMS, ids=ids)}
        members = {row[0]: row[1] for row in await work.fetch(_MEMBER_COUNTS, ids=ids)}
        dormant = {row[0]: row[1] for row in await work.fetch(_DORMANT, ids=ids)}
        answer = pb.BatchGetOrganizationActivitiesResponse()
        for id_ in ids:
            count = members.get(id_, 0)
            activity = answer.organization_activities.add(
                organization_id=str(id_),
                active_members=min(count, MOST_COUNTED),
                active_members_is_exact=count <= MOST_COUNTED,
            )
            if (known := by_organization.get(id_)) is not None:
                activity.published_events = known[0]
                activity.last_event_start_time.CopyFrom(timestamp(known[1]))
            if id_ in dormant:
                activity.dormant_time.CopyFrom(timestamp(dormant[id_]))
        return answer
