"""What services repeat of organizations and memberships: enough to know whose roles count where.

A service makes its tables from these classes. `services.kit.bus.memberships` keeps them up to date.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Select, Text, Uuid, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from services.kit.work.holding import another
from services.kit.work.models import no_items
from services.kit.work.roles import Role


class MembershipState(StrEnum):
    """The states of a membership that is not over."""

    APPLIED = "APPLIED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


class OrganizationState(StrEnum):
    """The states of an organization that is over."""

    CLOSED = "CLOSED"
    DELETED = "DELETED"


# The states in which an organization can plan nothing.
ENDED = tuple(OrganizationState)


class OrganizationProjection(SQLModel):
    """An organization: whether it is active, what lies above it, and whether roles held there count."""

    __tablename__ = "organization"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 # SQLAlchemy calls it with the class
        return (Index("organization_ancestors", "ancestor_ids", postgresql_using="gin"),)

    id: UUID = Field(primary_key=True)
    state: str
    ancestor_ids: list[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
    inherit_roles: bool = False


class MembershipProjection(SQLModel):
    """A membership: who belongs to which organization, and in which roles."""

    __tablename__ = "membership"

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 # SQLAlchemy calls it with the class
        return (Index("membership_person", "person_id", "organization_id", "state"),)

    id: UUID = Field(primary_key=True)
    organization_id: UUID
    person_id: UUID
    state: str
    # The roles from OWNER to SUPERVISOR that are held now.
    roles: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))

    @classmethod
    def held_by(cls, person_id: Any, roles: Collection[Role]) -> Select[tuple[UUID]]:
        """Returns the query for the organizations in which a person holds one of the roles."""
        held = another(cls)
        statement = select(held.organization_id).where(
            held.person_id == person_id, held.state == MembershipState.ACTIVE
        )
        if Role.MEMBER in roles:
            return statement
        return statement.where(held.roles.overlap(list(roles)))
