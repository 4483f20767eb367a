"""Forgetting contact details of people without an account: nobody else could ever do it."""

import contextlib
from uuid import UUID

from services.kit.errors import NotFound
from services.kit.work.work import Work
from services.volunteers.contacts.models import PersonContact


async def forget(person_id: UUID, work: Work) -> None:
    """Deletes the contact details of a person, and with whom they were shared, if there are any."""
    with contextlib.suppress(NotFound):
        await work.session.delete(await work.lock(PersonContact, person_id))
