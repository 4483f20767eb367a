"""PersonEntryService: people whom organizations enter by hand, and who can claim their record."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import person_entry_pb2 as pb
from banyan.volunteers.v1 import person_pb2
from sqlalchemy import and_, select
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import enum_name, known_moment
from services.kit.errors import Refused, Violation
from services.kit.process.ids import uuid7
from services.kit.process.links import LinkTokens, token_hash
from services.kit.service.steps import Preparation
from services.kit.text.names import search_name, sort_name
from services.kit.work.mapping import to_proto, update
from services.kit.work.models import TIME
from services.kit.work.projection import project
from services.kit.work.query import Query
from services.kit.work.reading import Resources, Shown
from services.kit.work.roles import Role
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.invitations.tokens import CLAIM, broken_expiry, tokens_for
from services.organizations.memberships import joining
from services.organizations.memberships.rights import Place, lock_owned, lock_to_change
from services.organizations.organizations.models import Organization
from services.organizations.passports.administrators import Administrators
from services.organizations.passports.keys import SigningKey
from services.organizations.people.models import Person
from services.organizations.person_entries.claiming import (
    claim,
    is_registered,
    may_give_out,
    refuse_registered,
)
from services.organizations.person_entries.models import PersonEntry, PersonEntryState
from services.organizations.person_entries.queries import (
    by_token,
    no_such_link,
    refuse_too_many,
)

LIFETIME = timedelta(days=7)
LONGEST_LIFETIME = timedelta(days=30)
ENTRIES = Resources(
    PersonEntry,
    "view_person_entry",
    shown=Shown(pb.PersonEntry, PersonEntry, person_id=col(PersonEntry.id)),
)
_PREVIEW = Query(
    select(
        col(PersonEntry.display_name),
        and_(  # what `PersonEntry.is_usable_at` says
            col(PersonEntry.state) == PersonEntryState.UNCLAIMED,
            col(PersonEntry.link_expire_time) > given("now", TIME),
        ),
        col(PersonEntry.link_creator_person_id),
        *(getattr(Organization, name) for name in Place._fields),
    )
    .join(PersonEntry, col(PersonEntry.organization_id) == col(Organization.id))
    .where(col(PersonEntry.link_hash) == given("hash"))
)


class PersonEntryServicer:
    """Enters people, and lets them claim their records.

    Nothing that is entered is compared with the people who are there: whether somebody has an account is
    nobody else's to know.

    Args:
        tokens: Makes the tokens of links.
        url: The address of the page where records are claimed, with {token} in it.
        administrators: The administrators of the platform.
    """

    service = pb.DESCRIPTOR.services_by_name["PersonEntryService"]

    def __init__(self, tokens: LinkTokens, url: str, administrators: Administrators) -> None:
        self._tokens = tokens
        self._url = url
        self._administrators = administrators

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "PersonEntryServicer":
        """Returns the servicer that the configuration describes."""
        key = SigningKey.read(settings.passport_private_key, settings.passport_jwks)
        administrators = Administrators.from_settings(settings)
        return cls(tokens_for(CLAIM, key), settings.claim_url, administrators)

    async def AddMember(
        self, request: pb.AddMemberRequest, work: Work
    ) -> membership_pb2.Membership:
        """Enters a person, and makes them a member at once.

        Volunteers makes the person when the notice of the entry arrives; rosters show the name at once.
        """
        organization = await lock_to_change("manage_organization", request.organization_id, work)
        organization.refuse_if_closed()
        await refuse_too_many(organization, work)
        person_id = uuid7()
        entry = PersonEntry(
            id=person_id,
            organization_id=organization.id,
            creator_person_id=work.actor_id,
            display_name=request.display_name,
            languages=list(request.languages),
            time_zone=request.time_zone,
        )
        names = {
            "sort_name": sort_name(entry.display_name, of_person=True),
            "search_name": search_name(entry.display_name),
        }
        person = person_pb2.Person(
            id=str(person_id),
            display_name=entry.display_name,
            state=person_pb2.PERSON_STATE_ACTIVE,
            standing=person_pb2.VOLUNTEER_STANDING_NONE,
        )
        await project(work, Person, person, **names)
        roles = [Role(enum_name(membership_pb2.Role.DESCRIPTOR, role)) for role in request.roles]
        membership = joining.entered(organization, person_id, roles, at=work.now, **names)
        await work.add(entry)
        await work.add(membership)
        await work.announce(entry, "entered")
        await work.announce(membership, "joined")
        return to_proto(membership, membership_pb2.Membership)

    async def GetPersonEntry(self, request: pb.GetPersonEntryRequest, work: Work) -> pb.PersonEntry:
        """Gets an entry."""
        return await ENTRIES.get(request.person_entry_id, work)

    async def BatchGetPersonEntries(
        self, request: pb.BatchGetPersonEntriesRequest, work: Work
    ) -> pb.BatchGetPersonEntriesResponse:
        """Gets several entries."""
        found = await ENTRIES.get_all(request.ids, work)
        return pb.BatchGetPersonEntriesResponse(person_entries=found)

    async def UpdatePersonEntry(
        self, request: pb.UpdatePersonEntryRequest, work: Work
    ) -> pb.PersonEntry:
        """Updates the masked fields of a person without an account."""
        entry = await self._lock(request.person_entry_id, work)
        entry.refuse_if_claimed()
        update(entry, request.person_entry, request.update_mask, "person_entry")
        await work.announce(entry, "updated")
        return to_proto(entry, pb.PersonEntry)

    async def CreateClaimLink(self, request: pb.CreateClaimLinkRequest, work: Work) -> pb.ClaimLink:
        """Creates the link of a person; token and link are added once this answer is stored.

        Until then a hash and the id of the link take their places.
        """
        entry = await self._lock(request.person_entry_id, work)
        refuse_violations(list(broken_expiry(request, work.now, LONGEST_LIFETIME)))
        link_id = uuid7()
        hashed = token_hash(self._tokens.token_of(link_id))
        expire_time = known_moment(request, "expire_time") or work.now + LIFETIME
        entry.give_link(link_id, hashed, creator_person_id=work.person_id, expire_time=expire_time)
        await work.announce(entry, "linked")
        shown = to_proto(entry, pb.PersonEntry)
        return pb.ClaimLink(person_entry=shown, token=hashed.hex(), link=str(link_id))

    async def rules_CreateClaimLink(
        self, request: pb.CreateClaimLinkRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the time at which it expires."""
        return broken_expiry(request, work.now, LONGEST_LIFETIME)

    def complete_CreateClaimLink(self, answer: pb.ClaimLink) -> None:
        """Adds the secret, which nothing stores.

        Raises:
            Refused: The key is another one now, and with it the secret is not made again.
        """
        token = self._tokens.token_of(UUID(answer.link))
        if token_hash(token).hex() != answer.token:
            raise Refused(
                "This link was already shown and cannot be shown again. Create a new one, which "
                "replaces it.",
                reason="CLAIM_LINK_SHOWN_BEFORE",
            )
        answer.token = token
        answer.link = self._url.replace("{token}", token)

    async def RevokeClaimLink(
        self, request: pb.RevokeClaimLinkRequest, work: Work
    ) -> pb.PersonEntry:
        """Revokes the link of a person."""
        entry = await self._lock(request.person_entry_id, work)
        entry.revoke_link()
        await work.announce(entry, "link_revoked")
        return to_proto(entry, pb.PersonEntry)

    async def LookUpClaim(self, request: pb.LookUpClaimRequest, work: Work) -> pb.ClaimPreview:
        """Looks up whose record a link leads to."""
        for row in await work.fetch(_PREVIEW, hash=token_hash(request.token)):
            name, usable, creator_id, *place = row
            organization = Place(*place)
            if usable:
                usable = await may_give_out(creator_id, organization, self._administrators, work)
            return pb.ClaimPreview(
                organization_id=str(organization.id), display_name=name, usable=usable
            )
        raise no_such_link()

    async def prepare_ClaimPerson(
        self, request: pb.ClaimPersonRequest, preparation: Preparation
    ) -> bool:
        """Asks volunteers whether the caller has registered, whose notice may be late."""
        del request
        return await is_registered(preparation)

    async def ClaimPerson(self, request: pb.ClaimPersonRequest, work: Work) -> pb.PersonEntry:
        """Makes the calling account that of the person."""
        await refuse_registered(work)
        entry = await by_token(request.token, work)
        claimed = await claim(entry, token_hash(request.token), self._administrators, work)
        await work.announce(claimed, "claimed")
        return to_proto(claimed, pb.PersonEntry)

    async def _lock(self, entry_id: str, work: Work) -> PersonEntry:
        """Returns an entry, locked, of an organization that the caller leads."""
        return await lock_owned(PersonEntry, entry_id, "manage_organization", work)
