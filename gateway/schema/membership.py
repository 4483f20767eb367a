"""Memberships: who belongs to which organization, and in which roles."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import membership_pb2, person_entry_pb2, roster_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes, viewer_changes
from gateway.schema.roster_field import RosterValue


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
    role_end_time: auto
    expire_time: auto
    is_expiring: bool

    person = reference("person_id")
    organization = reference("organization_id")
    invitation = reference("invitation_id")
    person_entry = reference(
        "person_id",
        to=person_entry_pb2.PersonEntry,
        description="What an organization entered about the person by hand; null if nobody did, or the viewer may "
        "not see it. While its state is UNCLAIMED, the person has no account.",
    )
    roster_entry = reference(
        "id",
        to=roster_pb2.RosterEntry,
        description="The row of the membership on the roster of its organization.",
    )
    role_history = connection(
        membership_pb2.ListMembershipRolesRequest,
        membership_id="id",
        description="Every role that the member holds or has held, the latest first. The latest 500 "
        "are kept.",
    )


@shows(membership_pb2.MembershipRole)
class MembershipRole:
    """A role, and the time during which it is or was held."""

    role: auto
    start_time: datetime
    end_time: auto


@shows(roster_pb2.RosterEntry)
class RosterEntry(Node):
    """A membership as shown on a roster. Its roles are those of `membership`, which caches keep current by its id.

    Name, standing and hours are updated with a short delay. Select `rosterEntry` in the payload of a mutation of the
    membership, and a cache keeps the row current too.
    """

    membership: Membership
    display_name: auto
    standing: auto
    pending: auto
    recorded_minutes: auto
    attested_minutes: auto
    values: list[RosterValue]

    labels = references("label_ids")


@shows(roster_pb2.ChangedMembership)
class ChangedMembership:
    """What came of changing a membership."""

    membership: Membership
    changed: bool


@strawberry.type
class Mutations:
    """Mutations of memberships."""

    apply_for_membership = mutation(membership_pb2.ApplyForMembershipRequest)
    accept_memberships = mutation(membership_pb2.BatchAcceptMembershipsRequest)
    decline_membership = mutation(membership_pb2.DeclineMembershipRequest)
    withdraw_membership = mutation(membership_pb2.WithdrawMembershipRequest)
    correct_application = mutation(membership_pb2.CorrectApplicationRequest)
    suspend_membership = mutation(membership_pb2.SuspendMembershipRequest)
    reinstate_membership = mutation(membership_pb2.ReinstateMembershipRequest)
    end_membership = mutation(membership_pb2.EndMembershipRequest)
    renew_memberships = mutation(membership_pb2.BatchRenewMembershipsRequest)
    grant_roles = mutation(membership_pb2.BatchGrantRolesRequest)
    annotate_memberships = mutation(roster_pb2.BatchAnnotateMembershipsRequest)
    change_memberships = mutation(roster_pb2.BatchChangeMembershipsRequest)
    hand_over_ownership = mutation(membership_pb2.HandOverOwnershipRequest)
    end_role = mutation(membership_pb2.EndRoleRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to memberships."""

    membership_changes = changes(
        membership_pb2.GetMembershipRequest,
        "organization_id",
        description="Sends each new or changed membership of an organization that the viewer may "
        "see. Managers receive applications here. Changes in quick succession may be "
        "merged into the last one.",
    )
    viewer_membership_changes = viewer_changes(
        membership_pb2.GetMembershipRequest,
        description="Sends each new or changed membership of the viewer. Changes in quick "
        "succession may be merged into the last one.",
    )
