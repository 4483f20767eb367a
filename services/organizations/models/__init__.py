"""The tables of the organizations service, with the verbs that guard their state."""

from services.organizations.models.base import Table
from services.organizations.models.import_job import ImportJob, ImportJobRow
from services.organizations.models.invitation import Invitation
from services.organizations.models.membership import Membership, MembershipRole
from services.organizations.models.organization import Organization
from services.organizations.models.principal import Principal
from services.organizations.models.projections import Event, HoursBalance, Person

__all__ = [
    "Event",
    "HoursBalance",
    "ImportJob",
    "ImportJobRow",
    "Invitation",
    "Membership",
    "MembershipRole",
    "Organization",
    "Person",
    "Principal",
    "Table",
]
