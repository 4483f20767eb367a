"""AvailabilityService: when people can come, and how much they would like to do."""

from uuid import UUID

from banyan.volunteers.v1 import availability_pb2 as pb
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from services.kit.work.mapping import to_proto, update
from services.kit.work.reading import Resources, Shown
from services.kit.work.work import Work
from services.volunteers.availability.models import Availability
from services.volunteers.people.models import Person

AVAILABILITIES = Resources(
    Availability,
    "view_availability",
    shown=Shown(pb.Availability, Availability, person_id=col(Availability.id)),
)


class AvailabilityServicer:
    """Keeps the availability of people."""

    service = pb.DESCRIPTOR.services_by_name["AvailabilityService"]

    async def GetAvailability(
        self, request: pb.GetAvailabilityRequest, work: Work
    ) -> pb.Availability:
        """Gets the availability of a person."""
        if found := await AVAILABILITIES.get_all([request.person_id], work):
            return found[0]
        await work.require("self", request.person_id)  # who has entered nothing sees just that
        return pb.Availability(id=request.person_id, person_id=request.person_id)

    async def BatchGetAvailabilities(
        self, request: pb.BatchGetAvailabilitiesRequest, work: Work
    ) -> pb.BatchGetAvailabilitiesResponse:
        """Gets the availability of several people."""
        found = await AVAILABILITIES.get_all(request.ids, work)
        return pb.BatchGetAvailabilitiesResponse(availabilities=found)

    async def UpdateAvailability(
        self, request: pb.UpdateAvailabilityRequest, work: Work
    ) -> pb.Availability:
        """Updates the masked fields of the caller's availability."""
        await work.require("self", request.person_id)
        person = await work.lock(Person, request.person_id)
        availability = await _locked(person, work)
        update(availability, request.availability, request.update_mask, "availability")
        await work.announce(availability, "updated")
        return to_proto(availability, pb.Availability)


async def _locked(person: Person, work: Work) -> Availability:
    """Returns the availability of a person who is locked, locked too, created empty if there was none."""
    await work.session.execute(
        upsert(Availability)
        .values(
            id=UUID(str(person.id)),
            version=1,
            create_time=work.now,
            update_time=work.now,
            time_zone=person.time_zone,
            weekly_windows=[],
            absences=[],
        )
        .on_conflict_do_nothing()
    )
    return await work.lock(Availability, person.id)
