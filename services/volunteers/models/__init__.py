"""The tables of the volunteers service, with the verbs that guard their state."""

from services.volunteers.models.attestation import HoursAttestation
from services.volunteers.models.base import Table
from services.volunteers.models.contact import ContactShare, PersonContact
from services.volunteers.models.hours import (
    ATTESTED,
    RECORDED,
    HoursAccount,
    HoursBalance,
    HoursEntry,
)
from services.volunteers.models.person import Person
from services.volunteers.models.projections import Membership, Organization, SignUp

__all__ = [
    "ATTESTED",
    "RECORDED",
    "ContactShare",
    "HoursAccount",
    "HoursAttestation",
    "HoursBalance",
    "HoursEntry",
    "Membership",
    "Organization",
    "Person",
    "PersonContact",
    "SignUp",
    "Table",
]
