"""The table of venues."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.events.v1 import venue_pb2
from sqlalchemy import ARRAY, Index, Text, text
from sqlalchemy.orm import validates
from sqlmodel import Field

from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.text.names import search_index, search_name, translated
from services.kit.text.tags import tag_index, tag_keys
from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    message_field,
    messages_field,
    no_items,
)
from services.kit.work.nearness import position_index


class VenueState(StrEnum):
    """The states of a venue."""

    ACTIVE = "ACTIVE"
    CLOSED = "CLOSED"


class VenueBorrowers(StrEnum):
    """Which organizations may book a venue."""

    OWN_ORGANIZATION = "OWN_ORGANIZATION"
    ORGANIZATIONS_BELOW = "ORGANIZATIONS_BELOW"
    EVERY_ORGANIZATION = "EVERY_ORGANIZATION"


class Venue(Resource, Table, table=True):
    """A room or another place of an organization, which it may lend."""

    __tablename__ = "venue"
    __table_args__ = (
        Index("venue_organization", "organization_id", "id"),
        Index("venue_capacity", "capacity", "id"),
        Index("venue_closing", "id", postgresql_where=text("bookings_to_cancel > 0")),
        Index("venue_active", "organization_id", postgresql_where=text("state = 'ACTIVE'")),
        Index("venue_area", "area_id", "id"),
        tag_index("venue_features"),
        search_index("venue_search"),
        position_index("venue_position"),
    )
    message = venue_pb2.Venue

    organization_id: UUID
    name: str
    search_name: str = derived_field(default="", sa_type=Text(collation="C"))
    description: str = ""
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    capacity: int
    features: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    tag_keys: list[str] = derived_field(default_factory=no_items, sa_type=ARRAY(Text))
    place: dict[str, Any] | None = message_field()
    cover: dict[str, Any] | None = message_field()
    area_id: UUID | None = None
    time_zone: str
    opening_hours: list[dict[str, Any]] = messages_field()
    opening_exceptions: list[dict[str, Any]] = messages_field()
    rules: dict[str, Any] | None = message_field()
    state: VenueState = enum_field(VenueState, default=VenueState.ACTIVE)
    close_reason: str = ""
    # Of a closed venue; see `bookings/closing.py`.
    bookings_to_cancel: int = 0

    @validates("name", "translations")
    def _index(self, key: str, value: Any) -> Any:
        name = value if key == "name" else self.name or ""
        translations = value if key == "translations" else self.translations
        self.search_name = search_name(name, *translated("name", translations))
        return value

    @validates("features")
    def _index_features(self, _: str, features: list[str]) -> list[str]:
        self.tag_keys = tag_keys(features)
        return features

    def check_active(self) -> None:
        """Refuses changes to a venue that is no longer lent.

        Raises:
            Refused: It is closed.
        """
        if self.state != VenueState.ACTIVE:
            raise Refused(
                "This venue is closed, so it cannot be changed. Reopen it first (ReopenVenue).",
                reason="VENUE_CLOSED",
            )

    def close(self, reason: str) -> None:
        """Says that the venue is no longer lent."""
        self.change_state(
            {VenueState.ACTIVE},
            VenueState.CLOSED,
            "This venue is closed already. Reopen it if it is lent again (ReopenVenue).",
        )
        self.close_reason = reason

    def reopen(self) -> None:
        """Says that the venue is lent again.

        Raises:
            Refused: It is open, or bookings of it are still to be cancelled.
        """
        if self.bookings_to_cancel:
            raise Refused(
                "Bookings of this venue are still being cancelled. Wait a moment, then reopen it.",
                reason="VENUE_CLOSING",
            )
        self.change_state(
            {VenueState.CLOSED},
            VenueState.ACTIVE,
            "Only a closed venue can be reopened, and this one is open.",
        )
        self.close_reason = ""
