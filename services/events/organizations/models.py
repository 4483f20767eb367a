"""Organizations, as the organizations service announced them."""

from services.events.tables import Table
from services.kit.work.memberships import OrganizationProjection


class Organization(OrganizationProjection, Table, table=True):
    """An organization: whether it is active, what lies above it, and whether roles held there count."""
