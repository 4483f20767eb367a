"""Availability, as the volunteers service announced it."""

from typing import Any
from uuid import UUID

from sqlmodel import Field

from services.events.tables import Table
from services.kit.work.models import messages_field


class Availability(Table, table=True):
    """When a person can come, under the person's id."""

    __tablename__ = "availability"

    id: UUID = Field(primary_key=True)
    time_zone: str
    weekly_windows: list[dict[str, Any]] = messages_field()
    absences: list[dict[str, Any]] = messages_field()
    wanted_minutes_a_week: int | None = None
    most_minutes_a_week: int | None = None
