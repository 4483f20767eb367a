"""The tables of the events service, with the verbs that guard their state."""

from services.events.models.base import Table
from services.events.models.event import Event
from services.events.models.projections import Organization, Person
from services.events.models.shift import Shift
from services.events.models.sign_up import ENGAGED, OPEN, STANDING, SignUp

__all__ = [
    "ENGAGED",
    "OPEN",
    "STANDING",
    "Event",
    "Organization",
    "Person",
    "Shift",
    "SignUp",
    "Table",
]
