"""Runs the events service: `python -m services.events --help`."""

from services.catalogue import named
from services.events.config import EventsSettings
from services.events.conflicts import CONFLICTS
from services.events.memberships.models import ROLE_TABLES
from services.events.personal import PERSONAL
from services.events.tables import Table
from services.kit.service.command_line import run
from services.kit.service.subjects import compose

EVENTS = compose(
    "events",
    settings=EventsSettings,
    tables=Table,
    role_tables=ROLE_TABLES,
    subjects=(
        "organizations",
        "memberships",
        "people",
        "areas",
        "categories",
        "qualifications",
        "availability",
        "events",
        "series",
        "shifts",
        "eligibility",
        "sign_ups",
        "waitlist",
        "approvals",
        "attendance",
        "check_ins",
        "counts",
        "plans",
        "proposals",
        "venues",
        "bookings",
        "slots",
        "plan_changes",
        "stand_ins",
        "absences",
        "openings",
        "reminders",
        "swaps",
        "standing_sign_ups",
        "calendar_feeds",
        "feedback",
        "rotas",
        "date_polls",
        "event_import_feeds",
        "event_imports",
        "event_templates",
    ),
    conflicts=CONFLICTS,
    personal=PERSONAL,
    calls=named("events").calls,
)

if __name__ == "__main__":
    run(EVENTS)
