"""What volunteers does about people who were entered by hand: it makes them, and follows what is entered.

Once a person has an account, they change their data themselves, and what was entered counts no more.
"""

from typing import Any
from uuid import UUID

from banyan.organizations.v1 import person_entry_pb2

from services.kit.bus.consumers import Consumer
from services.kit.work.work import Work
from services.volunteers.contact_drafts.applying import UNCLAIMED, follow
from services.volunteers.people.models import Person


async def keep(entry: person_entry_pb2.PersonEntry, work: Work) -> None:
    """Makes the person that was entered, brings them up to date, or leaves them to themselves."""
    person = await make(entry, work)
    if person is not None:
        await work.announce(person, "entered")
        if entry.import_job_ids:
            await follow(entry, person, work)
        return
    person = await work.lock(Person, entry.person_id)
    if person.keeper_organization_id is None:
        return
    if entry.state != UNCLAIMED:
        person.keeper_organization_id = None
        await follow(entry, person, work)
        return
    await follow(entry, person, work)
    for name, value in _entered(entry).items():
        if getattr(person, name) != value:
            setattr(person, name, value)
    await work.announce(person, "updated")


async def make(entry: person_entry_pb2.PersonEntry, work: Work) -> Person | None:
    """Returns the person that was entered, just made; None if they are there."""
    await work.lock_name(f"person:{entry.person_id}")
    if await work.session.get(Person, UUID(entry.person_id)) is not None:
        return None
    keeper = UUID(entry.organization_id) if entry.state == UNCLAIMED else None
    person = Person(id=UUID(entry.person_id), keeper_organization_id=keeper, **_entered(entry))
    await work.add(person)
    return person


def _entered(entry: person_entry_pb2.PersonEntry) -> dict[str, Any]:
    return {
        "display_name": entry.display_name,
        "languages": list(entry.languages),
        "time_zone": entry.time_zone,
    }


CONSUMERS = (
    Consumer(
        "volunteers-person-entry",
        "organizations",
        "person_entry",
        person_entry_pb2.PersonEntry,
        keep,
    ),
)
