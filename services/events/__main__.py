"""Runs the events service: `python -m services.events --help`."""

from collections.abc import Mapping, Sequence

from services.events.access import RELATIONS, oversees
from services.events.attendance import AttendanceServicer
from services.events.config import EventsSettings
from services.events.conflicts import CONFLICTS
from services.events.consumers import CONSUMERS
from services.events.eligibilities import EligibilityServicer
from services.events.events import EventServicer
from services.events.models import Table
from services.events.shifts import ShiftServicer
from services.events.sign_ups import SignUpServicer
from services.events.waitlist import due
from services.kit.audit_trail import AuditServicer
from services.kit.command_line import run
from services.kit.server import Servicer
from services.kit.service import Service


def servicers(settings: EventsSettings) -> Sequence[Servicer]:
    """Returns the servicers of the service."""
    del settings
    own = (
        EventServicer(),
        ShiftServicer(),
        EligibilityServicer(),
        SignUpServicer(),
        AttendanceServicer(),
    )
    return (*own, AuditServicer(own, oversees))


def targets(settings: EventsSettings) -> Mapping[str, str]:
    """Returns the services that this one calls, and where they listen."""
    return {"volunteers": settings.volunteers_target}


EVENTS = Service(
    name="events",
    settings=EventsSettings,
    tables=Table,
    servicers=servicers,
    relations=RELATIONS,
    conflicts=CONFLICTS,
    consumers=CONSUMERS,
    due=due,
    targets=targets,
)

if __name__ == "__main__":
    run(EVENTS)
