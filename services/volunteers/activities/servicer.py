"""PersonActivityService: what people have signed up for and completed."""

from uuid import UUID

from banyan.volunteers.v1 import person_activity_pb2 as pb
from sqlalchemy import Integer, any_, cast, func, select
from sqlmodel import col

from services.kit.contract.values import timestamp
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.volunteers.activities.models import SignUp, SignUpState
from services.volunteers.people.queries import PEOPLE

PLANNED = (SignUpState.CONFIRMED, SignUpState.CHECKED_IN)
_IS_PLANNED = col(SignUp.state).in_(PLANNED)
_MINUTES = func.extract("epoch", col(SignUp.end_time) - col(SignUp.start_time)) / 60
_SUMS = Query(
    select(
        col(SignUp.person_id),
        func.count().filter(_IS_PLANNED),
        func.coalesce(func.sum(cast(_MINUTES, Integer)).filter(_IS_PLANNED), 0),
        func.max(col(SignUp.end_time)),
        func.count().filter(~_IS_PLANNED),
    )
    .where(
        col(SignUp.person_id) == any_(given("ids", IDS)),
        col(SignUp.state).in_((*PLANNED, SignUpState.COMPLETED)),
    )
    .group_by(col(SignUp.person_id))
)


class PersonActivityServicer:
    """Serves the activity of people."""

    service = pb.DESCRIPTOR.services_by_name["PersonActivityService"]

    async def BatchGetPersonActivities(
        self, request: pb.BatchGetPersonActivitiesRequest, work: Work
    ) -> pb.BatchGetPersonActivitiesResponse:
        """Gets the activity of several people."""
        ids = [UUID(person.id) for person in await PEOPLE.get_all(request.ids, work)]
        by_person = {row[0]: row[1:] for row in await work.fetch(_SUMS, ids=ids)}
        answer = pb.BatchGetPersonActivitiesResponse()
        for id_ in ids:
            activity = answer.person_activities.add(person_id=str(id_))
            if (known := by_person.get(id_)) is not None:
                activity.planned_sign_ups, activity.planned_minutes = known[0], known[1]
                activity.last_shift_end_time.CopyFrom(timestamp(known[2]))
                activity.completed_sign_ups = known[3]
        return answer
