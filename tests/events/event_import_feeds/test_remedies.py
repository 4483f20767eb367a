"""Every refusal of feeds of calendars says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from banyan.events.v1 import event_import_feed_pb2 as pb

from services.events.event_import_feeds.servicer import MOST_ACTIVE, EventImportFeedServicer
from tests.events.event_import_feeds.publisher import fetched, subscribe
from tests.events.stage import Stage, mask
from tests.remedies import Remedies, met, refused

NOBODY = "http://127.0.0.1:9/nobody.ics"
REMEDIES = Remedies("events", "event_import_feeds")
remedy = REMEDIES.of


@remedy("EVENT_IMPORT_FEED_STOPPED")
async def subscribe_again(stage: Stage) -> None:
    feed = await subscribe(stage, NOBODY)
    await fetched(stage, feed)
    stop = pb.StopEventImportFeedRequest(event_import_feed_id=feed.id)
    await stage.call(stop, pb.EventImportFeed)
    again = stage.call(stop, pb.EventImportFeed)
    assert "Create a new one" in await refused(again, "EVENT_IMPORT_FEED_STOPPED")
    assert (await subscribe(stage, NOBODY)).state == pb.EVENT_IMPORT_FEED_STATE_ACTIVE


@remedy("TOO_MANY_EVENT_IMPORT_FEEDS")
async def stop_one(stage: Stage) -> None:
    feed = await subscribe(stage, NOBODY)
    await fetched(stage, feed)
    await stage.sql(
        "INSERT INTO event_import_feed SELECT gen_random_uuid(), version, create_time, update_time, organization_id, url,"
        " host, time_zone, visibility, publish, executes_itself, state, last_success_time, last_error, failures,"
        " now() + interval '1 day', etag_seen, modified_seen FROM event_import_feed, generate_series(2, $2) WHERE id = $1",
        UUID(feed.id),
        MOST_ACTIVE,
    )
    full = subscribe(stage, NOBODY)
    assert "Stop one" in await refused(full, "TOO_MANY_EVENT_IMPORT_FEEDS")
    stop = pb.StopEventImportFeedRequest(event_import_feed_id=feed.id)
    await stage.call(stop, pb.EventImportFeed)
    assert (await subscribe(stage, NOBODY)).state == pb.EVENT_IMPORT_FEED_STATE_ACTIVE


@remedy("FEED_URL_MISSING")
async def give_the_address(stage: Stage) -> None:
    assert "https://example.org/choir.ics" in await refused(
        subscribe(stage, ""), "FEED_URL_MISSING"
    )
    feed = await subscribe(stage, NOBODY)
    change = pb.UpdateEventImportFeedRequest(event_import_feed_id=feed.id, update_mask=mask("url"))
    await refused(stage.call(change, pb.EventImportFeed), "FEED_URL_MISSING")
    change.event_import_feed.url = NOBODY
    await stage.call(change, pb.EventImportFeed)


@remedy("FEED_URL_NOT_SECURE")
async def write_https(stage: Stage) -> None:
    del stage
    strict = EventImportFeedServicer(is_private=False)
    (found,) = strict.broken_url("http://example.org/choir.ics")
    assert "https" in met(found.reason, found.description)
    for url in ("https://example.org/choir.ics", "webcal://example.org/choir.ics"):
        assert list(strict.broken_url(url)) == []


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
