"""What the tables of this service say about people; see `services.kit.work.holdings`."""

from sqlalchemy import text

from services.kit.work.holdings import held, holdings, nobody
from services.organizations.activities.models import (
    Attendance,
    Attestation,
    Event,
    EventFeedback,
    GroupDay,
    GroupPartner,
    GroupVisit,
    Qualification,
    Shift,
)
from services.organizations.agreements.models import Agreement, AgreementAcceptance
from services.organizations.app_keys.models import AppKey, AppKeyDay
from services.organizations.apps.models import App
from services.organizations.areas.models import Area
from services.organizations.assessments.models import Assessment
from services.organizations.bookings.models import Booking
from services.organizations.categories.models import Category
from services.organizations.changes.models import Change
from services.organizations.complaints.models import Complaint
from services.organizations.cultivation.models import EnrolmentDay, EnrolmentStep, OrganizationHome
from services.organizations.dormancies.models import Dormancy
from services.organizations.enrolment_goals.models import EnrolmentGoal
from services.organizations.enrolment_notes.models import EnrolmentNote
from services.organizations.enrolments.models import Enrolment, Mentorship
from services.organizations.filings.models import Filing
from services.organizations.first_steps.models import FirstStep
from services.organizations.group_closings.models import GroupClosing
from services.organizations.group_supports.models import GroupSupport
from services.organizations.hours.models import HoursBalance
from services.organizations.imports.mappings import ImportMapping
from services.organizations.imports.models import ImportJob, ImportJobRow
from services.organizations.invitations.models import Invitation
from services.organizations.labels.models import Label, MembershipLabel
from services.organizations.memberships.models import Membership, MembershipRole
from services.organizations.organizations.models import Organization
from services.organizations.passports.models import Principal
from services.organizations.people.models import Person
from services.organizations.person_entries.models import PersonEntry
from services.organizations.programmes.models import Programme
from services.organizations.proposals.models import FoundingProposal, FoundingSupport
from services.organizations.reviews.models import Review
from services.organizations.roster_fields.models import RosterField, RosterValueRow
from services.organizations.roster_views.models import RosterView
from services.organizations.second_looks.models import SecondLook
from services.organizations.signs.models import GroupSign, SignCheck
from services.organizations.starter_kits.models import StarterKit, StarterKitCopy
from services.organizations.verifications.models import Verification
from services.organizations.webhook_deliveries.models import WebhookDelivery
from services.organizations.webhook_endpoints.models import WebhookEndpoint

PERSONAL = holdings(
    held(Principal, of=["person_id"], goes=True),
    held(
        Person,
        of=["id"],
        clears={"display_name": "", "sort_name": "", "search_name": ""},
    ),
    held(
        PersonEntry,
        of=["id"],
        by=["creator_person_id", "link_creator_person_id"],
        clears={
            "display_name": "",
            "languages": [],
            "time_zone": "Etc/UTC",
            "link_id": None,
            "link_hash": None,
            "link_creator_person_id": None,
            "link_expire_time": None,
        },
    ),
    held(
        Membership,
        of=["person_id"],
        clears={"application_message": "", "reason": "", "sort_name": "", "search_name": ""},
    ),
    held(MembershipRole, within=("membership_id", Membership)),
    held(MembershipLabel, within=("membership_id", Membership), goes=True),
    held(RosterValueRow, within=("membership_id", Membership), goes=True),
    held(AgreementAcceptance, of=["accepter_id"]),
    held(Invitation, of=["inviter_person_id"], clears={"note": ""}),
    held(
        FoundingProposal,
        of=["person_id"],
        by=["decider_id", "co_founder_ids"],
        clears={
            "name": "",
            "purpose": "",
            "area": "",
            "audience": "",
            "terms": [],
            "question": "",
            "answer": "",
            "reason": "",
        },
    ),
    held(FoundingSupport, of=["supporter_id"]),
    held(
        Assessment,
        of=["person_id"],
        clears={
            "ratings": text(
                "(SELECT coalesce(jsonb_agg(rating - 'text'), '[]') FROM jsonb_array_elements(ratings) AS rating)"
            )
        },
    ),
    held(Organization, inside={"contact": "person_id"}),
    held(Review, by=["proposer_id", "decider_id"]),
    held(Enrolment, by=["mentor_person_id"]),
    held(Mentorship, by=["mentor_person_id"]),
    held(Complaint, of=["complainant_id"], by=["answerer_id"], clears={"text": "", "answer": ""}),
    held(EnrolmentGoal, by=["author_id", "decider_id"]),
    held(EnrolmentNote, of=["author_id"], clears={"text": ""}, keeps=["stage_key", "meeting_date"]),
    held(FirstStep, by=["doer_id"]),
    held(GroupClosing, by=["closer_id"]),
    held(SecondLook, by=["requester_id", "reviewer_id"]),
    held(Dormancy, by=["waker_id"]),
    held(ImportJob, by=["actor_id"]),
    held(
        ImportJobRow,
        of=["person_id"],
        clears={"name": "", "reasons": [], "changes": [], "said": {}},
    ),
    held(Verification, by=["requester_id", "decider_id"]),
    held(Attendance, of=["person_id"]),
    held(GroupVisit, of=["person_id"], keeps=["day"]),
    held(Qualification, of=["person_id"], clears={"issued_date": None, "valid_until_date": None}),
    held(HoursBalance, of=["person_id"]),
    nobody(
        Agreement,
        App,
        AppKey,
        AppKeyDay,
        Area,
        Booking,
        Category,
        Change,
        Event,
        GroupDay,
        GroupPartner,
        ImportMapping,
        GroupSign,
        GroupSupport,
    ),
    nobody(
        Filing, Label, Programme, RosterField, RosterView, SignCheck, StarterKit, StarterKitCopy
    ),
    nobody(EnrolmentDay, EnrolmentStep, EventFeedback),
    nobody(Attestation, Shift),
    nobody(OrganizationHome),
    nobody(WebhookDelivery, WebhookEndpoint),
)
