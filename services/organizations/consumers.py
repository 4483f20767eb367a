"""What organizations does about the notices of volunteers and events: it projects them.

Each handler takes the resource as it is and makes the row equal to it, whatever was there before.
"""

from uuid import UUID

from banyan.events.v1 import event_pb2
from banyan.volunteers.v1 import person_pb2
from sqlalchemy import update
from sqlmodel import col

from services.kit.consumers import Consumer
from services.kit.names import sort_name
from services.kit.projection import project
from services.kit.work import Work
from services.organizations.models import Event, Membership, Person
from services.organizations.rosters import hold_sort_name


async def project_person(person: person_pb2.Person, work: Work) -> None:
    """Notes name and standing of a person, and sorts their memberships by the name.

    The sort name is no part of a membership as others see it: its version stays, nothing is announced.
    """
    person_id, name = UUID(person.id), sort_name(person.display_name)
    await hold_sort_name(person_id, work)
    await project(work, Person, person, sort_name=name)
    await work.session.execute(
        update(Membership)
        .where(col(Membership.person_id) == person_id, col(Membership.sort_name) != name)
        .values(sort_name=name)
        .execution_options(synchronize_session=False)
    )


async def project_event(event: event_pb2.Event, work: Work) -> None:
    """Notes when an organization does something."""
    await project(work, Event, event)


CONSUMERS = (
    Consumer("organizations-person", "volunteers", "person", person_pb2.Person, project_person),
    Consumer("organizations-event", "events", "event", event_pb2.Event, project_event),
)
