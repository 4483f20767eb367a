"""Principals: those whom trusted issuers vouch for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.kit.models import time_field
from services.organizations.models.base import Table


class Principal(Table, table=True):
    """Somebody whom a trusted issuer vouches for, and the person that they are here."""

    __tablename__ = "principal"
    __table_args__ = (Index("principal_identity", "issuer", "subject", unique=True),)

    id: UUID = Field(primary_key=True)
    issuer: str
    subject: str
    person_id: UUID
    create_time: datetime = time_field()
