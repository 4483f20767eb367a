"""What events does about the notices of organizations: it repeats them, and frees the venues of closed ones."""

from banyan.organizations.v1 import organization_pb2

from services.events.bookings.closing import CANCEL_OF_ORGANIZATIONS, CLOSE_VENUES
from services.events.organizations.models import Organization
from services.kit.bus.memberships import organization_consumer
from services.kit.contract.values import enum_name
from services.kit.work.memberships import ENDED
from services.kit.work.work import Work

_STATE = organization_pb2.OrganizationState.DESCRIPTOR


async def free_venues(organization: organization_pb2.Organization, work: Work) -> None:
    """Lets jobs close the venues of an organization that is closed, and cancel what it has booked."""
    if enum_name(_STATE, organization.state) in ENDED:
        work.trigger(CLOSE_VENUES)
        work.trigger(CANCEL_OF_ORGANIZATIONS)


CONSUMERS = (organization_consumer("events", Organization, then=free_venues),)
