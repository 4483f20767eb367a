"""The tables of the volunteers service, with the verbs that guard their state."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from banyan.volunteers.v1 import person_contact_pb2, person_pb2
from sqlalchemy import ARRAY, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, Relationship, SQLModel

from services.kit.errors import Refused
from services.kit.models import Resource, time_field

_tables = registry()


class Table(SQLModel, registry=_tables):
    """The base of this service's tables; each service has a registry of its own."""


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


class PersonContact(Resource, Table, table=True):
    """The contact details of a person, under the person's id. Never announced."""

    __tablename__ = "person_contact"
    message = person_contact_pb2.PersonContact

    phone: str = ""
    email: str = ""
    address: str = ""
    emergency_contact: str = ""
    shares: list["ContactShare"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "ContactShare.create_time",
            "cascade": "all, delete-orphan",
        }
    )

    @property
    def person_id(self) -> UUID:
        """The person, who is also the id of the details."""
        return self.id


class ContactShare(Table, table=True):
    """The consent of a person that an organization's leaders see their contact details."""

    __tablename__ = "contact_share"

    person_id: UUID = Field(primary_key=True, foreign_key="person_contact.id")
    organization_id: UUID = Field(primary_key=True)
    create_time: datetime = time_field()


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


class Organization(Table, table=True):
    """What organizations told of an organization: what lies above it, and whose roles count there."""

    __tablename__ = "organization"

    id: UUID = Field(primary_key=True)
    ancestor_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    inherit_roles: bool = False


class SignUp(Table, table=True):
    """What events told of a sign-up: who has taken on what, and for how long."""

    __tablename__ = "sign_up"
    __table_args__ = (Index("sign_up_person", "person_id", "state"),)

    id: UUID = Field(primary_key=True)
    person_id: UUID
    state: str
    start_time: datetime = time_field()
    end_time: datetime = time_field()
