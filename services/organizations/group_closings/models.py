"""The table of closings."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import group_closing_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, messages_field, time_field
from services.organizations.tables import Table


class ClosingCause(StrEnum):
    """Why a group ends."""

    COMPLETED = "COMPLETED"
    MERGED = "MERGED"
    MEMBERS_LEFT = "MEMBERS_LEFT"
    NO_LEADERS = "NO_LEADERS"
    OTHER = "OTHER"


# What a group was for is done, or goes on: its enrolments are completed.
FULFILLED = (ClosingCause.COMPLETED, ClosingCause.MERGED)


class GroupClosing(Resource, Table, table=True):
    """How a group ended, and what it had done until then."""

    __tablename__ = "group_closing"
    __table_args__ = (
        Index("group_closing_organization", "organization_id", "id"),
        Index(
            "group_closing_successor",
            "successor_id",
            postgresql_where=text("successor_id IS NOT NULL"),
        ),
    )
    message = group_closing_pb2.GroupClosing

    organization_id: UUID = Field(foreign_key="organization.id")
    cause: ClosingCause = enum_field(ClosingCause)
    text: str
    successor_id: UUID | None = Field(default=None, foreign_key="organization.id")
    approve_time: datetime | None = time_field(default=None)
    handovers: list[dict[str, Any]] = messages_field()
    closer_id: UUID
    members_count: int
    events_count: int
    participants_count: int
    recorded_minutes: int
    attested_minutes: int
    months: int

    def approve(self, *, at: datetime) -> None:
        """Lets the members join the successor without being accepted one by one.

        Raises:
            Refused: They can already.
        """
        if self.approve_time is not None:
            raise Refused(
                "The members of this group are welcome already. There is nothing left to do.",
                reason="SUCCESSION_APPROVED",
            )
        self.approve_time = at
