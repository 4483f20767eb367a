"""OrganizationActivityService: what organizations have planned, as events told."""

from uuid import UUID

from banyan.organizations.v1 import organization_activity_pb2 as pb
from sqlalchemy import func, select
from sqlmodel import col

from services.kit.values import timestamp
from services.kit.work import Work
from services.organizations.models import Event


class OrganizationActivityServicer:
    """Answers how active organizations are."""

    service = pb.DESCRIPTOR.services_by_name["OrganizationActivityService"]

    async def BatchGetOrganizationActivities(
        self, request: pb.BatchGetOrganizationActivitiesRequest, work: Work
    ) -> pb.BatchGetOrganizationActivitiesResponse:
        """Gets the activity of several organizations."""
        ids = list(dict.fromkeys(UUID(id_) for id_ in request.ids))
        sums = await work.session.execute(
            select(col(Event.organization_id), func.count(), func.max(col(Event.start_time)))
            .where(
                col(Event.organization_id).in_(ids),
                col(Event.state).in_(["PUBLISHED", "COMPLETED"]),
                # What members keep to themselves, the number of it included, is not for everyone.
                col(Event.visibility) == "PUBLIC",
            )
            .group_by(col(Event.organization_id))
        )
        by_organization = {row[0]: row[1:] for row in sums}
        answer = pb.BatchGetOrganizationActivitiesResponse()
        for id_ in ids:
            activity = answer.organization_activities.add(organization_id=str(id_))
            if (known := by_organization.get(id_)) is not None:
                activity.published_events = known[0]
                activity.last_event_start_time.CopyFrom(timestamp(known[1]))
        return answer
