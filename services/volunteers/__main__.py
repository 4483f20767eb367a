"""Runs the volunteers service: `python -m services.volunteers [serve|migrate]`."""

from collections.abc import Sequence

from services.kit.config import ServiceSettings
from services.kit.server import Servicer
from services.kit.service import Service, run
from services.volunteers.access import RELATIONS
from services.volunteers.conflicts import CONFLICTS
from services.volunteers.consumers import CONSUMERS
from services.volunteers.people import PersonServicer
from services.volunteers.person_activities import PersonActivityServicer
from services.volunteers.person_contacts import PersonContactServicer


def servicers(settings: ServiceSettings) -> Sequence[Servicer]:
    """Returns the servicers of the service."""
    del settings
    return (PersonServicer(), PersonContactServicer(), PersonActivityServicer())


VOLUNTEERS = Service(
    name="volunteers",
    settings=ServiceSettings,
    servicers=servicers,
    relations=RELATIONS,
    conflicts=CONFLICTS,
    consumers=CONSUMERS,
)

if __name__ == "__main__":
    run(VOLUNTEERS)
