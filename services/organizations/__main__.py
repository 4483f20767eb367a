"""Runs the organizations service: `python -m services.organizations --help`."""

from collections.abc import Sequence

from services.kit.audit_trail import AuditServicer
from services.kit.command_line import run
from services.kit.due import Due
from services.kit.server import Servicer
from services.kit.service import Service
from services.organizations.access import RELATIONS, oversees
from services.organizations.config import OrganizationsSettings
from services.organizations.conflicts import CONFLICTS
from services.organizations.consumers import CONSUMERS
from services.organizations.import_jobs import ImportJobServicer
from services.organizations.imports.execution import FORGET_IMPORTS, execute_imports
from services.organizations.imports.organizations import KIND
from services.organizations.imports.organizations.applying import apply_organizations
from services.organizations.invitation_tokens import InvitationTokens
from services.organizations.invitations import InvitationServicer
from services.organizations.issuers import TrustedIssuers
from services.organizations.memberships import MembershipServicer
from services.organizations.models import Table
from services.organizations.organization_activities import OrganizationActivityServicer
from services.organizations.organizations import OrganizationServicer
from services.organizations.passports import PassportServicer, SigningKey
from services.organizations.rosters import RosterServicer


def servicers(settings: OrganizationsSettings) -> Sequence[Servicer]:
    """Returns the servicers of the service."""
    key = SigningKey.read(settings.passport_private_key, settings.passport_jwks)
    issuers = TrustedIssuers.read(settings)
    own = (
        OrganizationServicer(),
        MembershipServicer(),
        InvitationServicer(InvitationTokens(key), settings.invitation_url),
        RosterServicer(),
        ImportJobServicer(),
        OrganizationActivityServicer(),
        PassportServicer(settings, key, issuers),
    )
    return (*own, AuditServicer(own, oversees))


def due(settings: OrganizationsSettings) -> Sequence[Due]:
    """Returns what is done by the clock."""
    del settings
    return (execute_imports({KIND: apply_organizations}), FORGET_IMPORTS)


ORGANIZATIONS = Service(
    name="organizations",
    settings=OrganizationsSettings,
    tables=Table,
    servicers=servicers,
    relations=RELATIONS,
    conflicts=CONFLICTS,
    consumers=CONSUMERS,
    due=due,
)

if __name__ == "__main__":
    run(ORGANIZATIONS)
