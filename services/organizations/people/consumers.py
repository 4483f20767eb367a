"""What organizations does about the notices of people: it projects them.

Each handler takes the resource as it is and makes the row equal to it, whatever was there before.
"""

from collections.abc import Sequence
from uuid import UUID

from banyan.volunteers.v1 import person_pb2
from sqlmodel import col

from services.kit.bus.consumers import Consumer
from services.kit.text.names import search_name, sort_name
from services.kit.work.erasing import begin_erasure
from services.kit.work.projection import project
from services.kit.work.work import Work
from services.organizations.invitations.queries import revoke_invitations
from services.organizations.memberships.models import Membership
from services.organizations.memberships.queries import repeat
from services.organizations.people.models import Person


def locks(person: person_pb2.Person) -> Sequence[str]:
    """Names the lock on the person."""
    return (f"person:{person.id}",)


async def project_person(person: person_pb2.Person, work: Work) -> None:
    """Updates the projection, and the names on the person's memberships.

    Revokes the invitations of a suspended person: nobody joins by the word of a person whose roles do not
    count.
    """
    names = {
        "sort_name": sort_name(person.display_name, of_person=True),
        "search_name": search_name(person.display_name),
    }
    await project(work, Person, person, **names)
    await repeat(work, names, col(Membership.person_id) == UUID(person.id))
    if person.state == person_pb2.PERSON_STATE_SUSPENDED:
        await revoke_invitations(UUID(person.id), work)
    if person.HasField("erase_time"):
        await begin_erasure(UUID(person.id), work)


CONSUMERS = (
    Consumer(
        "organizations-person", "volunteers", "person", person_pb2.Person, project_person, locks
    ),
)
