"""EventImportFeedService: subscriptions of organizations to calendars elsewhere."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

from banyan.events.v1 import event_import_feed_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.event_import_feeds.jobs import FETCH
from services.events.event_import_feeds.models import EventImportFeed, EventImportFeedState
from services.events.organizations.queries import check_organization
from services.kit.contract.validation import refuse_violations
from services.kit.errors import Refused, Violation
from services.kit.work.bounds import refuse_beyond
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

MOST_ACTIVE = 20  # of an organization
TOO_MANY = Refused(
    "This organization has {max} feeds, which is the most. Stop one that is no longer needed.",
    reason="TOO_MANY_EVENT_IMPORT_FEEDS",
    params={"max": MOST_ACTIVE},
)

FEEDS = Resources[pb.EventImportFeed](EventImportFeed, "view_event_import_feed")
_CREATION = (col(EventImportFeed.create_time), col(EventImportFeed.id))
NEWEST_FIRST = FEEDS.listing(
    *_CREATION,
    where=[col(EventImportFeed.organization_id) == given("organization_id")],
    filters={"states": col(EventImportFeed.state) == any_(given("states", TEXTS))},
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)


class EventImportFeedServicer:
    """Manages feeds of calendars.

    Args:
        is_private: Whether calendars are also fetched from networks of its own, and without encryption.
    """

    service = pb.DESCRIPTOR.services_by_name["EventImportFeedService"]

    def __init__(self, *, is_private: bool) -> None:
        self._is_private = is_private

    @classmethod
    def from_settings(cls, settings: EventsSettings) -> "EventImportFeedServicer":
        """Creates the servicer from the configuration."""
        return cls(is_private=bool(settings.calendar_networks))

    async def CreateEventImportFeed(
        self, request: pb.CreateEventImportFeedRequest, work: Work
    ) -> pb.EventImportFeed:
        """Subscribes to a calendar."""
        refuse_violations(list(await self.rules_CreateEventImportFeed(request, work)))
        organization_id = UUID(request.event_import_feed.organization_id)
        await _refuse_too_many(organization_id, work)
        url, is_paused = request.event_import_feed.url, request.event_import_feed.paused
        feed: EventImportFeed = create(
            EventImportFeed,
            request.event_import_feed,
            "event_import_feed",
            host=_host(url),
            fetch_time=None if is_paused else work.now,
        )
        await work.add(feed)
        work.trigger(FETCH)
        await work.announce(feed, "created")
        return to_proto(feed, pb.EventImportFeed)

    async def rules_CreateEventImportFeed(
        self, request: pb.CreateEventImportFeedRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the address."""
        organization_id = UUID(request.event_import_feed.organization_id)
        await work.require("manage_events", organization_id)
        await check_organization(organization_id, work)
        return self.broken_url(request.event_import_feed.url)

    def broken_url(self, url: str) -> Iterator[Violation]:
        """Yields what is wrong with an address beyond the rules of its field."""
        if not url:
            yield Violation(
                "event_import_feed.url",
                "must be the address of a calendar, such as https://example.org/choir.ics",
                "FEED_URL_MISSING",
            )
        if url.startswith("http:") and not self._is_private:
            yield Violation(
                "event_import_feed.url",
                "must begin with https or webcal, such as https://example.org/choir.ics",
                "FEED_URL_NOT_SECURE",
            )

    async def GetEventImportFeed(
        self, request: pb.GetEventImportFeedRequest, work: Work
    ) -> pb.EventImportFeed:
        """Gets a feed."""
        return await FEEDS.get(request.event_import_feed_id, work)

    async def BatchGetEventImportFeeds(
        self, request: pb.BatchGetEventImportFeedsRequest, work: Work
    ) -> pb.BatchGetEventImportFeedsResponse:
        """Gets several feeds."""
        found = await FEEDS.get_all(request.ids, work)
        return pb.BatchGetEventImportFeedsResponse(event_import_feeds=found)

    async def ListEventImportFeeds(
        self, request: pb.ListEventImportFeedsRequest, work: Work
    ) -> pb.ListEventImportFeedsResponse:
        """Lists the feeds of an organization, newest first."""
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListEventImportFeedsResponse)

    async def UpdateEventImportFeed(
        self, request: pb.UpdateEventImportFeedRequest, work: Work
    ) -> pb.EventImportFeed:
        """Updates the masked fields of a feed."""
        feed = await work.lock(EventImportFeed, request.event_import_feed_id)
        await work.require("manage_events", feed.organization_id)
        feed.check_active()
        url, was_paused = feed.url, feed.paused
        names_url = "url" in request.update_mask.paths

        def rules(merged: pb.EventImportFeed) -> Iterator[Violation]:
            return self.broken_url(merged.url) if names_url else iter(())

        update(
            feed, request.event_import_feed, request.update_mask, "event_import_feed", rules=rules
        )
        if (feed.url, feed.paused) != (url, was_paused):
            feed.host = _host(feed.url)
            feed.begin_anew(at=work.now)
            work.trigger(FETCH)
        await work.announce(feed, "updated")
        return to_proto(feed, pb.EventImportFeed)

    async def StopEventImportFeed(
        self, request: pb.StopEventImportFeedRequest, work: Work
    ) -> pb.EventImportFeed:
        """Ends a subscription."""
        feed = await work.lock(EventImportFeed, request.event_import_feed_id)
        await work.require("manage_events", feed.organization_id)
        feed.stop()
        await work.announce(feed, "stopped")
        return to_proto(feed, pb.EventImportFeed)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


async def _refuse_too_many(organization_id: UUID, work: Work) -> None:
    """Refuses one more feed than an organization may have."""
    await refuse_beyond(
        MOST_ACTIVE,
        TOO_MANY,
        work,
        col(EventImportFeed.organization_id) == organization_id,
        col(EventImportFeed.state) == EventImportFeedState.ACTIVE,
        name=f"event_import_feed:{organization_id}",
    )
