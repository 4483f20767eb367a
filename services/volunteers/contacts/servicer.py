"""PersonContactService: how to reach people. Confidential: read by few, audited, never announced."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from banyan.volunteers.v1 import person_contact_pb2 as pb
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import enum_name
from services.kit.errors import Violation
from services.kit.service.steps import Preparation
from services.kit.work.mapping import to_proto, update
from services.kit.work.reading import Resources, Shown
from services.kit.work.work import Work
from services.volunteers.contacts import readings
from services.volunteers.contacts.consent import Consent, ask_consent
from services.volunteers.contacts.forgetting import forget
from services.volunteers.contacts.keeping import (
    Entry,
    ask_entry,
    broken_consent,
    lock_kept,
)
from services.volunteers.contacts.models import ConsentManner, PersonContact
from services.volunteers.contacts.queries import locked_contact
from services.volunteers.people.models import Person

CONTACTS = Resources(
    PersonContact,
    "view_contact",
    shown=Shown(pb.PersonContact, PersonContact, person_id=col(PersonContact.id)),
)


CONSENT_MANNER = pb.ConsentManner.DESCRIPTOR


class PersonContactServicer:
    """Keeps the contact details of people."""

    service = pb.DESCRIPTOR.services_by_name["PersonContactService"]

    async def prepare_GetPersonContact(
        self, request: pb.GetPersonContactRequest, preparation: Preparation
    ) -> Consent:
        """Asks organizations whether consent still holds."""
        return await ask_consent([request.person_id], preparation)

    async def GetPersonContact(
        self, request: pb.GetPersonContactRequest, work: Work
    ) -> pb.PersonContact:
        """Gets the contact details of a person."""
        if found := await read([request.person_id], work):
            return found[0]
        await work.require("self", request.person_id)  # who has entered nothing sees just that
        return pb.PersonContact(person_id=request.person_id)

    async def prepare_BatchGetPersonContacts(
        self, request: pb.BatchGetPersonContactsRequest, preparation: Preparation
    ) -> Consent:
        """Asks organizations whether consent still holds."""
        return await ask_consent(request.ids, preparation)

    async def BatchGetPersonContacts(
        self, request: pb.BatchGetPersonContactsRequest, work: Work
    ) -> pb.BatchGetPersonContactsResponse:
        """Gets the contact details of several people."""
        found = await read(request.ids, work)
        return pb.BatchGetPersonContactsResponse(person_contacts=found)

    async def ListContactReadings(
        self, request: pb.ListContactReadingsRequest, work: Work
    ) -> pb.ListContactReadingsResponse:
        """Lists who has looked at the contact details of the caller, latest first."""
        await work.require("self", request.person_id)
        page = await readings.NEWEST_FIRST.page(request, work)
        return page.answer(pb.ListContactReadingsResponse)

    async def UpdatePersonContact(
        self, request: pb.UpdatePersonContactRequest, work: Work
    ) -> pb.PersonContact:
        """Updates the masked contact details."""
        contact = await self._own(request.person_id, work)
        update(contact, request.person_contact, request.update_mask, "person_contact")
        return to_proto(contact, pb.PersonContact)

    async def SharePersonContact(
        self, request: pb.SharePersonContactRequest, work: Work
    ) -> pb.PersonContact:
        """Shares the contact details with an organization, from now on."""
        contact = await self._own(request.person_id, work)
        contact.share(UUID(request.organization_id), at=work.now)
        return to_proto(contact, pb.PersonContact)

    async def UnsharePersonContact(
        self, request: pb.UnsharePersonContactRequest, work: Work
    ) -> pb.PersonContact:
        """Ends the sharing with an organization."""
        contact = await self._own(request.person_id, work)
        contact.unshare(UUID(request.organization_id), until=work.now)
        return to_proto(contact, pb.PersonContact)

    async def prepare_EnterPersonContact(
        self, request: pb.EnterPersonContactRequest, preparation: Preparation
    ) -> Entry | None:
        """Asks organizations whether the person has an account."""
        return await ask_entry(request.person_entry_id, preparation)

    async def rules_EnterPersonContact(
        self, request: pb.EnterPersonContactRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the day of the consent."""
        return broken_consent(request, work.now)

    async def EnterPersonContact(
        self, request: pb.EnterPersonContactRequest, work: Work
    ) -> pb.PersonContact:
        """Enters the contact details of a person without an account, with their consent."""
        person = await lock_kept(work)
        refuse_violations(list(broken_consent(request, work.now)))
        contact = await locked_contact(person.id, work)
        for name in ("phone", "email", "address", "emergency_contact"):
            if getattr(contact, name) != getattr(request.person_contact, name):
                setattr(contact, name, getattr(request.person_contact, name))
        contact.share(
            UUID(work.prepared.organization_id),
            at=work.now,
            manner=ConsentManner(enum_name(CONSENT_MANNER, request.consent_manner)),
            on=date.fromisoformat(request.consent_date),
            recorder_person_id=work.person_id,
        )
        return to_proto(contact, pb.PersonContact)

    async def prepare_DeletePersonContact(
        self, request: pb.DeletePersonContactRequest, preparation: Preparation
    ) -> Entry | None:
        """Asks organizations whether the person has an account."""
        return await ask_entry(request.person_entry_id, preparation)

    async def DeletePersonContact(
        self, request: pb.DeletePersonContactRequest, work: Work
    ) -> pb.PersonContact:
        """Deletes the contact details of a person without an account."""
        person = await lock_kept(work)
        await forget(person.id, work)
        return pb.PersonContact(person_id=request.person_entry_id)

    async def _own(self, person_id: str, work: Work) -> PersonContact:
        """Returns the caller's own contact details, locked, created empty if there were none.

        Raises:
            PermissionDenied: They are another person's.
            NotFound: The caller has not registered.
        """
        await work.require("self", person_id)
        await work.lock(Person, person_id)
        return await locked_contact(UUID(person_id), work)


async def read(person_ids: Iterable[str], work: Work) -> list[pb.PersonContact]:
    """Returns the contact details that the caller may see, and records by whose right they were read.

    The reading belongs in the audit trail of each organization that the person shares them with and that
    the caller manages, so that its members in charge see who looked at what; and the person sees the same.
    """
    consent: Consent = work.prepared
    allowed = {*consent, work.caller.person_id}
    asked = map(UUID, person_ids)
    found = await CONTACTS.get_all([each for each in asked if each in allowed], work)
    seen = [
        (contact.person_id, organization_id)
        for contact in found
        for organization_id in consent.get(UUID(contact.person_id), ())
    ]
    for person_id, organization_id in seen:
        work.changes.note_read_in(organization_id, person_id)
    await readings.note(seen, work)
    return found
