"""Memberships: who belongs to which organization, and in which roles."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import membership_pb2, roster_pb2
from strawberry import auto

from gateway.fields import reference
from gateway.messages import shows
from gateway.mutations import mutation
from gateway.node import Node
from gateway.subscriptions import changes, viewer_changes


@shows(membership_pb2.Membership)
class Membership(Node):
    """The membership of a person in an organization."""

    application_message: auto
    state: auto
    reason: auto
    roles: auto
    start_time: auto
    end_time: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")
    organization = reference("organization_id")
    invitation = reference("invitation_id")


@shows(membership_pb2.MembershipRole)
class MembershipRole:
    """A role and the time for which it is held."""

    role: auto
    start_time: datetime
    end_time: auto


@shows(roster_pb2.RosterEntry)
class RosterEntry:
    """A membership as a roster shows it. Names, standing and hours follow with a short delay."""

    membership: Membership
    display_name: auto
    standing: auto
    pending: auto
    roles: auto
    recorded_minutes: auto
    attested_minutes: auto


@strawberry.type
class MembershipMutations:
    """What can be done to memberships."""

    apply_for_membership = mutation(membership_pb2.ApplyForMembershipRequest)
    accept_membership = mutation(membership_pb2.AcceptMembershipRequest)
    decline_membership = mutation(membership_pb2.DeclineMembershipRequest)
    withdraw_membership = mutation(membership_pb2.WithdrawMembershipRequest)
    suspend_membership = mutation(membership_pb2.SuspendMembershipRequest)
    reinstate_membership = mutation(membership_pb2.ReinstateMembershipRequest)
    end_membership = mutation(membership_pb2.EndMembershipRequest)
    grant_role = mutation(membership_pb2.GrantRoleRequest)
    end_role = mutation(membership_pb2.EndRoleRequest)


@strawberry.type
class MembershipSubscriptions:
    """What can be seen of memberships as it happens."""

    membership_changes = changes(
        membership_pb2.GetMembershipRequest,
        "organization_id",
        description="Sends every membership in an organization that is new or changes and that the "
        "viewer may see: to those who decide, here applications arrive. Of changes in quick "
        "succession perhaps only the last.",
    )
    viewer_membership_changes = viewer_changes(
        membership_pb2.GetMembershipRequest,
        description="Sends every membership of the viewer that is new or changes. Of changes in quick "
        "succession perhaps only the last.",
    )
