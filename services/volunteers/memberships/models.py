"""Memberships, as the organizations service announced them."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import col

from services.kit.work.holding import RoleTables
from services.kit.work.memberships import MembershipProjection
from services.kit.work.models import time_field
from services.volunteers.organizations.models import Organization
from services.volunteers.tables import Table


class Membership(MembershipProjection, Table, table=True):
    """A membership: who shares which organization with whom, and in which roles."""

    # When the person applied; unknown until the membership is announced again after this column was added.
    create_time: datetime | None = time_field(default=None)


Index("membership_organization", col(Membership.organization_id), col(Membership.person_id))
ROLE_TABLES = RoleTables(Organization, Membership)
