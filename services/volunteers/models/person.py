"""People: who they are, and how they stand as volunteers."""

from datetime import date
from typing import Any

from banyan.volunteers.v1 import person_pb2
from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.models import Resource
from services.volunteers.models.base import Table


class Person(Resource, Table, table=True):
    """A person: a resident, volunteer or not."""

    __tablename__ = "person"
    message = person_pb2.Person

    display_name: str
    languages: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    time_zone: str
    birth_date: date | None = None
    skills: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    state: str = "ACTIVE"
    standing: str = "NONE"

    def suspend(self) -> None:
        """Bars the person for now."""
        self._move("state", {"ACTIVE"}, "SUSPENDED", "Only an active person can be suspended.")

    def reinstate(self) -> None:
        """Lets the person take part again."""
        self._move("state", {"SUSPENDED"}, "ACTIVE", "Only a suspended person can be reinstated.")

    def apply_as_volunteer(self) -> None:
        """Asks to become a volunteer."""
        self._move("standing", {"NONE"}, "APPLICANT", "You have applied already.")

    def approve_as_volunteer(self) -> None:
        """Makes an applicant a volunteer, or ends a pause."""
        self._move(
            "standing",
            {"APPLICANT", "PAUSED"},
            "APPROVED",
            "Only an applicant, or a volunteer who has paused, can be approved.",
        )

    def pause_as_volunteer(self) -> None:
        """Lets a volunteer rest."""
        self._move("standing", {"APPROVED"}, "PAUSED", "Only an approved volunteer can pause.")

    def _move(self, attribute: str, sources: set[str], target: str, otherwise: str) -> None:
        if getattr(self, attribute) not in sources:
            raise Refused(otherwise)
        setattr(self, attribute, target)
