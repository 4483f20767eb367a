"""Availability in the community of the access tables: that of the subject, and the requests about it."""

from banyan.volunteers.v1 import availability_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World

ANY_DAY = [
    pb.WeeklyWindow(weekday=number, start_minute=0, end_minute=1440)  # type: ignore[arg-type] # by number
    for number in range(1, 8)
]
SAID = pb.UpdateAvailabilityRequest(
    availability=pb.Availability(
        weekly_windows=ANY_DAY,
        absences=[pb.Absence(first_date="2031-02-01", last_date="2031-02-14")],
        wanted_minutes_a_week=120,
        most_minutes_a_week=10080,
    ),
    update_mask=FieldMask(
        paths=[
            "weekly_windows",
            "absences",
            "wanted_minutes_a_week",
            "most_minutes_a_week",
        ]
    ),
)


async def add_availability(world: World) -> str:
    """Says when the subject can come, and returns the ID, which is that of the subject."""
    request = pb.UpdateAvailabilityRequest(person_id=world.people["subject"])
    request.MergeFrom(SAID)
    return (await world.call("subject", request, pb.Availability)).id


RESOURCE = Resource(
    "Availability",
    "Availabilities",
    add_availability,
    requests={"UpdateAvailability": lambda request, _: request.MergeFrom(SAID)},
    parts={"WeeklyWindow": "weeklyWindows { FIELDS }", "Absence": "absences { FIELDS }"},
)
