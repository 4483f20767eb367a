"""Contact details that an import gives people once it is executed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.kit.work.models import enum_field, time_field
from services.volunteers.contacts.models import ConsentManner
from services.volunteers.tables import Table


class ContactDraft(Table, table=True):
    """What an import gives a person: their contact details, and their consent.

    The row of somebody who is new goes when the import has entered them. That of somebody who was known stays, with what they
    had, so that the import can be undone.
    """

    __tablename__ = "contact_draft"
    __table_args__ = (Index("contact_draft_age", "create_time"),)

    person_id: UUID = Field(primary_key=True)
    import_job_id: UUID = Field(primary_key=True)
    organization_id: UUID
    phone: str  # empty to leave it as it is
    email: str
    consent_manner: ConsentManner = enum_field(ConsentManner)
    consent_date: date
    recorder_person_id: UUID | None = None
    create_time: datetime = time_field()
    # What the person had before; None until the import is executed.
    phone_before: str | None = None
    email_before: str | None = None

    @property
    def is_applied(self) -> bool:
        """Whether the person has been given it."""
        return self.phone_before is not None
