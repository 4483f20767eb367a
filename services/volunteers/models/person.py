"""People: who they are, and how they stand as volunteers."""

from datetime import date
from typing import Any

from banyan.volunteers.v1 import person_pb2
from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

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
        self.change_state(
            {"ACTIVE"}, "SUSPENDED", "Only an active person can be suspended; look at their state."
        )

    def reinstate(self) -> None:
        """Lets the person take part again."""
        self.change_state(
            {"SUSPENDED"},
            "ACTIVE",
            "Only a suspended person can be reinstated; look at their state.",
        )

    def apply_as_volunteer(self) -> None:
        """Asks to become a volunteer."""
        self._stand(
            {"NONE"},
            "APPLICANT",
            "You have applied, or are a volunteer, already; administrators approve applicants and end "
            "pauses.",
        )

    def approve_as_volunteer(self) -> None:
        """Makes an applicant a volunteer, or ends a pause."""
        self._stand(
            {"APPLICANT", "PAUSED"},
            "APPROVED",
            "Only an applicant, or a volunteer who has paused, can be approved; look at their standing.",
        )

    def pause_as_volunteer(self) -> None:
        """Lets a volunteer rest."""
        self._stand(
            {"APPROVED"}, "PAUSED", "Only an approved volunteer can pause; look at your standing."
        )

    def _stand(self, sources: set[str], target: str, otherwise: str) -> None:
        self.change_state(sources, target, otherwise, attribute="standing")
