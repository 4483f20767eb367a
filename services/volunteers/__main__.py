"""Runs the volunteers service: `python -m services.volunteers --help`."""

from collections.abc import Sequence

from services.kit.audit_trail import AuditServicer
from services.kit.command_line import run
from services.kit.config import ServiceSettings
from services.kit.server import Servicer
from services.kit.service import Service
from services.volunteers.access import RELATIONS, oversees
from services.volunteers.conflicts import CONFLICTS
from services.volunteers.consumers import CONSUMERS
from services.volunteers.hours_attestations import HoursAttestationServicer
from services.volunteers.hours_balances import HoursBalanceServicer
from services.volunteers.hours_entries import HoursEntryServicer
from services.volunteers.models import Table
from services.volunteers.people import PersonServicer
from services.volunteers.person_activities import PersonActivityServicer
from services.volunteers.person_contacts import PersonContactServicer


def servicers(settings: ServiceSettings) -> Sequence[Servicer]:
    """Returns the servicers of the service."""
    del settings
    own = (
        PersonServicer(),
        PersonContactServicer(),
        PersonActivityServicer(),
        HoursEntryServicer(),
        HoursBalanceServicer(),
        HoursAttestationServicer(),
    )
    return (*own, AuditServicer(own, oversees))


VOLUNTEERS = Service(
    name="volunteers",
    settings=ServiceSettings,
    tables=Table,
    servicers=servicers,
    relations=RELATIONS,
    conflicts=CONFLICTS,
    consumers=CONSUMERS,
)

if __name__ == "__main__":
    run(VOLUNTEERS)
