"""PersonContactService: how to reach people. Confidential: read by few, audited, never announced."""

from uuid import UUID

from banyan.volunteers.v1 import person_contact_pb2 as pb
from sqlalchemy.dialects.postgresql import insert as upsert

from services.kit.mapping import to_proto, update
from services.kit.work import Work
from services.volunteers.models import Person, PersonContact


class PersonContactServicer:
    """Keeps the contact details of people."""

    service = pb.DESCRIPTOR.services_by_name["PersonContactService"]

    async def GetPersonContact(
        self, request: pb.GetPersonContactRequest, work: Work
    ) -> pb.PersonContact:
        """Gets the contact details of a person."""
        found = await work.find_all(PersonContact, [request.person_id], "view_contact")
        if found:
            return to_proto(found[0], pb.PersonContact)
        await work.require("self", request.person_id)  # who has entered nothing sees just that
        return pb.PersonContact(person_id=request.person_id)

    async def BatchGetPersonContacts(
        self, request: pb.BatchGetPersonContactsRequest, work: Work
    ) -> pb.BatchGetPersonContactsResponse:
        """Gets the contact details of several people."""
        found = await work.find_all(PersonContact, request.ids, "view_contact")
        return pb.BatchGetPersonContactsResponse(
            person_contacts=[to_proto(contact, pb.PersonContact) for contact in found]
        )

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

    async def _own(self, person_id: str, work: Work) -> PersonContact:
        """Returns the caller's own details, locked; empty ones where there were none.

        Raises:
            PermissionDenied: They are another person's.
            NotFound: The caller has not registered.
        """
        await work.require("self", person_id)
        await work.lock(Person, person_id)
        await work.session.execute(
            upsert(PersonContact)
            .values(
                id=UUID(person_id),
                version=1,
                create_time=work.now,
                update_time=work.now,
                phone="",
                email="",
                address="",
                emergency_contact="",
            )
            .on_conflict_do_nothing()
        )
        return await work.lock(PersonContact, person_id)
