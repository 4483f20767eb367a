"""Contact details of people without an account, kept for them by the organization that entered them.

Whether a person has an account is asked of organizations each time, because its notice may be late: from that
moment on their contact details are theirs alone. Nothing is looked up by what is entered, so nobody learns whether a
phone number belongs to somebody with an account.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import person_entry_pb2
from banyan.volunteers.v1 import person_contact_pb2 as pb
from sqlalchemy import ColumnElement, Select, Uuid, exists, literal, select

from services.kit.contract.formats import is_date
from services.kit.errors import (
    PermissionDenied,
    Refused,
    Unavailable,
    Violation,
)
from services.kit.service.steps import Preparation
from services.kit.work.access import Check, Subject
from services.kit.work.holding import another, where_role_held
from services.kit.work.query import Query
from services.kit.work.roles import LEADERS
from services.kit.work.viewer import Viewer, given
from services.kit.work.work import Work
from services.volunteers.contact_drafts.applying import UNCLAIMED
from services.volunteers.contacts.queries import has_left
from services.volunteers.memberships.models import ROLE_TABLES
from services.volunteers.people.models import Person
from services.volunteers.person_entries.consumers import make

ASK_SECONDS = 2.0
RETRY_SECONDS = 2
# Where a day begins first, it is so many hours later than in UTC.
FIRST_DAY = timedelta(hours=14)
Entry = person_entry_pb2.PersonEntry


def where_kept(person_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    """The people without an account whom an organization entered that the caller leads.

    Only roles held in that organization itself count, as for reading contact details.
    """
    kept = another(Person)
    leads = where_role_held(
        kept.keeper_organization_id, viewer, LEADERS, ROLE_TABLES, inherited=False
    )
    return exists().where(kept.id == person_id, leads)


def _keeping(viewer: Viewer) -> Select[Any] | None:
    if not viewer.is_signed_in:
        return None
    return select(literal(True)).where(where_kept(given("person_id", Uuid()), viewer))


_KEEPS = Query(_keeping)


async def _keeps(work: Work, person_id: Any) -> bool:
    return bool(await work.fetch(_KEEPS, person_id=UUID(str(person_id))))


KEEPS = Check(_keeps, Subject.PERSON, where_kept)


async def ask_entry(entry_id: str, preparation: Preparation) -> Entry | None:
    """Returns an entry, as organizations knows it; None if the caller may not see it.

    Raises:
        Unavailable: Organizations cannot be asked.
    """
    request = person_entry_pb2.BatchGetPersonEntriesRequest(ids=[entry_id])
    answer = await preparation.ask(
        request,
        person_entry_pb2.BatchGetPersonEntriesResponse,
        ASK_SECONDS,
        Unavailable(
            "Whether this person has an account cannot be looked up now. Try again in a moment.",
            reason="ACCOUNT_UNCHECKED",
            retry_seconds=RETRY_SECONDS,
        ),
    )
    return next(iter(answer.person_entries), None)


async def lock_kept(work: Work) -> Person:
    """Returns the person whose contact details the caller may keep, locked; makes them if the notice is late.

    Raises:
        PermissionDenied: The caller may not.
        Refused: The person has an account, or is no active member any more.
    """
    entry: Entry | None = work.prepared
    if entry is None:
        raise PermissionDenied
    if entry.state != UNCLAIMED:
        raise Refused(
            "This person has an account now and changes their own data. Ask them to change it.",
            reason="PERSON_CLAIMED",
        )
    await make(entry, work)
    await work.require("keep_contact", entry.person_id)
    if await has_left(UUID(entry.person_id), UUID(entry.organization_id), work):
        raise Refused(
            "This person is no active member any more. Reinstate them, or enter them again.",
            reason="NOT_AN_ACTIVE_MEMBER",
        )
    return await work.lock(Person, entry.person_id)


def broken_consent(request: pb.EnterPersonContactRequest, now: datetime) -> Iterator[Violation]:
    """Yields what is wrong with the day of the consent."""
    day = request.consent_date
    if is_date(day) and date.fromisoformat(day) > (now + FIRST_DAY).date():
        yield Violation("consent_date", "must not be in the future", "OUT_OF_RANGE")
