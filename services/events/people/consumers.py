"""What events does about the notices of people: it projects them, and frees places."""

from uuid import UUID

from banyan.volunteers.v1 import person_pb2
from sqlalchemy import or_
from sqlmodel import col

from services.events.calendar_feeds.queries import end_feed
from services.events.people.models import Person
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.queries import free_places
from services.events.sign_ups.states import EXPIRING
from services.kit.bus.consumers import Consumer
from services.kit.text.folding import comparable
from services.kit.text.names import search_name
from services.kit.work.erasing import begin_erasure
from services.kit.work.projection import project
from services.kit.work.work import Work

REASON = "You are suspended."


async def project_person(person: person_pb2.Person, work: Work) -> None:
    """Notes whether a person can take part, what they can do, and by which name they are found.

    The places of a suspended person are freed, and their calendar has no address any more. A place in a shift that has started is kept, so that
    an organizer can record the attendance.
    """
    skills = [comparable(skill.name) for skill in person.skills]
    await project(
        work,
        Person,
        person,
        comparable_skills=skills,
        search_name=search_name(person.display_name),
    )
    if person.state == person_pb2.PERSON_STATE_SUSPENDED:
        await free_places(
            UUID(person.id),
            REASON,
            work,
            or_(col(SignUp.start_time) > work.now, col(SignUp.state).in_(EXPIRING)),
        )
        await end_feed(UUID(person.id), work)
    if person.HasField("erase_time"):
        await begin_erasure(UUID(person.id), work)


CONSUMERS = (Consumer("events-person", "volunteers", "person", person_pb2.Person, project_person),)
