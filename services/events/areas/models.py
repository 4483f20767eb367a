"""Areas, as the organizations service announced them."""

from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.events.tables import Table


class Area(Table, table=True):
    """An area: what is above it, and whether something can come into it."""

    __tablename__ = "area"
    __table_args__ = (Index("area_above_id", "above_id"),)

    id: UUID = Field(primary_key=True)
    retired: bool = False
    # Where it is found: in the area into which it was merged, or else in its parent.
    above_id: UUID | None = None
