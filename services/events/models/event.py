"""Events."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from banyan.events.v1 import event_pb2
from sqlalchemy import CheckConstraint, Index

from services.events.models.base import Table
from services.kit.errors import Refused
from services.kit.models import Resource, time_field


class Event(Resource, Table, table=True):
    """What an organization invites to, at one time."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_start", "start_time", "id"),
        Index("event_organization", "organization_id", "start_time", "id"),
        CheckConstraint(
            "start_time < end_time AND end_time - start_time <= interval '31 days'",
            name="event_times",
        ),
    )
    message = event_pb2.Event

    organization_id: UUID
    title: str
    description: str = ""
    location: str = ""
    start_time: datetime = time_field()
    end_time: datetime = time_field()
    time_zone: str
    visibility: str
    state: str = "DRAFT"
    cancel_reason: str = ""
    # What was never published stays hidden once it is cancelled.
    publish_time: datetime | None = time_field(default=None)

    def publish(self, *, at: datetime) -> None:
        """Opens the event for sign-ups."""
        self.change_state(
            {"DRAFT"}, "PUBLISHED", "Only a draft can be published. Look at the state of the event."
        )
        self.publish_time = at

    def cancel(self, reason: str, *, at: datetime) -> None:
        """Calls the event off."""
        if self.state == "PUBLISHED" and self.end_time <= at:
            raise Refused(
                "The event has ended, and who came stays on record. Complete it instead.",
                reason="EVENT_ENDED",
            )
        self.change_state(
            {"DRAFT", "PUBLISHED"},
            "CANCELLED",
            "Only a draft or a published event can be cancelled. Look at the state of the event.",
        )
        self.cancel_reason = reason

    def complete(self, *, at: datetime) -> None:
        """Says that the event has taken place."""
        if self.state == "PUBLISHED" and at < self.end_time:
            raise Refused("The event can be completed once it has ended.", reason="EVENT_NOT_ENDED")
        self.change_state(
            {"PUBLISHED"},
            "COMPLETED",
            "Only a published event can be completed. Look at the state of the event.",
        )

    def check_open(self) -> None:
        """Refuses what can no longer change.

        Raises:
            Refused: The event is cancelled or completed.
        """
        if self.state in ("CANCELLED", "COMPLETED"):
            raise Refused(
                "A cancelled or completed event stays as it is. Create a new one.",
                reason="EVENT_OVER",
            )

    def day_of(self, moment: datetime) -> date:
        """Returns the day that a moment falls on where the event takes place."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()
