"""What events does about the notices of organizations and volunteers: it projects them.

Each handler takes the resource as it is and makes the row equal to it, whatever was there before.
"""

from banyan.organizations.v1 import organization_pb2
from banyan.volunteers.v1 import person_pb2

from services.events.models import Organization, Person
from services.kit.consumers import Consumer
from services.kit.projection import project
from services.kit.work import Work


async def project_organization(organization: organization_pb2.Organization, work: Work) -> None:
    """Notes whether an organization can plan events, and whose roles count in it."""
    await project(work, Organization, organization)


async def project_person(person: person_pb2.Person, work: Work) -> None:
    """Notes whether a person can take part, and what they can do."""
    await project(work, Person, person)


CONSUMERS = (
    Consumer(
        "events-organization",
        "organizations",
        "organization",
        organization_pb2.Organization,
        project_organization,
    ),
    Consumer("events-person", "volunteers", "person", person_pb2.Person, project_person),
)
