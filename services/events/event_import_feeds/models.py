"""Feeds of calendars: what is fetched when, and how the last attempt ended."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from banyan.events.v1 import event_import_feed_pb2
from sqlalchemy import Index, text

from services.events.events.models import EventVisibility
from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.work.models import Resource, derived_field, enum_field, time_field

PAUSE, LONGEST_PAUSE = timedelta(hours=1), timedelta(days=1)


class EventImportFeedState(StrEnum):
    """The states of a feed."""

    ACTIVE = "ACTIVE"
    STOPPED = "STOPPED"


class EventImportFeedError(StrEnum):
    """Why a calendar could not be fetched."""

    ADDRESS_NOT_PUBLIC = "ADDRESS_NOT_PUBLIC"
    NO_CONNECTION = "NO_CONNECTION"
    CERTIFICATE = "CERTIFICATE"
    TIMED_OUT = "TIMED_OUT"
    STATUS = "STATUS"
    TOO_LARGE = "TOO_LARGE"
    NO_CALENDAR = "NO_CALENDAR"


STOPPED = Refused(
    "This feed is stopped already. Create a new one if its calendar is to be imported again.",
    reason="EVENT_IMPORT_FEED_STOPPED",
)


class EventImportFeed(Resource, Table, table=True):
    """A subscription of an organization to a calendar elsewhere."""

    __tablename__ = "event_import_feed"
    __table_args__ = (
        Index("event_import_feed_organization", "organization_id", "create_time", "id"),
        Index(
            "event_import_feed_due", "fetch_time", postgresql_where=text("fetch_time IS NOT NULL")
        ),
        Index(
            "event_import_feed_failing",
            "fetch_time",
            postgresql_where=text("last_error IS NOT NULL"),
        ),
    )
    message = event_import_feed_pb2.EventImportFeed

    organization_id: UUID
    # Many are secret, so the audit trail has none.
    url: str = derived_field()
    host: str
    time_zone: str
    visibility: EventVisibility = enum_field(EventVisibility)
    publish: bool = False
    executes_itself: bool = False
    title: str = ""
    paused: bool = False
    cancels_vanished: bool = False
    state: EventImportFeedState = enum_field(
        EventImportFeedState, default=EventImportFeedState.ACTIVE
    )
    last_success_time: datetime | None = time_field(default=None)
    last_error: EventImportFeedError | None = enum_field(EventImportFeedError, default=None)
    failures: int = derived_field(default=0)  # in a row
    # When it is fetched next; while it is being fetched, when another process may. None once it is stopped, and in a pause.
    fetch_time: datetime | None = time_field(default=None)
    # By what the other side knows what it sent last (RFC 9110, 13.1).
    etag_seen: str = derived_field(default="")
    modified_seen: str = derived_field(default="")

    def check_active(self) -> None:
        """Refuses changes to a feed that has ended.

        Raises:
            Refused: It has.
        """
        if self.state != EventImportFeedState.ACTIVE:
            raise STOPPED

    def begin_anew(self, *, at: datetime) -> None:
        """Lets the calendar be fetched at once and as a whole, unless the feed is paused.

        Args:
            at: The time.
        """
        self.etag_seen = self.modified_seen = ""
        self.last_error, self.failures = None, 0
        self.fetch_time = None if self.paused else at

    def stop(self) -> None:
        """Ends the subscription.

        Raises:
            Refused: It has ended.
        """
        self.change_state(
            {EventImportFeedState.ACTIVE},
            EventImportFeedState.STOPPED,
            "This feed is stopped already. Create a new one if its calendar is to be imported again.",
            reason="EVENT_IMPORT_FEED_STOPPED",
        )
        self.fetch_time = None

    def note_success(self, etag: str, modified: str, *, at: datetime) -> None:
        """Notes that it was fetched.

        Args:
            etag: By what the other side knows what it sent.
            modified: When that was last modified, as it says.
            at: The time.
        """
        self.last_success_time, self.last_error, self.failures = at, None, 0
        self.etag_seen, self.modified_seen = etag, modified
        self.fetch_time = at + PAUSE

    def note_failure(self, error: EventImportFeedError, *, at: datetime) -> None:
        """Notes that it could not be fetched. It is tried again, less and less often."""
        self.last_error = error
        self.fetch_time = at + min(PAUSE * 2 ** min(self.failures, 8), LONGEST_PAUSE)
        self.failures += 1
