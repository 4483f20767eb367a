"""What organizations does about the notices of volunteers and events: it projects them.

Each handler takes the resource as it is and makes the row equal to it, whatever was there before.
"""

from typing import Any
from uuid import UUID

from banyan.events.v1 import event_pb2
from banyan.volunteers.v1 import hours_balance_pb2, person_pb2
from sqlalchemy import ColumnElement, delete, or_, update
from sqlmodel import col

from services.kit.consumers import Consumer
from services.kit.names import search_name, sort_name
from services.kit.projection import project
from services.kit.work import Work
from services.organizations.models import Event, HoursBalance, Membership, Person


async def project_person(person: person_pb2.Person, work: Work) -> None:
    """Notes name and standing of a person; their memberships are sorted and found by the name."""
    names = {
        "sort_name": sort_name(person.display_name),
        "search_name": search_name(person.display_name),
    }
    await work.lock_name(f"person:{person.id}")
    await project(work, Person, person, **names)
    await _repeat(work, names, col(Membership.person_id) == UUID(person.id))


async def project_hours_balance(balance: hours_balance_pb2.HoursBalance, work: Work) -> None:
    """Notes how long a person has worked for an organization; its roster is ordered by that too.

    A balance that began anew, after its owner was restored from a backup, takes the place of the old.
    """
    minutes = {
        "recorded_minutes": balance.recorded_minutes,
        "attested_minutes": balance.attested_minutes,
    }
    await work.lock_name(f"person:{balance.person_id}")
    await work.session.execute(
        delete(HoursBalance).where(
            col(HoursBalance.organization_id) == UUID(balance.organization_id),
            col(HoursBalance.person_id) == UUID(balance.person_id),
            col(HoursBalance.id) != UUID(balance.id),
        )
    )
    await project(work, HoursBalance, balance)
    await _repeat(
        work,
        minutes,
        col(Membership.person_id) == UUID(balance.person_id),
        col(Membership.organization_id) == UUID(balance.organization_id),
    )


async def _repeat(work: Work, values: dict[str, Any], *memberships: ColumnElement[bool]) -> None:
    """Repeats on memberships what was told of their person.

    It is no part of a membership as others see it: its version stays, nothing is announced.
    """
    changed = or_(*(getattr(Membership, name) != value for name, value in values.items()))
    await work.session.execute(
        update(Membership)
        .where(*memberships, changed)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def project_event(event: event_pb2.Event, work: Work) -> None:
    """Notes when an organization does something."""
    await project(work, Event, event)


CONSUMERS = (
    Consumer("organizations-person", "volunteers", "person", person_pb2.Person, project_person),
    Consumer(
        "organizations-hours-balance",
        "volunteers",
        "hours_balance",
        hours_balance_pb2.HoursBalance,
        project_hours_balance,
    ),
    Consumer("organizations-event", "events", "event", event_pb2.Event, project_event),
)
