"""How to reach people, and with whom they share that."""

from datetime import datetime
from uuid import UUID

from banyan.volunteers.v1 import person_contact_pb2
from sqlmodel import Field, Relationship

from services.kit.models import Resource, time_field
from services.volunteers.models.base import Table


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

    def share(self, organization_id: UUID, *, at: datetime) -> None:
        """Lets an organization's managers see the details; an earlier consent is renewed."""
        for share in self.shares:
            if share.organization_id == organization_id:
                share.create_time = at
                return
        self.shares.append(
            ContactShare(person_id=self.id, organization_id=organization_id, create_time=at)
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
