"""Invitations: links by which people join an organization without applying."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import invitation_pb2
from strawberry import auto

from gateway.fields import get, reference
from gateway.messages import shows
from gateway.mutations import mutation
from gateway.node import Node


@shows(invitation_pb2.Invitation)
class Invitation(Node):
    """An invitation to join an organization, without the secret by which it is accepted."""

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
    """A new invitation with its link, to be passed on to whoever is invited. It is shown this once."""

    invitation: Invitation
    token: auto
    link: auto


@shows(invitation_pb2.InvitationPreview)
class InvitationPreview:
    """What whoever holds the token of an invitation may know before they accept it."""

    usable: auto

    organization = reference("organization_id")


@strawberry.type
class InvitationQueries:
    """The query of the page that greets the invited."""

    invitation = get(invitation_pb2.LookUpInvitationRequest)


@strawberry.type
class InvitationMutations:
    """What can be done with invitations."""

    create_invitation = mutation(invitation_pb2.CreateInvitationRequest)
    accept_invitation = mutation(invitation_pb2.AcceptInvitationRequest)
    revoke_invitation = mutation(invitation_pb2.RevokeInvitationRequest)
