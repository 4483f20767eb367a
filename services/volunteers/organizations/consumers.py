"""What volunteers does about the notices of organizations: it repeats them."""

from services.kit.bus.memberships import organization_consumer
from services.volunteers.organizations.models import Organization

CONSUMERS = (organization_consumer("volunteers", Organization),)
