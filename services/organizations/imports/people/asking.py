"""How contact details of lists get to volunteers, which keeps them until an import is executed.

Nothing of them stays here: a plan says that a phone or an email is entered, and not which. Nobody is looked up by them, either:
they are compared with those of members whom a row may be about by what else it says.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.volunteers.v1 import contact_draft_pb2

from services.kit.contract.values import timestamp
from services.kit.errors import Unavailable
from services.kit.service.steps import Preparation
from services.organizations.imports.people.contacts import Contact, Equalities
from services.organizations.imports.people.known import Roster

ASK_SECONDS = 10.0
RETRY_SECONDS = 5
MOST_IN_A_CALL = 1000


async def compare(
    organization_id: UUID,
    contacts: Iterable[tuple[str, UUID | None, str, Contact]],
    roster: Roster,
    preparation: Preparation,
) -> Equalities:
    """Asks volunteers which contact details of a list members have.

    Args:
        organization_id: The organization.
        contacts: Of each row with contact details the name as it is compared, the membership that it names, the external id
            as it is compared, and the details.
        roster: The members that rows may be about.
        preparation: The preparation of the import.

    Raises:
        Unavailable: Volunteers does not answer.
    """
    asked: dict[tuple[UUID, str, str], contact_draft_pb2.ContactComparison] = {}
    for name_key, membership_id, id_key, contact in contacts:
        found = {each.membership_id: each for each in roster.by_name.get(name_key, ())}
        if membership_id in roster.by_id:
            found[membership_id] = roster.by_id[membership_id]
        found |= {each.membership_id: each for each in roster.by_external_id.get(id_key, ())}
        for member in found.values():
            asked[member.person_id, contact.phone, contact.email] = (
                contact_draft_pb2.ContactComparison(
                    person_id=str(member.person_id),
                    member_since=timestamp(member.create_time),
                    phone=contact.phone,
                    email=contact.email,
                )
            )
    equalities = Equalities()
    for some in _parts(list(asked.values())):
        request = contact_draft_pb2.CompareContactsRequest(
            organization_id=str(organization_id), comparisons=some
        )
        answer = await preparation.ask(
            request, contact_draft_pb2.CompareContactsResponse, ASK_SECONDS, _unavailable()
        )
        for one, equal in zip(some, answer.equalities, strict=True):
            has = equalities.has.setdefault(UUID(one.person_id), set())
            has |= {one.phone} if equal.phone else set()
            has |= {one.email} if equal.email else set()
    return equalities


async def keep(
    organization_id: UUID,
    job_id: UUID,
    consent: pb.ContactConsent,
    contacts: Sequence[tuple[UUID, Contact]],
    preparation: Preparation,
) -> None:
    """Has volunteers keep contact details until an import is executed.

    If the import is not stored after all, they go by themselves.

    Args:
        organization_id: The organization.
        job_id: The import.
        consent: How and when the people agreed.
        contacts: The people, and their details.
        preparation: The preparation of the import.

    Raises:
        Unavailable: Volunteers does not answer.
    """
    for some in _parts(contacts):
        request = contact_draft_pb2.DraftContactsRequest(
            organization_id=str(organization_id),
            import_job_id=str(job_id),
            consent_manner=consent.manner,
            drafts=[
                contact_draft_pb2.ContactDraft(
                    person_id=str(person_id),
                    phone=contact.phone,
                    email=contact.email,
                    consent_date=contact.consent_date or consent.date,
                )
                for person_id, contact in some
            ],
        )
        await preparation.ask(
            request, contact_draft_pb2.DraftContactsResponse, ASK_SECONDS, _unavailable()
        )


def _parts(items: Sequence[Any]) -> list[Sequence[Any]]:
    return [items[at : at + MOST_IN_A_CALL] for at in range(0, len(items), MOST_IN_A_CALL)]


def _unavailable() -> Unavailable:
    return Unavailable(
        "The contact details of this list cannot be kept now. Try again in a moment, or import the list without them.",
        reason="CONTACTS_UNAVAILABLE",
        retry_seconds=RETRY_SECONDS,
    )
