"""Categories, as the organizations service announced them."""

from uuid import UUID

from sqlmodel import Field

from services.events.tables import Table


class Category(Table, table=True):
    """A category: whether events can get it."""

    __tablename__ = "category"

    id: UUID = Field(primary_key=True)
    retired: bool = False
