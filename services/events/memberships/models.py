"""Memberships, as the organizations service announced them."""

from services.events.organizations.models import Organization
from services.events.tables import Table
from services.kit.work.holding import RoleTables
from services.kit.work.memberships import MembershipProjection


class Membership(MembershipProjection, Table, table=True):
    """A membership: who sees what an organization plans for its members, and in which roles."""


ROLE_TABLES = RoleTables(Organization, Membership)
