"""Principals: those whom trusted issuers vouch for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.kit.work.models import time_field
from services.organizations.tables import Table


class Principal(Table, table=True):
    """A principal of a trusted issuer, and their person."""

    __tablename__ = "principal"
    __table_args__ = (
        Index("principal_identity", "issuer", "subject", unique=True),
        Index("principal_person", "person_id"),
    )

    id: UUID = Field(primary_key=True)
    issuer: str
    subject: str
    person_id: UUID
    create_time: datetime = time_field()
