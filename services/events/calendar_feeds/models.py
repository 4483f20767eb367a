"""The table of calendar feeds."""

from enum import StrEnum
from uuid import UUID

from banyan.events.v1 import calendar_feed_pb2
from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field

from services.events.tables import Table
from services.kit.work.models import Resource, enum_field


class CalendarFeedState(StrEnum):
    """The states of a calendar feed."""

    ACTIVE = "ACTIVE"
    REVOKED = "REVOKED"


class CalendarFeed(Resource, Table, table=True):
    """That a person has an address for their calendar, under the person's id. Of the address only a hash is kept."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index("calendar_feed_token", "token_hash", unique=True),
        CheckConstraint(
            f"(state = '{CalendarFeedState.ACTIVE}') = (token_hash IS NOT NULL)",
            name="calendar_feed_state",
        ),
    )
    message = calendar_feed_pb2.CalendarFeed

    state: CalendarFeedState = enum_field(CalendarFeedState, default=CalendarFeedState.REVOKED)
    token_hash: bytes | None = Field(default=None, sa_type=LargeBinary)

    @property
    def person_id(self) -> UUID:
        """The person, who is also the id of the feed."""
        return self.id

    def renew(self, token_hash: bytes) -> None:
        """Gets a new address. The one before does not work any more.

        Args:
            token_hash: The hash of its token.
        """
        self.state, self.token_hash = CalendarFeedState.ACTIVE, token_hash

    def revoke(self) -> None:
        """Ends the address.

        Raises:
            Refused: There is none.
        """
        self.change_state(
            {CalendarFeedState.ACTIVE},
            CalendarFeedState.REVOKED,
            "This calendar has no address any more. Create a new one if you want to see it elsewhere.",
            reason="CALENDAR_FEED_REVOKED",
        )
        self.token_hash = None
