"""Who may change venues: the relation that the contract names. Everyone sees them."""

from services.events.memberships.models import ROLE_TABLES
from services.kit.work.access import Relations
from services.kit.work.holding import holds_role
from services.kit.work.roles import MANAGERS

manages_venues = holds_role(MANAGERS, ROLE_TABLES)

RELATIONS: Relations = {"manage_venues": manages_venues}
