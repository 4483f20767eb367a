"""People, as volunteers announced them."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.organizations.tables import SORT_NAME, Table


class PersonState(StrEnum):
    """The states of a person that this service acts on."""

    SUSPENDED = "SUSPENDED"


class Person(Table, table=True):
    """A person, as announced: the name and standing that rosters show."""

    __tablename__ = "person"
    __table_args__ = (
        Index(
            "person_suspended", "id", postgresql_where=text(f"state = '{PersonState.SUSPENDED}'")
        ),
    )

    id: UUID = Field(primary_key=True)
    display_name: str
    sort_name: str = Field(sa_type=SORT_NAME)
    search_name: str = Field(default="", sa_type=SORT_NAME)
    standing: str
    state: str
