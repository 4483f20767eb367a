"""Hours, as volunteers announced them."""

from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.organizations.tables import Table


class HoursBalance(Table, table=True):
    """The minutes that a person has worked for an organization, as announced."""

    __tablename__ = "hours_balance"
    __table_args__ = (Index("hours_balance_account", "organization_id", "person_id", unique=True),)

    id: UUID = Field(primary_key=True)
    organization_id: UUID
    person_id: UUID
    recorded_minutes: int
    attested_minutes: int
