"""Forgetting contact details of people without an account: nobody else could ever do it."""

import contextlib
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from services.kit.errors import NotFound
from services.kit.work.work import Work
from services.volunteers.contact_drafts.models import ContactDraft
from services.volunteers.contacts.models import PersonContact


async def forget(person_id: UUID, work: Work) -> None:
    """Deletes the contact details of a person, what imports would give them, and with whom they were shared."""
    await work.session.execute(delete(ContactDraft).where(col(ContactDraft.person_id) == person_id))
    with contextlib.suppress(NotFound):
        await work.session.delete(await work.lock(PersonContact, person_id))
