"""Organizations, as the organizations service announced them."""

from services.kit.work.memberships import OrganizationProjection
from services.volunteers.tables import Table


class Organization(OrganizationProjection, Table, table=True):
    """An organization: whether it is active, what lies above it, and whether roles held there count."""
