"""InvitationService: links that let people join an organization without applying."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from banyan.organizations.v1 import invitation_pb2 as pb
from banyan.organizations.v1 import membership_pb2
from sqlalchemy import Text, and_, any_, case, literal, select
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import known_moment
from services.kit.errors import Refused, Violation
from services.kit.process.ids import uuid7
from services.kit.process.links import LinkTokens, token_hash
from services.kit.work.mapping import to_proto
from services.kit.work.models import TIME
from services.kit.work.query import Query
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.agreements.joining import accept_to_join
from services.organizations.config import OrganizationsSettings
from services.organizations.invitations.acceptance import (
    by_token,
    find_application,
    no_such_invitation,
    take_use,
)
from services.organizations.invitations.models import Invitation, InvitationState
from services.organizations.invitations.queries import refuse_too_many
from services.organizations.invitations.tokens import INVITATION, broken_expiry, tokens_for
from services.organizations.memberships import joining
from services.organizations.memberships.queries import lock_person, refuse_too_often, removed_at
from services.organizations.memberships.rights import Place, hold_rights, lock_to_change, may_invite
from services.organizations.organizations.models import Organization, OrganizationState
from services.organizations.passports.administrators import Administrators
from services.organizations.passports.keys import SigningKey

LIFETIME = timedelta(days=7)
LONGEST_LIFETIME = timedelta(days=90)

# What `Invitation.state_at` says.
_STATE = case(
    (col(Invitation.revoke_time).is_not(None), literal(InvitationState.REVOKED, Text)),
    (
        col(Invitation.uses) >= col(Invitation.maximum_uses),
        literal(InvitationState.EXHAUSTED, Text),
    ),
    (col(Invitation.expire_time) <= given("now", TIME), literal(InvitationState.EXPIRED, Text)),
    else_=literal(InvitationState.ACTIVE, Text),
)
_SHOWN = Shown(pb.Invitation, Invitation, state=_STATE)
INVITATIONS = Resources(Invitation, "view_invitation", shown=_SHOWN)
_CREATION = (col(Invitation.create_time), col(Invitation.id))
NEWEST_FIRST = Resources(Invitation, None, shown=_SHOWN).listing(
    *_CREATION,
    where=[col(Invitation.organization_id) == given("organization_id")],
    filters={"states": any_(given("states", TEXTS)) == _STATE},
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)
_PREVIEW = Query(
    select(
        and_(_STATE == InvitationState.ACTIVE, col(Organization.state) == OrganizationState.ACTIVE),
        col(Invitation.inviter_person_id),
        *(getattr(Organization, name) for name in Place._fields),
    )
    .join(Invitation, col(Invitation.organization_id) == col(Organization.id))
    .where(col(Invitation.token_hash) == given("hash"))
)


class InvitationServicer:
    """Manages invitations, and admits people who accept them.

    Args:
        tokens: Makes the tokens.
        url: The address of the page that greets the invited, with {token} in it.
        administrators: The administrators of the platform.
    """

    service = pb.DESCRIPTOR.services_by_name["InvitationService"]

    def __init__(self, tokens: LinkTokens, url: str, administrators: Administrators) -> None:
        self._tokens = tokens
        self._url = url
        self._administrators = administrators

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "InvitationServicer":
        """Returns the servicer that the configuration describes."""
        key = SigningKey.read(settings.passport_private_key, settings.passport_jwks)
        return cls(
            tokens_for(INVITATION, key),
            settings.invitation_url,
            Administrators.from_settings(settings),
        )

    async def CreateInvitation(
        self, request: pb.CreateInvitationRequest, work: Work
    ) -> pb.InvitationLink:
        """Creates an invitation; token and link are added once this answer is stored.

        Until then the hash takes the place of the token, as in the table.
        """
        inviter_id = work.person_id
        organization = await lock_to_change("manage_roster", request.organization_id, work)
        organization.refuse_if_closed()
        await refuse_too_many(organization.id, inviter_id, work)
        refuse_violations(list(broken_expiry(request, work.now, LONGEST_LIFETIME)))
        invitation_id = uuid7()
        hashed = token_hash(self._tokens.token_of(invitation_id))
        invitation = Invitation(
            id=invitation_id,
            organization_id=organization.id,
            inviter_person_id=inviter_id,
            note=request.note,
            maximum_uses=request.maximum_uses if request.HasField("maximum_uses") else 1,
            expire_time=known_moment(request, "expire_time") or work.now + LIFETIME,
            token_hash=hashed,
        )
        await work.add(invitation)
        await work.announce(invitation, "created")
        return pb.InvitationLink(invitation=_show(invitation, work), token=hashed.hex())

    async def rules_CreateInvitation(
        self, request: pb.CreateInvitationRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the time at which it expires."""
        return broken_expiry(request, work.now, LONGEST_LIFETIME)

    def complete_CreateInvitation(self, answer: pb.InvitationLink) -> None:
        """Adds the secret, which nothing stores.

        Raises:
            Refused: The key is another one now, and with it the secret is not made again.
        """
        token = self._tokens.token_of(UUID(answer.invitation.id))
        if token_hash(token).hex() != answer.token:
            raise Refused(
                "This link was already shown and cannot be shown again. Revoke the invitation and"
                " create a new one.",
                reason="LINK_TOLD_BEFORE",
            )
        answer.token = token
        answer.link = self._url.replace("{token}", answer.token)

    async def GetInvitation(self, request: pb.GetInvitationRequest, work: Work) -> pb.Invitation:
        """Gets an invitation."""
        return await INVITATIONS.get(request.invitation_id, work)

    async def BatchGetInvitations(
        self, request: pb.BatchGetInvitationsRequest, work: Work
    ) -> pb.BatchGetInvitationsResponse:
        """Gets several invitations."""
        found = await INVITATIONS.get_all(request.ids, work)
        return pb.BatchGetInvitationsResponse(invitations=found)

    async def ListInvitations(
        self, request: pb.ListInvitationsRequest, work: Work
    ) -> pb.ListInvitationsResponse:
        """Lists the invitations of an organization, newest first."""
        await work.require("manage_roster", request.organization_id)
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListInvitationsResponse)

    async def LookUpInvitation(
        self, request: pb.LookUpInvitationRequest, work: Work
    ) -> pb.InvitationPreview:
        """Looks up what a token leads to."""
        for row in await work.fetch(_PREVIEW, hash=token_hash(request.token)):
            usable, inviter_id, *place = row
            organization = Place(*place)
            if usable:
                usable = await self._inviter_may_invite(inviter_id, organization, work)
            return pb.InvitationPreview(organization_id=str(organization.id), usable=usable)
        raise no_such_invitation()

    async def AcceptInvitation(
        self, request: pb.AcceptInvitationRequest, work: Work
    ) -> membership_pb2.Membership:
        """Accepts an invitation for the calling person."""
        person_id = work.person_id
        invitation = await by_token(request.token, work)
        known = await lock_person(person_id, invitation.organization_id, work)
        organization = await work.lock(Organization, invitation.organization_id)
        membership = await find_application(organization, person_id, work)
        removed = await removed_at(organization, person_id, work)
        if removed is not None and (
            invitation.create_time <= removed or invitation.inviter_person_id == person_id
        ):
            raise Refused(
                "You were removed from this organization, and this invitation is your own or older "
                "than that. Ask a leader for a new one, or apply.",
                reason="REMOVED",
            )
        invitation.refuse_if_unusable(work.now)
        await hold_rights(invitation.inviter_person_id, organization, work)
        inviter_id = invitation.inviter_person_id
        if not await self._inviter_may_invite(inviter_id, organization, work):
            raise Refused(
                "The person who created this invitation can no longer invite people. Ask a leader "
                "for a new one, or apply.",
                reason="INVITER_NOT_ENTITLED",
            )
        await accept_to_join(organization, person_id, request.accepted_agreement_ids, work)
        used = await take_use(invitation, work)
        work.follows(used, because="whoever holds the token may use the invitation")
        if membership is None:
            await refuse_too_often(organization, person_id, work)
            membership = joining.invited(organization, person_id, used.id, at=work.now, **known)
            await work.add(membership)
        else:
            membership.join(organization, used.id, at=work.now)
        await work.announce(used, "accepted")
        await work.announce(membership, "joined")
        return to_proto(membership, membership_pb2.Membership)

    async def RevokeInvitation(
        self, request: pb.RevokeInvitationRequest, work: Work
    ) -> pb.Invitation:
        """Revokes an invitation."""
        invitation = await work.get(Invitation, request.invitation_id)
        await lock_to_change("manage_roster", invitation.organization_id, work)
        await work.lock(Invitation, invitation.id)
        invitation.revoke(at=work.now)
        await work.announce(invitation, "revoked")
        return _show(invitation, work)

    async def _inviter_may_invite(
        self, inviter_id: UUID, organization: Organization | Place, work: Work
    ) -> bool:
        if await may_invite(inviter_id, organization, work):
            return True
        return await self._administrators.include(inviter_id, work)


def _show(invitation: Invitation, work: Work) -> pb.Invitation:
    """Returns an invitation in its current state: no job marks expired ones."""
    answer = to_proto(invitation, pb.Invitation)
    answer.MergeFrom(pb.Invitation(state=f"INVITATION_STATE_{invitation.state_at(work.now)}"))
    return answer
