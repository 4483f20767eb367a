"""People, and their standing as volunteers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.volunteers.v1 import person_pb2
from sqlalchemy import ARRAY, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import validates
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.text.names import search_index, search_name, sort_name
from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    message_field,
    no_items,
    time_field,
)
from services.volunteers.tables import SORT_NAME, Table


class PersonState(StrEnum):
    """The states of a person."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


class VolunteerStanding(StrEnum):
    """The standing of a person as a volunteer."""

    NONE = "NONE"
    APPLICANT = "APPLICANT"
    APPROVED = "APPROVED"
    PAUSED = "PAUSED"


class Person(Resource, Table, table=True):
    """A person: a resident, whether or not they volunteer."""

    __tablename__ = "person"
    __table_args__ = (
        Index("person_name", "sort_name", "id"),
        Index("person_standing", "standing", "sort_name", "id"),
        Index("person_state", "state", "sort_name", "id"),
        Index("person_age", "create_time", "id"),
        search_index("person_search"),
    )
    message = person_pb2.Person

    display_name: str
    sort_name: str = derived_field(default="", sa_type=SORT_NAME)
    search_name: str = derived_field(default="", sa_type=SORT_NAME)
    languages: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    time_zone: str
    birth_date: date | None = None
    skills: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)
    avatar: dict[str, Any] | None = message_field()
    state: PersonState = enum_field(PersonState, default=PersonState.ACTIVE)
    standing: VolunteerStanding = enum_field(VolunteerStanding, default=VolunteerStanding.NONE)
    erase_time: datetime | None = time_field(default=None)
    # The organization that entered the person by hand, and keeps their data until they have an account.
    keeper_organization_id: UUID | None = None

    @property
    def person_id(self) -> UUID:
        """The person themselves: a person's row is their own."""
        return self.id

    @validates("display_name")
    def _sort(self, _: str, name: str) -> str:
        self.sort_name = sort_name(name, of_person=True)
        self.search_name = search_name(name)
        return name

    def suspend(self) -> None:
        """Bars the person for now."""
        self.change_state(
            {PersonState.ACTIVE},
            PersonState.SUSPENDED,
            "Only an active person can be suspended. Check their state.",
        )

    def erase(self, *, at: datetime) -> None:
        """Takes away what is left of the person, whose texts are gone. Nobody can be them any more."""
        self.avatar = self.keeper_organization_id = None
        self.state, self.standing = PersonState.SUSPENDED, VolunteerStanding.NONE
        self.erase_time = at

    def reinstate(self) -> None:
        """Lets the person take part again."""
        if self.erase_time is not None:
            raise Refused(
                "This person was erased and does not come back. Let them register again.",
                reason="PERSON_ERASED",
            )
        self.change_state(
            {PersonState.SUSPENDED},
            PersonState.ACTIVE,
            "Only a suspended person can be reinstated. Check their state.",
        )

    def apply_as_volunteer(self) -> None:
        """Asks to become a volunteer."""
        self._change_standing(
            {VolunteerStanding.NONE},
            VolunteerStanding.APPLICANT,
            "You have already applied or are already a volunteer. An administrator approves "
            "applicants and ends pauses.",
        )

    def approve_as_volunteer(self) -> None:
        """Makes an applicant a volunteer, or ends a pause."""
        self._change_standing(
            {VolunteerStanding.APPLICANT, VolunteerStanding.PAUSED},
            VolunteerStanding.APPROVED,
            "Only an applicant or a paused volunteer can be approved. The person must apply first.",
        )

    def pause_as_volunteer(self) -> None:
        """Lets a volunteer rest."""
        self._change_standing(
            {VolunteerStanding.APPROVED},
            VolunteerStanding.PAUSED,
            "Only an approved volunteer can pause. Apply, and wait until an administrator approves "
            "you.",
        )

    def _change_standing(
        self, sources: set[VolunteerStanding], target: VolunteerStanding, otherwise: str
    ) -> None:
        self.change_state(sources, target, otherwise, attribute="standing")
