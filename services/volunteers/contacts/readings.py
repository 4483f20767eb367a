"""Readings: who has looked at the contact details of a person, by the right of which organization, and when."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from banyan.volunteers.v1 import person_contact_pb2 as pb
from sqlalchemy import insert, select
from sqlmodel import col

from services.kit.process.ids import uuid7
from services.kit.work.paging import Listing
from services.kit.work.reading import Shown
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.volunteers.contacts.models import ContactReading

_SHOWN = Shown(pb.ContactReading, ContactReading)
NEWEST_FIRST: Listing[pb.ContactReading] = Listing(
    lambda viewer: select(*_SHOWN.columns(viewer)).where(
        col(ContactReading.person_id) == given("person_id")
    ),
    _SHOWN,
    [col(ContactReading.read_time), col(ContactReading.id)],
    descending=True,
)
_TABLE = cast("Any", ContactReading).__table__


async def note(read: Iterable[tuple[str, UUID]], work: Work) -> None:
    """Notes for people that the caller has read their contact details, in the transaction of the reading.

    Args:
        read: The people, each with the organization by whose right they were read.
        work: The reading.
    """
    rows: Sequence[dict[str, Any]] = [
        {
            "id": uuid7(),
            "person_id": UUID(person_id),
            "organization_id": organization_id,
            "reader_person_id": work.caller.person_id,
            "app_id": work.caller.app_id,
            "read_time": work.now,
        }
        for person_id, organization_id in read
    ]
    if rows:
        await work.session.execute(insert(_TABLE).values(rows))
