"""People, as volunteers announced them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.events.tables import Table
from services.kit.text.folding import comparable
from services.kit.text.names import search_index
from services.kit.work.models import no_items

SEARCH_NAME: Any = Text(collation="C")


class PersonState(StrEnum):
    """The states of a person that this service acts on."""

    SUSPENDED = "SUSPENDED"


class Person(Table, table=True):
    """A person, as volunteers announced them: their state and skills, and the name by which lists are searched."""

    __tablename__ = "person"
    __table_args__ = (search_index("person_search"),)

    id: UUID = Field(primary_key=True)
    state: str
    standing: str
    skills: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)

    # For queries. Of the name nothing else is kept; `skills_known` says the same, also of a row that older code has written.
    search_name: str = Field(default="", sa_type=SEARCH_NAME)
    comparable_skills: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))

    @property
    def skills_known(self) -> frozenset[str]:
        """The names of the skills, in the form in which they are compared."""
        return names_of(self.skills)


def names_of(skills: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Returns the names of skills, in the form in which they are compared."""
    return frozenset(comparable(skill["name"]) for skill in skills)
