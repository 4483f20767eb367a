"""Organizations, as the organizations service announced them."""

from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import declared_attr

from services.events.tables import Table
from services.kit.work.memberships import OrganizationProjection


class Organization(OrganizationProjection, Table, table=True):
    """An organization: whether it is active, what lies above it, whether roles held there count, and where it is."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 # SQLAlchemy calls it with the class
        return (
            Index("organization_ancestors", "ancestor_ids", postgresql_using="gin"),
            Index("organization_area", "area_id"),
        )

    area_id: UUID | None = None
