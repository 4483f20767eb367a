"""Bookings, as the events service announced them."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from services.organizations.tables import Table


class BookingState(StrEnum):
    """The states of a booking that this service acts on: those in which it takes the time of its venue."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"


class Booking(Table, table=True):
    """A booking: who has booked, and whether it takes time."""

    __tablename__ = "booking"

    id: UUID = Field(primary_key=True)
    organization_id: UUID
    state: str
