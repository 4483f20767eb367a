"""InvitationService: links by which people join an organization without applying."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from banyan.organizations.v1 import invitation_pb2 as pb
from banyan.organizations.v1 import membership_pb2
from sqlalchemy import select
from sqlmodel import col

from services.kit.errors import AlreadyExists, InvalidArgument, NotFound, Refused
from services.kit.ids import uuid7
from services.kit.mapping import to_proto
from services.kit.paging import paginate
from services.kit.values import to_datetime
from services.kit.work import Work
from services.organizations.conflicts import MEMBERSHIP_EXISTS
from services.organizations.invitation_tokens import InvitationTokens, token_hash
from services.organizations.memberships import removed_at
from services.organizations.models import Invitation, Membership, Organization
from services.organizations.rosters import hold_person

LIFETIME = timedelta(days=7)
LONGEST_LIFETIME = timedelta(days=90)


class InvitationServicer:
    """Keeps invitations, and admits those who accept them.

    Args:
        tokens: Makes the tokens.
        url: The address of the page that greets the invited, with {token} in it.
    """

    service = pb.DESCRIPTOR.services_by_name["InvitationService"]

    def __init__(self, tokens: InvitationTokens, url: str) -> None:
        self._tokens = tokens
        self._url = url

    async def CreateInvitation(
        self, request: pb.CreateInvitationRequest, work: Work
    ) -> pb.InvitationLink:
        """Creates an invitation; token and link are added once this answer is stored.

        Until then the hash stands in the place of the token, as it does in the table.
        """
        await work.require("manage_roster", request.organization_id)
        inviter_id = work.person_id
        organization = await work.lock(Organization, request.organization_id)
        organization.refuse_if_closed()
        invitation_id = uuid7()
        hashed = token_hash(self._tokens.token_of(invitation_id))
        invitation = Invitation(
            id=invitation_id,
            organization_id=organization.id,
            inviter_person_id=inviter_id,
            note=request.note,
            maximum_uses=request.maximum_uses if request.HasField("maximum_uses") else 1,
            expire_time=_expiry(request, work.now),
            token_hash=hashed,
        )
        await work.add(invitation)
        await work.announce(invitation, "created")
        return pb.InvitationLink(invitation=_show(invitation, work), token=hashed.hex())

    def complete_CreateInvitation(self, answer: pb.InvitationLink) -> None:
        """Adds the secret, which nothing stores.

        Raises:
            Refused: The key is another one now, and with it the secret is not made again.
        """
        token = self._tokens.token_of(UUID(answer.invitation.id))
        if token_hash(token).hex() != answer.token:
            raise Refused(
                "The link was told before and cannot be told again. Revoke the invitation, and"
                " create another.",
                reason="LINK_TOLD_BEFORE",
            )
        answer.token = token
        answer.link = self._url.replace("{token}", answer.token)

    async def GetInvitation(self, request: pb.GetInvitationRequest, work: Work) -> pb.Invitation:
        """Gets an invitation."""
        return _show(await work.find(Invitation, request.invitation_id, "view_invitation"), work)

    async def BatchGetInvitations(
        self, request: pb.BatchGetInvitationsRequest, work: Work
    ) -> pb.BatchGetInvitationsResponse:
        """Gets several invitations."""
        found = await work.find_all(Invitation, request.ids, "view_invitation")
        return pb.BatchGetInvitationsResponse(invitations=_show_all(found, work))

    async def ListInvitations(
        self, request: pb.ListInvitationsRequest, work: Work
    ) -> pb.ListInvitationsResponse:
        """Lists the invitations of an organization, newest first."""
        await work.require("manage_roster", request.organization_id)
        statement = select(Invitation).where(
            col(Invitation.organization_id) == UUID(request.organization_id)
        )
        keys = [col(Invitation.create_time), col(Invitation.id)]
        page = await paginate(work.session, statement, keys, request, descending=True)
        return page.answer(pb.ListInvitationsResponse, _show_all(page.rows, work))

    async def LookUpInvitation(
        self, request: pb.LookUpInvitationRequest, work: Work
    ) -> pb.InvitationPreview:
        """Looks up what a token leads to."""
        invitation = await _by_token(request.token, work)
        organization = await work.get(Organization, invitation.organization_id)
        usable = invitation.state_at(work.now) == "ACTIVE" and organization.state == "ACTIVE"
        return pb.InvitationPreview(organization_id=str(organization.id), usable=usable)

    async def AcceptInvitation(
        self, request: pb.AcceptInvitationRequest, work: Work
    ) -> membership_pb2.Membership:
        """Accepts an invitation for the calling person."""
        person_id = work.person_id
        invitation = await _by_token(request.token, work)
        known = await hold_person(person_id, invitation.organization_id, work)
        organization = await work.lock(Organization, invitation.organization_id)
        membership = await _application(organization, person_id, work)
        removed = await removed_at(organization, person_id, work)
        if removed is not None and invitation.create_time <= removed:
            raise Refused(
                "You were removed since this invitation was made; ask a leader for a new one, or apply.",
                reason="REMOVED",
            )
        used = await take_use(invitation, work)
        if membership is None:
            membership = Membership.invited(organization, person_id, used.id, at=work.now, **known)
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
        await work.require("manage_roster", invitation.organization_id)
        await work.lock(Invitation, invitation.id)
        invitation.revoke(at=work.now)
        await work.announce(invitation, "revoked")
        return _show(invitation, work)


async def take_use(invitation: Invitation, work: Work) -> Invitation:
    """Counts a use in one conditional UPDATE, however many ask at once.

    Raises:
        Refused: The invitation is revoked, expired or used up.
    """
    used = await work.change_if(
        Invitation,
        invitation.id,
        col(Invitation.uses) < col(Invitation.maximum_uses),
        col(Invitation.revoke_time).is_(None),
        col(Invitation.expire_time) > work.now,
        uses=col(Invitation.uses) + 1,
    )
    if used is None:
        present = await work.lock(Invitation, invitation.id)
        present.refuse_if_unusable(work.now)
        raise AssertionError("an invitation that can be used was refused")
    return used


async def _by_token(token: str, work: Work) -> Invitation:
    statement = select(Invitation).where(col(Invitation.token_hash) == token_hash(token))
    invitation = await work.session.scalar(statement)
    if invitation is None:
        raise NotFound(
            "There is no such invitation; see that the link is complete, or ask for another.",
            reason="NO_SUCH_INVITATION",
        )
    return invitation


async def _application(
    organization: Organization, person_id: UUID, work: Work
) -> Membership | None:
    """Returns the application that the person has made there, if any, locked.

    Raises:
        AlreadyExists: They are a member.
    """
    current = select(Membership).where(
        col(Membership.organization_id) == organization.id,
        col(Membership.person_id) == person_id,
        col(Membership.state).in_(("APPLIED", "ACTIVE", "SUSPENDED")),
    )
    membership = await work.session.scalar(current)
    if membership is None:
        return None
    if membership.state != "APPLIED":
        raise AlreadyExists(MEMBERSHIP_EXISTS.message, reason=MEMBERSHIP_EXISTS.reason)
    return await work.lock(Membership, membership.id)


def _expiry(request: pb.CreateInvitationRequest, now: datetime) -> datetime:
    if not request.HasField("expire_time"):
        return now + LIFETIME
    try:
        expiry = to_datetime(request.expire_time)
    except ValueError:
        expiry = datetime.max.replace(tzinfo=now.tzinfo)
    if not now < expiry <= now + LONGEST_LIFETIME:
        raise InvalidArgument.of(
            "expire_time", "must lie in the future, at most 90 days from now", "OUT_OF_RANGE"
        )
    return expiry


def _show(invitation: Invitation, work: Work) -> pb.Invitation:
    """Returns an invitation as it is now: no job marks those that have expired."""
    answer = to_proto(invitation, pb.Invitation)
    answer.MergeFrom(pb.Invitation(state=f"INVITATION_STATE_{invitation.state_at(work.now)}"))
    return answer


def _show_all(invitations: Sequence[Invitation], work: Work) -> list[pb.Invitation]:
    return [_show(invitation, work) for invitation in invitations]
