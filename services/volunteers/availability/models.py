"""Availability of people."""

from typing import Any
from uuid import UUID

from banyan.volunteers.v1 import availability_pb2

from services.kit.work.models import Resource, messages_field
from services.volunteers.tables import Table


class Availability(Resource, Table, table=True):
    """When a person can come, under the person's id."""

    __tablename__ = "availability"
    message = availability_pb2.Availability

    time_zone: str
    weekly_windows: list[dict[str, Any]] = messages_field()
    absences: list[dict[str, Any]] = messages_field()
    wanted_minutes_a_week: int | None = None
    most_minutes_a_week: int | None = None

    @property
    def person_id(self) -> UUID:
        """The person, who is also the id of the availability."""
        return self.id
