"""Runs the volunteers service: `python -m services.volunteers --help`."""

from services.catalogue import named
from services.kit.service.command_line import run
from services.kit.service.subjects import compose
from services.volunteers.config import VolunteersSettings
from services.volunteers.conflicts import CONFLICTS
from services.volunteers.memberships.models import ROLE_TABLES
from services.volunteers.people.leaving import leave
from services.volunteers.personal import PERSONAL
from services.volunteers.tables import Table

VOLUNTEERS = compose(
    "volunteers",
    settings=VolunteersSettings,
    tables=Table,
    role_tables=ROLE_TABLES,
    subjects=(
        "organizations",
        "memberships",
        "people",
        "person_entries",
        "contacts",
        "contact_drafts",
        "activities",
        "hours",
        "attestations",
        "qualification_kinds",
        "qualifications",
        "availability",
    ),
    conflicts=CONFLICTS,
    personal=PERSONAL,
    leave=leave,
    calls=named("volunteers").calls,
)

if __name__ == "__main__":
    run(VOLUNTEERS)
