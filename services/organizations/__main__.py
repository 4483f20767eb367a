"""Runs the organizations service: `python -m services.organizations --help`."""

from services.catalogue import named
from services.kit.service.command_line import run
from services.kit.service.subjects import compose
from services.organizations.config import OrganizationsSettings
from services.organizations.conflicts import CONFLICTS
from services.organizations.memberships.leaving import leave
from services.organizations.memberships.models import ROLE_TABLES
from services.organizations.personal import PERSONAL
from services.organizations.tables import Table

ORGANIZATIONS = compose(
    "organizations",
    settings=OrganizationsSettings,
    tables=Table,
    role_tables=ROLE_TABLES,
    subjects=(
        "people",
        "hours",
        "organizations",
        "activities",
        "bookings",
        "memberships",
        "invitations",
        "person_entries",
        "rosters",
        "imports",
        "passports",
        "areas",
        "personal_data",
        "exports",
        "categories",
        "programmes",
        "enrolments",
        "enrolment_goals",
        "enrolment_notes",
        "reviews",
        "proposals",
        "signs",
        "complaints",
        "dormancies",
        "apps",
        "app_keys",
        "changes",
        "assessments",
        "cultivation",
        "webhook_endpoints",
        "webhook_deliveries",
        "labels",
        "roster_fields",
        "agreements",
        "starter_kits",
        "first_steps",
        "group_supports",
        "verifications",
        "filings",
        "group_closings",
        "second_looks",
        "roster_views",
    ),
    conflicts=CONFLICTS,
    personal=PERSONAL,
    leave=leave,
    calls=named("organizations").calls,
)

if __name__ == "__main__":
    run(ORGANIZATIONS)
