"""What people do in the fault tests; each of these returns once it is acknowledged."""

from uuid import UUID

from banyan.organizations.v1 import organization_pb2
from banyan.volunteers.v1 import person_pb2

from services.kit.calls.client import Client
from tests.passports import PassportOffice

PERSON = person_pb2.Person(display_name="林秀英", time_zone="Asia/Shanghai")
ORGANIZATION = organization_pb2.Organization(
    name="互助会",
    kind=organization_pb2.ORGANIZATION_KIND_MUTUAL_AID_GROUP,
    membership_policy=organization_pb2.MEMBERSHIP_POLICY_OPEN,
)


async def register(
    client: Client, office: PassportOffice, person_id: UUID, person: person_pb2.Person = PERSON
) -> None:
    """Registers a person."""
    request = person_pb2.RegisterPersonRequest(person=person)
    await client.call(request, person_pb2.Person, passport=office.person(person_id))


async def apply_as_volunteer(client: Client, office: PassportOffice, person_id: UUID) -> None:
    """Changes a person once more."""
    request = person_pb2.ApplyAsVolunteerRequest(person_id=str(person_id))
    await client.call(request, person_pb2.Person, passport=office.person(person_id))


async def found_organization(client: Client, office: PassportOffice) -> None:
    """Lets some person found an organization."""
    request = organization_pb2.CreateOrganizationRequest(organization=ORGANIZATION)
    await client.call(request, organization_pb2.Organization, passport=office.person())
