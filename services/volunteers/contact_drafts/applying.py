"""What becomes of drafts when organizations tells of an entry: the state of the entry says which imports count.

So it makes no difference in which order notices arrive, and whether some of them were left out: afterwards people have what
the imports in effect give them, and what is undone is taken back.
"""

from uuid import UUID

from banyan.organizations.v1 import person_entry_pb2
from sqlalchemy import delete, select
from sqlmodel import col

from services.kit.work.work import Work
from services.volunteers.contact_drafts.models import ContactDraft
from services.volunteers.contacts.models import PersonContact
from services.volunteers.contacts.queries import has_left, locked_contact
from services.volunteers.people.models import Person

UNCLAIMED = person_entry_pb2.PERSON_ENTRY_STATE_UNCLAIMED


async def follow(entry: person_entry_pb2.PersonEntry, person: Person, work: Work) -> None:
    """Gives a person who is locked what the imports of their entry give them, and takes back what was undone.

    Whoever has an account keeps their details themselves: then drafts are of no use any more.
    """
    of_person = col(ContactDraft.person_id) == person.id
    drafts = list(
        await work.session.scalars(
            select(ContactDraft)
            .where(of_person)
            .order_by(col(ContactDraft.create_time), col(ContactDraft.import_job_id))
            .with_for_update()
        )
    )
    if not drafts:
        return
    organization_id = UUID(entry.organization_id)
    if entry.state != UNCLAIMED or await has_left(person.id, organization_id, work):
        await work.session.execute(delete(ContactDraft).where(of_person))
        return
    # Who may import into one organization says nothing of those whom another has entered.
    drafts = [each for each in drafts if each.organization_id == organization_id]
    counting = set(entry.import_job_ids)
    # What came last is taken back first.
    for draft in reversed(drafts):
        if draft.is_applied and str(draft.import_job_id) not in counting:
            await _take_back(draft, work)
    due = [each for each in drafts if not each.is_applied and str(each.import_job_id) in counting]
    if not due:
        return
    is_new = await work.session.get(PersonContact, person.id) is None
    contact = await locked_contact(person.id, work)
    changed = contact.update_time
    for draft in due:
        if not is_new and changed > draft.create_time:
            await work.session.delete(draft)  # what somebody has entered since the plan stays
        else:
            _apply(draft, contact, work)
    if is_new and len(due) == 1:
        # Undoing the import ends the membership, and with it the details.
        await work.session.delete(due[0])


def _apply(draft: ContactDraft, contact: PersonContact, work: Work) -> None:
    draft.phone_before, draft.email_before = contact.phone, contact.email
    contact.phone = draft.phone or contact.phone
    contact.email = draft.email or contact.email
    contact.share(
        draft.organization_id,
        at=work.now,
        manner=draft.consent_manner,
        on=draft.consent_date,
        recorder_person_id=draft.recorder_person_id,
    )


async def _take_back(draft: ContactDraft, work: Work) -> None:
    contact = await locked_contact(draft.person_id, work)
    if draft.phone and contact.phone == draft.phone:
        contact.phone = draft.phone_before or ""
    if draft.email and contact.email == draft.email:
        contact.email = draft.email_before or ""
    if not any((contact.phone, contact.email, contact.address, contact.emergency_contact)):
        await work.session.delete(contact)
    await work.session.delete(draft)
