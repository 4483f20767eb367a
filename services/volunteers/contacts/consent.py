"""Whether consent still holds: asked of organizations at each reading, because a notice may be late.

Consent ends with the membership in which it was given. Whether notices of memberships are late cannot be known
here: the bus may be away, a consumer behind, or the stream of organizations full. So what the tables of
volunteers say is not enough to show a person's contact details to others; organizations must agree.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from banyan.organizations.v1 import membership_pb2
from sqlalchemy import any_, select
from sqlmodel import col

from services.kit.contract.values import to_datetime
from services.kit.errors import Unavailable
from services.kit.service.steps import Preparation
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, given
from services.volunteers.contacts.access import is_shared_with
from services.volunteers.contacts.models import ContactShare

# For each person, the organizations by whose right the caller sees their contact details.
Consent = dict[UUID, list[UUID]]
ASK_SECONDS = 2.0
RETRY_SECONDS = 2
MOST_ASKED = 100  # organizations in one question

_SHARES = Query(
    lambda viewer: select(
        col(ContactShare.person_id),
        col(ContactShare.organization_id),
        col(ContactShare.create_time),
    ).where(col(ContactShare.person_id) == any_(given("ids", IDS)), is_shared_with(viewer))
)


async def ask_consent(person_ids: Iterable[str], preparation: Preparation) -> Consent:
    """Returns by whose right the caller sees the contact details of other people.

    Args:
        person_ids: The people; the caller is left out.
        preparation: The caller, and the way to organizations.

    Raises:
        Unavailable: The tables say that there is something to see, and organizations cannot be asked.
    """
    others = {UUID(each) for each in person_ids} - {preparation.caller.person_id}
    if not others:
        return {}
    given_at: dict[tuple[UUID, UUID], datetime] = {
        (person_id, organization_id): create_time
        for person_id, organization_id, create_time in await preparation.work.fetch(
            _SHARES, ids=list(others)
        )
    }
    people = sorted({person_id for person_id, _ in given_at})
    organizations = sorted({organization_id for _, organization_id in given_at})
    consent: Consent = {}
    for first in range(0, len(organizations), MOST_ASKED):
        some = organizations[first : first + MOST_ASKED]
        for each in await _members(people, some, preparation):
            person_id, organization_id = UUID(each.person_id), UUID(each.organization_id)
            shared = given_at.get((person_id, organization_id))
            # A returning person has a new membership, and has not consented in it.
            if shared is not None and to_datetime(each.create_time) <= shared:
                consent.setdefault(person_id, []).append(organization_id)
    return consent


async def _members(
    people: Iterable[UUID], organizations: Iterable[UUID], preparation: Preparation
) -> Iterable[membership_pb2.CheckMembershipsResponse.Member]:
    request = membership_pb2.CheckMembershipsRequest(
        person_ids=map(str, people), organization_ids=map(str, organizations)
    )
    answer = await preparation.ask(
        request,
        membership_pb2.CheckMembershipsResponse,
        ASK_SECONDS,
        Unavailable(
            "Whether these contact details are still shared with you cannot be looked up now. Try again in a "
            "moment.",
            reason="CONSENT_UNCHECKED",
            retry_seconds=RETRY_SECONDS,
        ),
    )
    return answer.members
