"""Organizations and their hierarchy."""

from datetime import datetime

import strawberry
from banyan.events.v1 import (
    booking_pb2,
    date_poll_pb2,
    event_import_feed_pb2,
    event_import_job_pb2,
    event_pb2,
    event_series_pb2,
    event_template_pb2,
    reminder_pb2,
    rota_pb2,
    schedule_plan_pb2,
    sign_up_pb2,
    stand_in_pb2,
    venue_pb2,
)
from banyan.organizations.v1 import (
    agreement_pb2,
    app_pb2,
    change_feed_pb2,
    complaint_pb2,
    cultivation_pb2,
    dormancy_pb2,
    enrolment_pb2,
    filing_pb2,
    first_step_pb2,
    founding_proposal_pb2,
    group_closing_pb2,
    group_sign_pb2,
    group_support_pb2,
    import_job_pb2,
    invitation_pb2,
    label_pb2,
    membership_pb2,
    organization_activity_pb2,
    organization_pb2,
    programme_pb2,
    roster_field_pb2,
    roster_pb2,
    roster_view_pb2,
    starter_kit_pb2,
    verification_pb2,
)
from banyan.volunteers.v1 import hours_attestation_pb2, hours_summary_pb2, qualification_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import answer, get, part, reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import html, text
from gateway.binding.viewers import viewer_roles, viewers
from gateway.schema.audit import trail


