"""What the other services told, repeated here; nothing points to it by a foreign key."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Index, Uuid
from sqlmodel import Field, col

from services.kit.models import time_field
from services.volunteers.models.base import Table


class Membership(Table, table=True):
    """What organizations told of a membership: who shares which organization with whom."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("membership_person", "person_id", "organization_id", "state"),
        Index("membership_organization", "organization_id", "person_id"),
    )

    id: UUID = Field(primary_key=True)
    organization_id: UUID
    person_id: UUID
    state: str
    # When the person applied; unknown where nobody has told since the column was added.
    create_time: datetime | None = time_field(default=None)


class Organization(Table, table=True):
    """What organizations told of an organization: what lies above it, and whose roles count there."""

    __tablename__ = "organization"

    id: UUID = Field(primary_key=True)
    ancestor_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    inherit_roles: bool = False


class SignUp(Table, table=True):
    """What events told of a sign-up: who has taken on what, where, and for how long."""

    __tablename__ = "sign_up"
    __table_args__ = (
        Index("sign_up_person_organization", "person_id", "organization_id", "state"),
    )

    id: UUID = Field(primary_key=True)
    person_id: UUID
    # Unknown where nobody has told since these columns were added.
    organization_id: UUID = Field(default=None, nullable=True)
    event_id: UUID = Field(default=None, nullable=True)
    shift_id: UUID = Field(default=None, nullable=True)
    state: str
    start_time: datetime = time_field()
    end_time: datetime = time_field()

    @classmethod
    def stands(cls) -> ColumnElement[bool]:
        """Returns the condition that something has come of a sign-up, or may still."""
        return col(cls.state).not_in(("CANCELLED", "EXPIRED"))
