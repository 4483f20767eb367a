"""CalendarFeedService: the addresses at which calendar applications find the sign-ups of a person."""

from collections.abc import Sequence
from uuid import UUID

from banyan.events.v1 import calendar_feed_pb2 as pb
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from services.events.calendar_feeds.models import CalendarFeed, CalendarFeedState
from services.events.calendar_feeds.queries import BY_START, owner_of
from services.events.config import EventsSettings
from services.kit.calls.passport import Caller
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.process.links import LinkTokens, token_hash
from services.kit.process.secret import read_secret
from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources, Shown
from services.kit.work.work import Work

PURPOSE = b"banyan.events.calendar-feed"
CALENDAR_FEEDS = Resources(
    CalendarFeed,
    "view_calendar_feed",
    shown=Shown(pb.CalendarFeed, CalendarFeed, person_id=col(CalendarFeed.id)),
)


class CalendarFeedServicer:
    """Gives people addresses for their calendars, and shows what is in them.

    Args:
        tokens: Makes the tokens in these addresses; None if nobody gets one.
    """

    service = pb.DESCRIPTOR.services_by_name["CalendarFeedService"]

    def __init__(self, tokens: LinkTokens | None) -> None:
        self._tokens = tokens

    @classmethod
    def from_settings(cls, settings: EventsSettings) -> "CalendarFeedServicer":
        """Returns the servicer that the configuration describes."""
        if settings.calendar_key is None:
            return cls(None)
        return cls(LinkTokens(read_secret("calendar_key", settings.calendar_key), PURPOSE))

    def locks_CreateCalendarFeed(
        self, request: pb.CreateCalendarFeedRequest, caller: Caller
    ) -> Sequence[str]:
        """Names the lock on the person, which a suspension takes too."""
        del request
        return (f"person:{caller.person_id}",)

    async def CreateCalendarFeed(
        self, request: pb.CreateCalendarFeedRequest, work: Work
    ) -> pb.CalendarFeedToken:
        """Gives the caller's feed a new address; the token is added once this answer is stored.

        Until then its hash takes its place.
        """
        del request
        await work.require("self", work.person_id)
        tokens = self._given()
        link_id = uuid7()
        hashed = token_hash(tokens.token_of(link_id))
        feed = await _locked(work)
        feed.renew(hashed)
        await work.announce(feed, "renewed")
        return pb.CalendarFeedToken(
            calendar_feed=to_proto(feed, pb.CalendarFeed), token=f"{link_id} {hashed.hex()}"
        )

    def complete_CreateCalendarFeed(self, answer: pb.CalendarFeedToken) -> None:
        """Adds the token, which nothing stores.

        Raises:
            Refused: The secret is another one now, and with it the token is not made again.
        """
        link_id, _, hashed = answer.token.partition(" ")
        token = self._given().token_of(UUID(link_id))
        if token_hash(token).hex() != hashed:
            raise Refused(
                "This address was already shown and cannot be shown again. Create a new one, which replaces it.",
                reason="CALENDAR_FEED_SHOWN_BEFORE",
            )
        answer.token = token

    async def GetCalendarFeed(
        self, request: pb.GetCalendarFeedRequest, work: Work
    ) -> pb.CalendarFeed:
        """Gets the feed of a person."""
        return await CALENDAR_FEEDS.get(request.calendar_feed_id, work)

    async def BatchGetCalendarFeeds(
        self, request: pb.BatchGetCalendarFeedsRequest, work: Work
    ) -> pb.BatchGetCalendarFeedsResponse:
        """Gets the feeds of several people, of which the caller sees their own."""
        found = await CALENDAR_FEEDS.get_all(request.ids, work)
        return pb.BatchGetCalendarFeedsResponse(calendar_feeds=found)

    async def RevokeCalendarFeed(
        self, request: pb.RevokeCalendarFeedRequest, work: Work
    ) -> pb.CalendarFeed:
        """Ends the address of the caller's feed."""
        await work.require("self", request.calendar_feed_id)
        feed = await work.lock(CalendarFeed, request.calendar_feed_id)
        feed.revoke()
        await work.announce(feed, "revoked")
        return to_proto(feed, pb.CalendarFeed)

    async def ListCalendarEntries(
        self, request: pb.ListCalendarEntriesRequest, work: Work
    ) -> pb.ListCalendarEntriesResponse:
        """Lists what a feed shows, by the start of the shifts."""
        person_id = await owner_of(request.token, work)
        page = await BY_START.page(request, work, person_id=person_id)
        return page.answer(pb.ListCalendarEntriesResponse)

    def _given(self) -> LinkTokens:
        if self._tokens is None:
            raise Refused(
                "This platform gives no addresses for personal calendars. Ask its operator to set BANYAN_CALENDAR_KEY.",
                reason="NO_CALENDAR_FEEDS",
            )
        return self._tokens


async def _locked(work: Work) -> CalendarFeed:
    """Returns the caller's feed, locked, created without an address if there was none."""
    await work.session.execute(
        upsert(CalendarFeed)
        .values(
            id=work.person_id,
            version=1,
            create_time=work.now,
            update_time=work.now,
            state=CalendarFeedState.REVOKED,
        )
        .on_conflict_do_nothing()
    )
    return await work.lock(CalendarFeed, work.person_id)
