"""Claiming a record: the calling account gets the person that an organization entered by hand.

An account gets a person at its first sign-in, who does not exist before they register. So an account that
has not registered loses nothing if it gets another one; one that has would lose all that it did, and two records
would have to become one. Whether it has registered is asked of volunteers, because the notice may be late.
"""

from uuid import UUID

from banyan.volunteers.v1 import person_pb2
from sqlalchemy import select, update
from sqlmodel import col

from services.kit.errors import Refused, Unavailable
from services.kit.service.steps import Preparation
from services.kit.work.work import Work
from services.organizations.memberships.rights import Place, hold_rights, may_lead
from services.organizations.organizations.models import Organization
from services.organizations.passports.administrators import Administrators
from services.organizations.passports.models import Principal
from services.organizations.people.models import Person
from services.organizations.person_entries.models import PersonEntry, PersonEntryState
from services.organizations.person_entries.queries import no_such_link

ASK_SECONDS = 1.0
RETRY_SECONDS = 2


async def is_registered(preparation: Preparation) -> bool:
    """Returns whether the caller has registered, as volunteers knows it.

    Raises:
        Unavailable: Volunteers cannot be asked.
    """
    if preparation.caller.is_registered:
        return True
    request = person_pb2.BatchGetPeopleRequest(ids=[str(preparation.caller.person_id)])
    answer = await preparation.ask(
        request,
        person_pb2.BatchGetPeopleResponse,
        ASK_SECONDS,
        Unavailable(
            "Whether you have registered cannot be looked up now. Try again in a moment.",
            reason="REGISTRATION_UNCHECKED",
            retry_seconds=RETRY_SECONDS,
        ),
    )
    return bool(answer.people)


async def refuse_registered(work: Work) -> None:
    """Refuses a caller who has registered.

    Raises:
        Refused: They have.
    """
    known = select(col(Person.id)).where(col(Person.id) == work.person_id)
    if work.prepared or await work.session.scalar(known) is not None:
        raise _has_a_person()


async def claim(
    entry: PersonEntry, link_hash: bytes, administrators: Administrators, work: Work
) -> PersonEntry:
    """Gives the calling account the person, by conditional UPDATEs, however many ask at once.

    Returns:
        The entry after that.

    Raises:
        NotFound: The link was revoked or replaced in the meantime.
        Refused: The record was claimed, the link has expired, or the person who created it can no longer
            give it out; or the account got a person in the meantime.
    """
    organization = await work.lock(Organization, entry.organization_id)
    entry = await work.lock(PersonEntry, entry.id)
    if entry.link_hash != link_hash or entry.link_creator_person_id is None:
        raise no_such_link()
    entry.refuse_if_unusable(work.now)
    await hold_rights(entry.link_creator_person_id, organization, work)
    if not await may_give_out(entry.link_creator_person_id, organization, administrators, work):
        raise Refused(
            "The person who created this link can no longer give it out. Ask the organization for a new "
            "one.",
            reason="CLAIM_LINK_WITHOUT_RIGHT",
        )
    # An account that has claimed another record since its passport was issued has another person.
    taken = await work.session.execute(
        update(Principal)
        .where(
            col(Principal.id) == UUID(work.caller.principal_id),
            col(Principal.person_id) == work.person_id,
        )
        .values(person_id=entry.id)
        .returning(col(Principal.id))
        .execution_options(synchronize_session=False)
    )
    if taken.first() is None:
        raise _has_a_person()
    entry.state, entry.claim_time = PersonEntryState.CLAIMED, work.now
    entry.link_expire_time = None
    work.follows(entry, because="the holder of the link may claim the record")
    return entry


async def may_give_out(
    creator_id: UUID | None,
    organization: Organization | Place,
    administrators: Administrators,
    work: Work,
) -> bool:
    """Returns whether the person who created a link leads the organization now, or all of them."""
    if creator_id is None:
        return False
    if await may_lead(creator_id, organization, work):
        return True
    return await administrators.include(creator_id, work)


def _has_a_person() -> Refused:
    return Refused(
        "You have registered already, and an account has one record. Ask the organization to invite you: "
        "join as yourself, and have the record that it entered ended.",
        reason="ACCOUNT_HAS_A_PERSON",
    )
