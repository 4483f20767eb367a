"""ContactDraftService: contact details of lists of people, compared and kept for the import of the list."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from banyan.volunteers.v1 import contact_draft_pb2 as pb
from banyan.volunteers.v1 import person_contact_pb2
from sqlalchemy import any_, func, or_, select, text
from sqlmodel import col

from services.kit.contract.formats import is_date
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import enum_name, to_datetime
from services.kit.errors import Violation
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.kit.work.work import Work
from services.volunteers.contacts import readings
from services.volunteers.contacts.keeping import FIRST_DAY
from services.volunteers.contacts.models import ContactShare, PersonContact
from services.volunteers.people.models import Person

_MANNER = person_contact_pb2.ConsentManner.DESCRIPTOR
# What members show the organization: those whom it entered show it as long as they have no account.
_SHOWN = Query(
    select(
        col(PersonContact.id),
        col(PersonContact.phone),
        func.lower(col(PersonContact.email)),
        col(ContactShare.create_time),
        col(Person.keeper_organization_id) == given("organization_id"),
    )
    .join(Person, col(Person.id) == col(PersonContact.id))
    .outerjoin(
        ContactShare,
        (col(ContactShare.person_id) == col(PersonContact.id))
        & (col(ContactShare.organization_id) == given("organization_id")),
    )
    .where(
        col(PersonContact.id) == any_(given("ids", IDS)),
        or_(
            col(ContactShare.person_id).is_not(None),
            col(Person.keeper_organization_id) == given("organization_id"),
        ),
    )
)
# Past the session: what people write about each other is no part of the audit trail.
_KEEP = text(
    "INSERT INTO contact_draft (person_id, import_job_id, organization_id, phone, email, consent_manner,"
    " consent_date, recorder_person_id, create_time)"
    " SELECT person_id, :import_job_id, :organization_id, phone, email, :manner, consent_date, :recorder, :now"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
    " AS kept(person_id uuid, phone text, email text, consent_date date)"
    " ON CONFLICT (person_id, import_job_id) DO UPDATE SET phone = excluded.phone, email = excluded.email,"
    " consent_manner = excluded.consent_manner, consent_date = excluded.consent_date"
    " WHERE contact_draft.organization_id = excluded.organization_id AND contact_draft.phone_before IS NULL"
)


class ContactDraftServicer:
    """Compares and keeps the contact details of lists."""

    service = pb.DESCRIPTOR.services_by_name["ContactDraftService"]

    async def CompareContacts(
        self, request: pb.CompareContactsRequest, work: Work
    ) -> pb.CompareContactsResponse:
        """Compares contact details with those that members show the organization."""
        await work.require("import_contacts", request.organization_id)
        organization_id = UUID(request.organization_id)
        ids = {UUID(each.person_id) for each in request.comparisons}
        rows = await work.fetch(_SHOWN, ids=list(ids), organization_id=organization_id)
        known = {str(id_): shown for id_, *shown in rows}
        answer = pb.CompareContactsResponse()
        read: set[str] = set()
        for each in request.comparisons:
            equal = answer.equalities.add()
            phone, email, shared, is_kept = known.get(each.person_id, ("", "", None, False))
            if not is_kept and (shared is None or shared < to_datetime(each.member_since)):
                continue
            read.add(each.person_id)
            equal.phone = bool(each.phone) and each.phone == phone
            equal.email = bool(each.email) and each.email.lower() == email
        for person_id in read:
            work.changes.note_read_in(organization_id, person_id)
        await readings.note([(each, organization_id) for each in sorted(read)], work)
        return answer

    async def rules_DraftContacts(
        self, request: pb.DraftContactsRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the days of consent."""
        return _broken(request.drafts, work.now)

    async def DraftContacts(
        self, request: pb.DraftContactsRequest, work: Work
    ) -> pb.DraftContactsResponse:
        """Keeps contact details for the execution of an import."""
        await work.require("import_contacts", request.organization_id)
        refuse_violations(list(_broken(request.drafts, work.now)))
        rows: list[dict[str, Any]] = [
            {
                "person_id": each.person_id,
                "phone": each.phone,
                "email": each.email,
                "consent_date": each.consent_date,
            }
            # One row for each person: the last counts.
            for each in {draft.person_id: draft for draft in request.drafts}.values()
        ]
        await work.session.execute(
            _KEEP,
            {
                "import_job_id": UUID(request.import_job_id),
                "organization_id": UUID(request.organization_id),
                "manner": enum_name(_MANNER, request.consent_manner),
                "recorder": work.caller.person_id,
                "now": work.now,
                "rows": json.dumps(rows),
            },
        )
        return pb.DraftContactsResponse(kept_count=len(rows))


def _broken(drafts: Sequence[pb.ContactDraft], now: datetime) -> Iterator[Violation]:
    last = (now + FIRST_DAY).date()
    for index, each in enumerate(drafts):
        day = each.consent_date
        if is_date(day) and date.fromisoformat(day) > last:
            name = f"drafts[{index}].consent_date"
            yield Violation(name, "must not be in the future", "OUT_OF_RANGE")
