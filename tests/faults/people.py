"""People for the fault tests: each registers, and changes, as one who only tells us what they sent."""

from uuid import UUID

from banyan.volunteers.v1 import person_pb2 as pb

from services.kit.client import Client
from tests.passports import PassportOffice


async def register(client: Client, office: PassportOffice, person_id: UUID) -> None:
    """Registers a person; returns once that is acknowledged."""
    person = pb.Person(display_name="林秀英", time_zone="Asia/Shanghai")
    passport = office.person(person_id)
    await client.call(pb.RegisterPersonRequest(person=person), pb.Person, passport=passport)


async def apply_as_volunteer(client: Client, office: PassportOffice, person_id: UUID) -> None:
    """Changes a person once more; returns once that is acknowledged."""
    request = pb.ApplyAsVolunteerRequest(person_id=str(person_id))
    await client.call(request, pb.Person, passport=office.person(person_id))
