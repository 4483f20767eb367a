"""How to reach people, and with whom they share that."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.volunteers.v1 import person_contact_pb2
from sqlalchemy import Index
from sqlmodel import Field, Relationship

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.models import Resource, enum_field, time_field
from services.volunteers.tables import Table

MOST_SHARES = 200  # all are loaded and shown with the details


class ConsentManner(StrEnum):
    """How a person consented, where somebody recorded it for them."""

    ORALLY = "ORALLY"
    ON_PAPER = "ON_PAPER"
    ELECTRONICALLY = "ELECTRONICALLY"


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

    def share(
        self,
        organization_id: UUID,
        *,
        at: datetime,
        manner: ConsentManner | None = None,
        on: date | None = None,
        recorder_person_id: UUID | None = None,
    ) -> None:
        """Lets an organization's managers see the details; an earlier consent is renewed.

        Args:
            organization_id: The organization.
            at: When it is shared.
            manner: How the person consented, if somebody records it for them.
            on: The day on which they did.
            recorder_person_id: Who records it.

        Raises:
            Refused: They are shared with as many as they can be.
        """
        recorded: dict[str, Any] = {
            "create_time": at,
            "consent_manner": manner,
            "consent_date": on,
            "recorder_person_id": recorder_person_id,
        }
        for share in self.shares:
            if share.organization_id == organization_id:
                for name, value in recorded.items():
                    setattr(share, name, value)
                return
        if len(self.shares) >= MOST_SHARES:
            raise Refused(
                "Your contact details are shared with {max} organizations, which is the most. Stop "
                "sharing them with one first.",
                reason="TOO_MANY_SHARES",
                params={"max": MOST_SHARES},
            )
        self.shares.append(
            ContactShare(person_id=self.id, organization_id=organization_id, **recorded)
        )

    def unshare(self, organization_id: UUID, *, until: datetime) -> None:
        """Ends the consent for an organization, if it was given by then."""
        for share in list(self.shares):
            if share.organization_id == organization_id and share.create_time <= until:
                self.shares.remove(share)


class ContactShare(Table, table=True):
    """The consent of a person that an organization's managers see their contact details."""

    __tablename__ = "contact_share"

    person_id: UUID = Field(primary_key=True, foreign_key="person_contact.id")
    organization_id: UUID = Field(primary_key=True)
    create_time: datetime = time_field()
    # Of a person without an account: how and when they consented, and who says so.
    consent_manner: ConsentManner | None = enum_field(ConsentManner, default=None)
    consent_date: date | None = None
    recorder_person_id: UUID | None = None


class ContactReading(Table, table=True):
    """A reading of contact details by somebody else than the person.

    The trail of the organization says the same to those who oversee it. This row says it to the person, who finds it
    by an index of their own, and not among everything that was ever done.
    """

    __tablename__ = "contact_reading"
    __table_args__ = (
        Index("contact_reading_person", "person_id", "read_time", "id"),
        Index("contact_reading_age", "read_time"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    person_id: UUID
    organization_id: UUID
    reader_person_id: UUID | None = None
    app_id: UUID | None = None
    read_time: datetime = time_field()
