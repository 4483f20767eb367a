"""Organizations and their hierarchy."""

from datetime import datetime

import strawberry
from banyan.events.v1 import event_pb2
from banyan.organizations.v1 import (
    import_job_pb2,
    invitation_pb2,
    organization_activity_pb2,
    organization_pb2,
    roster_pb2,
)
from banyan.volunteers.v1 import hours_attestation_pb2
from strawberry import auto

from gateway.connections import connection
from gateway.fields import get, reference, references
from gateway.messages import shows
from gateway.mutations import mutation
from gateway.node import Node
from gateway.schema.audit import trail


@shows(organization_pb2.Organization)
class Organization(Node):
    """An organization: from a district agency to a choir of five. All of it is public."""

    name: auto
    description: auto
    kind: auto
    inherit_roles: auto
    membership_policy: auto
    phone: auto
    email: auto
    address: auto
    website: auto
    external_id: auto
    state: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    parent = reference("parent_id")
    ancestors = references("ancestor_ids", to="Organization")
    activity = reference(
        "id", to="OrganizationActivity", description="How active the organization is."
    )
    children = connection(
        organization_pb2.ListOrganizationsRequest,
        parent_id="id",
        description="The organizations directly below it, by name.",
    )
    roster = connection(roster_pb2.ListRosterEntriesRequest, organization_id="id")
    invitations = connection(invitation_pb2.ListInvitationsRequest, organization_id="id")
    audit_trail = trail(organization_id="id")
    import_jobs = connection(
        import_job_pb2.ListImportJobsRequest,
        organization_id="id",
        description="The imports of organizations below it that the viewer may see, newest first.",
    )
    events = connection(
        event_pb2.ListEventsRequest,
        organization_id="id",
        description="Its events that the viewer may see, by their start.",
    )
    hours_attestations = connection(
        hours_attestation_pb2.ListHoursAttestationsRequest,
        organization_id="id",
        description="The attestations of hours worked for it that the viewer may see, newest first.",
    )


@shows(organization_activity_pb2.OrganizationActivity)
class OrganizationActivity:
    """How active an organization is. It follows the events with a short delay."""

    published_events: auto
    last_event_start_time: auto


@strawberry.type
class OrganizationQueries:
    """Queries for organizations."""

    organization = get(organization_pb2.GetOrganizationRequest)
    organizations = connection(organization_pb2.ListOrganizationsRequest)


@strawberry.type
class OrganizationMutations:
    """What can be done to organizations."""

    create_organization = mutation(organization_pb2.CreateOrganizationRequest)
    update_organization = mutation(organization_pb2.UpdateOrganizationRequest)
    move_organization = mutation(organization_pb2.MoveOrganizationRequest)
    close_organization = mutation(organization_pb2.CloseOrganizationRequest)
