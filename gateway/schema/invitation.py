"""Invitations: links that let people join an organization without applying."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import invitation_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(invitation_pb2.Invitation)
class Invitation(Node):
    """An invitation to join an organization, without its secret token."""

    note: auto
    maximum_uses: auto
    uses: auto
    expire_time: datetime
    state: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    inviter = reference("inviter_person_id")


@shows(invitation_pb2.InvitationLink)
class InvitationLink:
    """A new invitation with its link. The link is shown only once: pass it on to the invited person now."""

    invitation: Invitation
    token: auto
    link: auto


@shows(invitation_pb2.InvitationPreview)
class InvitationPreview:
    """What the holder of an invitation token can see before they accept."""

    usable: auto

    organization = reference("organization_id")


@strawberry.type
class Queries:
    """The query for the page that an invitation link opens."""

    invitation_preview = get(invitation_pb2.LookUpInvitationRequest)


@strawberry.type
class Mutations:
    """Mutations of invitations."""

    create_invitation = mutation(invitation_pb2.CreateInvitationRequest)
    accept_invitation = mutation(invitation_pb2.AcceptInvitationRequest)
    revoke_invitation = mutation(invitation_pb2.RevokeInvitationRequest)
