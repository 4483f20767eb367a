"""What the other services told."""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.events.models.base import Table


class Organization(Table, table=True):
    """What organizations told of an organization: whether it is at work, and whose roles count."""

    __tablename__ = "organization"
    __table_args__ = (
        Index(
            "organization_ancestors",
            "ancestor_ids",
            postgresql_using="gin",
            postgresql_where=text("inherit_roles"),
        ),
    )

    id: UUID = Field(primary_key=True)
    state: str
    ancestor_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    inherit_roles: bool = False


class Person(Table, table=True):
    """What volunteers told of a person: whether and for what they can sign up."""

    __tablename__ = "person"

    id: UUID = Field(primary_key=True)
    state: str
    standing: str
    skills: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)

    @property
    def skill_names(self) -> frozenset[str]:
        """The names of the skills."""
        return frozenset(skill["name"] for skill in self.skills)
