"""Feeds of calendars: fetched again and again, and imported only where something is new."""

from uuid import UUID

import pytest
from banyan.events.v1 import event_import_feed_pb2 as pb
from banyan.events.v1 import event_import_job_pb2 as jobs
from banyan.events.v1 import event_pb2

from services.events.event_import_feeds.fetching import MOST_BYTES, Fetcher
from services.events.event_import_feeds.models import EventImportFeedError
from services.kit.calls.guard import Guard
from services.kit.errors import PermissionDenied
from tests.events.event_import_feeds.publisher import (
    fetch_again,
    fetched,
    publishing,
    subscribe,
)
from tests.events.event_imports.calendars import calendar, component, execute, reaching
from tests.events.stage import Stage

READY, COMPLETED = jobs.EVENT_IMPORT_STATE_READY, jobs.EVENT_IMPORT_STATE_COMPLETED


async def imports(stage: Stage) -> list[jobs.EventImportJob]:
    """Returns the imports of the organization, newest first."""
    request = jobs.ListEventImportJobsRequest(organization_id=str(stage.organization_id))
    answer = await stage.call(request, jobs.ListEventImportJobsResponse)
    return list(answer.event_import_jobs)


async def titles(stage: Stage) -> list[str]:
    """Returns the titles of the events of the organization, by their start."""
    request = event_pb2.ListEventsRequest(organization_id=str(stage.organization_id))
    answer = await stage.call(request, event_pb2.ListEventsResponse)
    return [each.title for each in answer.events]


async def test_a_feed_is_imported_and_then_only_what_is_new(stage: Stage) -> None:
    async with publishing(calendar(component("a@x", title="One"))) as publisher:
        feed = await subscribe(stage, publisher.url)
        assert (feed.host, feed.url) == ("127.0.0.1", "")  # the address is secret
        first = await fetched(stage, feed)
        assert first.HasField("last_success_time")
        (job,) = await imports(stage)
        assert (job.event_import_feed_id, job.file_name) == (feed.id, "127.0.0.1")
        await reaching(stage, job, COMPLETED)
        assert await titles(stage) == ["One"]
        # What has not changed is not even sent.
        await fetch_again(stage, feed)
        assert "if-none-match" in publisher.asked[-1]
        assert len(await imports(stage)) == 1
        publisher.content = calendar(component("a@x", title="Two")).encode()
        await fetch_again(stage, feed)
        newest, _ = await imports(stage)
        await reaching(stage, newest, COMPLETED)
        assert await titles(stage) == ["Two"]


async def test_an_import_may_wait_for_somebody_who_looks(stage: Stage) -> None:
    async with publishing(calendar(component("a@x", title="One"))) as publisher:
        feed = await subscribe(stage, publisher.url, executes_itself=False)
        await fetched(stage, feed)
        (first,) = await imports(stage)
        assert first.state == READY
        publisher.content = calendar(component("a@x", title="Two")).encode()
        await fetch_again(stage, feed)
        newest, old = await imports(stage)
        assert (newest.state, old.id) == (READY, first.id)
        assert old.state == jobs.EVENT_IMPORT_STATE_DISCARDED
        await execute(stage, newest)
        assert await titles(stage) == ["Two"]


async def test_a_feed_that_fails_says_why_and_is_tried_again(stage: Stage) -> None:
    async with publishing("<html>") as publisher:
        feed = await fetched(stage, await subscribe(stage, publisher.url))
        assert feed.last_error == pb.EVENT_IMPORT_FEED_ERROR_NO_CALENDAR
        publisher.status = 404
        feed = await fetch_again(stage, feed)
        assert feed.last_error == pb.EVENT_IMPORT_FEED_ERROR_STATUS
        (row,) = await stage.sql(
            "SELECT failures, fetch_time > now() + interval '90 minutes' AS waits FROM event_import_feed WHERE id = $1",
            UUID(feed.id),
        )
        assert (row["failures"], row["waits"]) == (2, True)
        publisher.status, publisher.content = 200, calendar(component("a@x")).encode()
        assert not (await fetch_again(stage, feed)).HasField("last_error")
    assert len(await imports(stage)) == 1


async def test_a_feed_that_is_stopped_is_fetched_no_more(stage: Stage) -> None:
    async with publishing(calendar(component("a@x"))) as publisher:
        feed = await subscribe(stage, publisher.url)
        await fetched(stage, feed)
        with pytest.raises(PermissionDenied):
            await stage.call(
                pb.StopEventImportFeedRequest(event_import_feed_id=feed.id),
                pb.EventImportFeed,
                stage.holding("SUPERVISOR"),
            )
        stop = pb.StopEventImportFeedRequest(event_import_feed_id=feed.id)
        stopped = await stage.call(stop, pb.EventImportFeed)
        assert stopped.state == pb.EVENT_IMPORT_FEED_STATE_STOPPED
        (row,) = await stage.sql(
            "SELECT fetch_time FROM event_import_feed WHERE id = $1", UUID(feed.id)
        )
        assert row["fetch_time"] is None


async def test_the_address_is_in_no_trail_and_no_notice(stage: Stage) -> None:
    async with publishing(calendar(component("a@x"))) as publisher:
        await fetched(stage, await subscribe(stage, publisher.url))
    for table in ("audit", "outbox", "answer"):
        found = await stage.sql(
            f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%private-3f9a%'"
        )
        assert found[0]["count"] == 0, table


async def test_only_public_addresses_are_asked() -> None:
    """The control: the same fetcher, let through, gets it."""
    async with publishing(calendar(component("a@x"))) as publisher:
        guarded = Fetcher(Guard(), 1, is_private=True)
        assert (
            await guarded.fetch(publisher.url, "", "")
        ).error == EventImportFeedError.ADDRESS_NOT_PUBLIC
        assert publisher.asked == []
        exempt = Fetcher(Guard(("127.0.0.0/8",)), 1, is_private=True)
        assert (await exempt.fetch(publisher.url, "", "")).content == publisher.content


async def test_redirects_are_guarded_and_few() -> None:
    async with publishing("x") as inner, publishing("") as outer:
        fetcher = Fetcher(Guard(("127.0.0.0/8",)), 1, is_private=True)
        outer.status, outer.headers = 302, f"location: {inner.url}\r\n"
        assert (await fetcher.fetch(outer.url, "", "")).content == b"x"
        outer.headers = "location: http://10.0.0.1/x\r\n"
        failed = await fetcher.fetch(outer.url, "", "")
        assert failed.error == EventImportFeedError.ADDRESS_NOT_PUBLIC
        outer.headers = f"location: {outer.url}\r\n"
        assert (await fetcher.fetch(outer.url, "", "")).error == EventImportFeedError.STATUS
        inner.content = b"x" * (MOST_BYTES + 1)
        assert (await fetcher.fetch(inner.url, "", "")).error == EventImportFeedError.TOO_LARGE


async def test_nothing_is_fetched_without_encryption() -> None:
    async with publishing("x") as publisher:
        strict = Fetcher(Guard(("127.0.0.0/8",)), 1, is_private=False)
        failed = await strict.fetch(publisher.url, "", "")
        assert failed.error == EventImportFeedError.ADDRESS_NOT_PUBLIC
        assert publisher.asked == []
