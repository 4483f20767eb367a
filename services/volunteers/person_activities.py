"""PersonActivityService: what people have taken on, as events told."""

from banyan.volunteers.v1 import person_activity_pb2 as pb
from sqlalchemy import Integer, cast, func, select
from sqlmodel import col

from services.kit.values import timestamp
from services.kit.work import Work
from services.volunteers.models import Person, SignUp

PLANNED = ("CONFIRMED", "CHECKED_IN")
COMPLETED = "COMPLETED"


class PersonActivityServicer:
    """Answers what people have taken on."""

    service = pb.DESCRIPTOR.services_by_name["PersonActivityService"]

    async def BatchGetPersonActivities(
        self, request: pb.BatchGetPersonActivitiesRequest, work: Work
    ) -> pb.BatchGetPersonActivitiesResponse:
        """Gets the activity of several people."""
        people = await work.find_all(Person, request.ids, "view_person")
        is_planned = col(SignUp.state).in_(PLANNED)
        minutes = func.extract("epoch", col(SignUp.end_time) - col(SignUp.start_time)) / 60
        sums = await work.session.execute(
            select(
                col(SignUp.person_id),
                func.count().filter(is_planned),
                func.coalesce(func.sum(cast(minutes, Integer)).filter(is_planned), 0),
                func.max(col(SignUp.end_time)),
                func.count().filter(~is_planned),
            )
            .where(
                col(SignUp.person_id).in_([person.id for person in people]),
                col(SignUp.state).in_((*PLANNED, COMPLETED)),
            )
            .group_by(col(SignUp.person_id))
        )
        by_person = {row[0]: row[1:] for row in sums}
        answer = pb.BatchGetPersonActivitiesResponse()
        for person in people:
            activity = answer.person_activities.add(person_id=str(person.id))
            if (known := by_person.get(person.id)) is not None:
                activity.planned_sign_ups, activity.planned_minutes = known[0], known[1]
                activity.last_shift_end_time.CopyFrom(timestamp(known[2]))
                activity.completed_sign_ups = known[3]
        return answer