@shows(organization_pb2.Organization)
class Organization(Node):
    """An organization, from a district agency to a choir of five. All of its fields are public."""

    kind: auto
    inherit_roles: auto
    membership_policy: auto
    place: auto
    contact: auto
    logo: auto
    cover: auto
    tags: auto
    website: auto
    founding_rules: auto
    dormancy_rules: auto
    language: auto
    translations: auto
    external_id: auto
    external_source: auto
    state: auto
    verification_state: auto
    verified_until_time: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    category = reference("category_id")
    area = reference("area_id")
    name = text("name")
    description = text("description")
    description_html = html("description")
    successor = reference("successor_id")
    parent = reference("parent_id")
    verified_by = reference("verified_by_id")
    ancestors = references("ancestor_ids")
    viewer_membership = viewers(
        membership_pb2.ListMembershipsRequest,
        by="organization_id",
        only="only_current",
        description="The viewer's own membership that has not ended, an application included; null if "
        "there is none.",
    )
    viewer_roles = viewer_roles(
        "The viewer's roles that count here: those held here, and where `inheritRoles` is true those held "
        "in any organization above. Empty if there are none."
    )
    activity = reference(
        "id",
        to=organization_activity_pb2.OrganizationActivity,
        description="How active the organization is.",
    )
    member_count = part(
        organization_activity_pb2.OrganizationActivity,
        "active_members",
        description="The number of active members, up to 10,000, counted now. Members of organizations above or below "
        "are not counted.",
    )
    member_count_is_exact = part(
        organization_activity_pb2.OrganizationActivity,
        "active_members_is_exact",
        description="Whether the organization has no more active members than `memberCount` says.",
    )
    children = connection(
        organization_pb2.ListOrganizationsRequest,
        parent_id="id",
        description="The organizations directly under this one, ordered by name.",
    )
    roster = connection(roster_pb2.ListRosterEntriesRequest, organization_id="id")
    roster_fields = connection(
        roster_field_pb2.ListRosterFieldsRequest,
        organization_id="id",
        description="The fields of its roster that the viewer may see, oldest first. Those with "
        "`requiredOnApplication` are asked of everyone who applies.",
    )
    labels = connection(
        label_pb2.ListLabelsRequest,
        organization_id="id",
        description="Its labels, oldest first, for those who oversee it.",
    )
    roster_views = connection(
        roster_view_pb2.ListRosterViewsRequest,
        organization_id="id",
        description="The views that it keeps of its roster, oldest first, for those who oversee it. `roster` takes one as `rosterViewId`.",
    )
    invitations = connection(invitation_pb2.ListInvitationsRequest, organization_id="id")
    changes = answer(
        change_feed_pb2.ReadChangesRequest,
        organization_id="id",
        description="What has changed in it, and in those below that inherit its roles, the oldest first, for those who keep a mirror.",
    )
    apps = connection(
        app_pb2.ListAppsRequest,
        organization_id="id",
        description="The apps that act for the organization with a key, oldest first, for its members.",
    )
    audit_trail = trail(organization_id="id")
    import_jobs = connection(
        import_job_pb2.ListImportJobsRequest,
        organization_id="id",
        description="The imports of organizations under this one that the viewer may see, newest "
        "first.",
    )
    schedule_plans = connection(
        schedule_plan_pb2.ListSchedulePlansRequest,
        organization_id="id",
        description="Its plans of who takes which shift that the viewer may see, newest first.",
    )
    events = connection(
        event_pb2.ListEventsRequest,
        organization_id="id",
        description="Its events that the viewer may see, ordered by start time; with "
        "`includeDescendants` also those of the organizations below it.",
    )
    event_series = connection(
        event_series_pb2.ListEventSeriesRequest,
        organization_id="id",
        description="Its series of events that the viewer may see, oldest first.",
    )
    event_templates = connection(
        event_template_pb2.ListEventTemplatesRequest,
        organization_id="id",
        description="The event templates of the organization that the viewer may see, oldest first.",
    )
    date_polls = connection(
        date_poll_pb2.ListDatePollsRequest,
        organization_id="id",
        description="Its polls for a date that the viewer may see, oldest first.",
    )
    event_import_feeds = connection(
        event_import_feed_pb2.ListEventImportFeedsRequest,
        organization_id="id",
        description="The calendars elsewhere that are imported into its events, newest first.",
    )
    event_import_jobs = connection(
        event_import_job_pb2.ListEventImportJobsRequest,
        organization_id="id",
        description="The imports of calendars into its events, newest first.",
    )
    venues = connection(
        venue_pb2.ListVenuesRequest,
        organization_id="id",
        description="Its venues, oldest first.",
    )
    bookings = connection(
        booking_pb2.ListBookingsRequest,
        organization_id="id",
        description="What it has booked, as far as the viewer may see it, ordered by start time.",
    )
    bookings_of_venues = connection(
        booking_pb2.ListBookingsRequest,
        lender_id="id",
        description="The bookings of its venues that the viewer may see, ordered by start time. Those that are PENDING"
        " wait for its decision.",
    )
    sign_ups = connection(
        sign_up_pb2.ListSignUpsRequest,
        organization_id="id",
        description="The sign-ups for its shifts that the viewer may see, oldest first. Those whose "
        "`attendanceReview` is PENDING wait for a decision.",
    )
    rotas = connection(
        rota_pb2.ListRotasRequest,
        organization_id="id",
        description="The rotas for its series that the viewer may see, oldest first.",
    )
    programmes = connection(
        programme_pb2.ListProgrammesRequest,
        organization_id="id",
        description="The versions of its programmes that the viewer may see, oldest first.",
    )
    enrolments = connection(
        enrolment_pb2.ListEnrolmentsRequest,
        organization_id="id",
        description="Its own enrolments that the viewer may see, latest first: by whom it is cultivated.",
    )
    cultivated_enrolments = connection(
        enrolment_pb2.ListCultivatedEnrolmentsRequest,
        cultivator_id="id",
        description="The enrolments of the groups that it cultivates, as far as the viewer may see them, latest first.",
    )
    complaints = connection(
        complaint_pb2.ListComplaintsRequest,
        cultivator_id="id",
        description="The complaints about groups that were addressed to it, as far as the viewer may see them, latest first.",
    )
    given_supports = connection(
        group_support_pb2.ListGivenGroupSupportsRequest,
        cultivator_id="id",
        description="The support that it gives to the groups that it cultivates, as far as the viewer may see it, what is due first first.",
    )
    support_summary = answer(
        group_support_pb2.SummarizeSupportRequest,
        organization_id="id",
        description="What the support cost that it gives to groups, by group, stage, and currency, for those who oversee it.",
    )
    cultivation = answer(
        cultivation_pb2.SummarizeCultivationRequest,
        organization_id="id",
        description="How the groups are doing that it cultivates, or how they were seen at the end of a day, for those who oversee it.",
    )
    cultivation_chart = answer(
        cultivation_pb2.ChartCultivationRequest,
        organization_id="id",
        description="How the groups were doing over time that it cultivates, as series for a chart, for those who oversee it.",
    )
    signs = connection(
        group_sign_pb2.ListGroupSignsRequest,
        organization_id="id",
        description="The signs of trouble that it shows or has shown, as far as the viewer may see them, latest first.",
    )
    dormancies = connection(
        dormancy_pb2.ListDormanciesRequest,
        organization_id="id",
        description="When it was warned of being dormant, and dormant, as far as the viewer may see it, latest first. Whether it is"
        " dormant now, everyone sees in its `activity`.",
    )
    unfinished_business = answer(
        group_closing_pb2.FindUnfinishedBusinessRequest,
        organization_id="id",
        description="What is unfinished, for its owners and leaders, before they end it.",
    )
    closings = connection(
        group_closing_pb2.ListGroupClosingsRequest,
        organization_id="id",
        description="How it ended, as far as the viewer may see it, latest first. There are several if it was reopened.",
    )
    agreements = connection(
        agreement_pb2.ListAgreementsRequest,
        organization_id="id",
        description="The versions of its agreements that the viewer may see, oldest first. With `onlyUnaccepted`, those that the viewer"
        " must still accept.",
    )
    verifications = connection(
        verification_pb2.ListVerificationsRequest,
        organization_id="id",
        description="Its requests to be verified, latest first, for its owners and for those who decide.",
    )
    filings = connection(
        filing_pb2.ListFilingsRequest,
        organization_id="id",
        description="With which authorities it is on file, latest first.",
    )
    starter_kits = connection(
        starter_kit_pb2.ListStarterKitsRequest,
        organization_id="id",
        description="What it gives to groups that are founded under it, oldest first, for those who oversee it.",
    )
    first_steps = connection(
        first_step_pb2.ListFirstStepsRequest,
        organization_id="id",
        description="What it has to do as a new group, in order, for its members and for those who help it.",
    )
    founding_proposals = connection(
        founding_proposal_pb2.ListFoundingProposalsRequest,
        organization_id="id",
        description="The proposals to found groups under it that the viewer may see, latest first.",
    )
    similar_groups = answer(
        founding_proposal_pb2.FindSimilarGroupsRequest,
        organization_id="id",
        description="The groups and proposals in its tree that have most in common with a name and a purpose: show them to"
        " people who are about to propose a group.",
    )
    stand_ins = connection(
        stand_in_pb2.ListStandInsRequest,
        organization_id="id",
        description="The requests for stand-ins in its shifts that the viewer may see, by the start of the shift.",
    )
    staffing_alerts = connection(
        reminder_pb2.ListRemindersRequest,
        organization_id="id",
        description="The notifications to its organizers about how its shifts fill up, newest first.",
    )
    reminder_rule = reference(
        "id",
        to=reminder_pb2.ReminderRule,
        description="How long before a shift people are notified; null if the defaults hold, or the viewer may not see it.",
    )
    hours_summary = answer(
        hours_summary_pb2.SummarizeHoursRequest,
        organization_id="id",
        description="How much was worked for the organization, by day, week, month, or year, as far as the viewer "
        "may see it.",
    )
    hours_attestations = connection(
        hours_attestation_pb2.ListHoursAttestationsRequest,
        organization_id="id",
        description="The attestations of hours worked for this organization that the viewer may "
        "see, newest first.",
    )
    qualifications = connection(
        qualification_pb2.ListQualificationsRequest,
        organization_id="id",
        description="The qualifications of its active members that the viewer may see, newest first. Those whose "
        "state is CLAIMED wait to be verified.",
    )


@shows(organization_pb2.OrganizationTranslation)
class OrganizationTranslation:
    """The texts of an organization in another language."""

    language: auto
    name: auto
    description: auto


@shows(organization_activity_pb2.OrganizationActivity)
class OrganizationActivity:
    """How active an organization is. Events are counted shortly after they change, members at once."""

    published_events: auto
    last_event_start_time: auto
    active_members: auto
    active_members_is_exact: auto
    dormant_time: auto


@strawberry.type
class Queries:
    """Queries for organizations."""

    organization = get(organization_pb2.GetOrganizationRequest)
    organizations = connection(organization_pb2.ListOrganizationsRequest)


@strawberry.type
class Mutations:
    """Mutations of organizations."""

    create_organization = mutation(organization_pb2.CreateOrganizationRequest)
    update_organization = mutation(organization_pb2.UpdateOrganizationRequest)
    move_organization = mutation(organization_pb2.MoveOrganizationRequest)
    close_organization = mutation(organization_pb2.CloseOrganizationRequest)
    reopen_organization = mutation(organization_pb2.ReopenOrganizationRequest)
    delete_organization = mutation(organization_pb2.DeleteOrganizationRequest)
