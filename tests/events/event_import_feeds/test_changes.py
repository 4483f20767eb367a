"""Feeds of calendars that change: their address, a pause, and what is no longer in them."""

from functools import partial
from uuid import UUID

from banyan.events.v1 import event_import_feed_pb2 as pb
from banyan.events.v1 import event_import_job_pb2 as jobs
from banyan.events.v1 import event_pb2

from services.events.event_import_feeds.backlogs import BACKLOGS as OF_FEEDS
from services.events.event_imports.backlogs import BACKLOGS as OF_IMPORTS
from tests.events.event_import_feeds.publisher import (
    fetch_again,
    fetched,
    publishing,
    subscribe,
)
from tests.events.event_import_feeds.test_feeds import COMPLETED, imports, titles
from tests.events.event_imports.calendars import (
    CONFLICT,
    UPDATE,
    calendar,
    component,
    execute,
    reaching,
    rows,
)
from tests.events.stage import Stage, mask
from tests.remedies import refused

NOBODY = "http://127.0.0.1:9/nobody.ics"


async def change(stage: Stage, feed: pb.EventImportFeed, **values: object) -> pb.EventImportFeed:
    """Changes fields of a feed."""
    request = pb.UpdateEventImportFeedRequest(
        event_import_feed_id=feed.id,
        event_import_feed=pb.EventImportFeed(**values),  # type: ignore[arg-type] # whatever the test gives
        update_mask=mask(*values),
    )
    return await stage.call(request, pb.EventImportFeed)


async def due(stage: Stage, feed: pb.EventImportFeed) -> bool:
    """Returns whether a feed is to be fetched at some time."""
    (row,) = await stage.sql(
        "SELECT fetch_time FROM event_import_feed WHERE id = $1", UUID(feed.id)
    )
    return row["fetch_time"] is not None


async def states(stage: Stage) -> dict[str, event_pb2.EventState]:
    """Returns the states of the events of the organization, by title."""
    request = event_pb2.ListEventsRequest(organization_id=str(stage.organization_id))
    answer = await stage.call(request, event_pb2.ListEventsResponse)
    return {each.title: each.state for each in answer.events}


async def newest(stage: Stage) -> jobs.EventImportJob:
    """Returns the latest import, once it is executed."""
    return await reaching(stage, (await imports(stage))[0], COMPLETED)


async def test_another_address_is_fetched_at_once_and_as_a_whole(stage: Stage) -> None:
    async with publishing(calendar(component("a@x", title="One"))) as publisher:
        feed = await fetched(stage, await subscribe(stage, NOBODY))
        assert feed.last_error == pb.EVENT_IMPORT_FEED_ERROR_NO_CONNECTION
        changed = await change(stage, feed, url=publisher.url, title="合唱团")
        assert (changed.title, changed.url, changed.HasField("last_error")) == ("合唱团", "", False)
        assert (await fetched(stage, changed)).HasField("last_success_time")
        job = await newest(stage)
        assert (job.file_name, await titles(stage)) == ("合唱团", ["One"])
        # Another title alone asks nobody.
        asked = len(publisher.asked)
        await change(stage, feed, title="Choir")
        assert len(publisher.asked) == asked


async def test_a_pause_and_what_comes_after_it(stage: Stage) -> None:
    async with publishing(calendar(component("a@x", title="One"))) as publisher:
        feed = await fetched(stage, await subscribe(stage, publisher.url))
        await newest(stage)
        paused = await change(stage, feed, paused=True)
        assert (paused.paused, await due(stage, feed)) == (True, False)
        again = await change(stage, feed, paused=False)
        await fetched(stage, again)
        assert "if-none-match" not in publisher.asked[-1]  # as a whole, though nothing is new
        assert await due(stage, feed)
        begun = await subscribe(stage, NOBODY, paused=True)
        assert not await due(stage, begun)
    stop = pb.StopEventImportFeedRequest(event_import_feed_id=feed.id)
    await stage.call(stop, pb.EventImportFeed)
    await refused(change(stage, feed, paused=True), "EVENT_IMPORT_FEED_STOPPED")


async def test_what_vanishes_is_told_once_and_stays(stage: Stage) -> None:
    one, two = component("a@x", title="One"), component("b@x", title="Two")
    async with publishing(calendar(one, two)) as publisher:
        feed = await fetched(stage, await subscribe(stage, publisher.url))
        await newest(stage)
        publisher.content = calendar(one).encode()
        await fetch_again(stage, feed)
        job = await newest(stage)
        gone = [each for each in await rows(stage, job) if each.uid == "b@x"]
        assert [(each.outcome, [one.code for one in each.reasons]) for each in gone] == [
            (CONFLICT, ["VANISHED"])
        ]
        assert (await states(stage))["Two"] == event_pb2.EVENT_STATE_DRAFT
        # Told already: another change does not tell it alone, and what comes back can vanish once more.
        publisher.content = calendar(one, "").encode() + b"\r\n"
        await fetch_again(stage, feed)
        assert (await imports(stage))[0].id == job.id
        publisher.content = calendar(one, two).encode()
        await fetch_again(stage, feed)
        publisher.content = calendar(one).encode()
        await fetch_again(stage, feed)
        assert (await imports(stage))[0].id != job.id


async def test_what_vanishes_is_cancelled_if_the_feed_says_so(stage: Stage) -> None:
    one, two = component("a@x", title="One"), component("b@x", title="Two")
    async with publishing(calendar(one, two)) as publisher:
        feed = await subscribe(stage, publisher.url, publish=True)
        feed = await fetched(stage, feed)
        await newest(stage)
        own = await stage.published(title="Ours")  # which no calendar has said
        await change(stage, feed, cancels_vanished=True)
        publisher.content = calendar(one).encode()
        await fetch_again(stage, feed)
        job = await newest(stage)
        gone = [each for each in await rows(stage, job) if each.uid == "b@x"]
        assert [each.outcome for each in gone] == [UPDATE]
        found = await states(stage)
        published, cancelled = event_pb2.EVENT_STATE_PUBLISHED, event_pb2.EVENT_STATE_CANCELLED
        assert found == {"One": published, "Two": cancelled, own.title: published}
        (row,) = await stage.sql(
            "SELECT cancel_reason FROM event WHERE id = $1", UUID(gone[0].event_id)
        )
        assert "no longer in the calendar" in row["cancel_reason"]


async def test_what_was_undone_comes_again_with_a_new_import(stage: Stage) -> None:
    async with publishing(calendar(component("a@x", title="One"))) as publisher:
        feed = await fetched(stage, await subscribe(stage, publisher.url))
        job = await newest(stage)
        undo = jobs.UndoEventImportJobRequest(event_import_job_id=job.id)
        await stage.call(undo, jobs.EventImportJob)
        await reaching(stage, job, jobs.EVENT_IMPORT_STATE_UNDONE)
        assert await titles(stage) == []
        await change(stage, feed, paused=True)
        await fetched(stage, await change(stage, feed, paused=False))
        again = await newest(stage)
        assert (again.id != job.id, again.create_count) == (True, 1)
        assert await titles(stage) == ["One"]


async def test_metrics_tell_what_waits(stage: Stage) -> None:
    ((of_feeds,), (of_imports,)) = OF_FEEDS, OF_IMPORTS
    feeds = partial(stage.platform.site.counted, "events", of_feeds)
    waiting = partial(stage.platform.site.counted, "events", of_imports)
    before, had = await feeds(stage.now()), await waiting(stage.now())
    await fetched(stage, await subscribe(stage, NOBODY))
    async with publishing(calendar(component("a@x"))) as publisher:
        await fetched(stage, await subscribe(stage, publisher.url, executes_itself=False))
    now = await feeds(stage.now())
    assert now.get("failing", 0) == before.get("failing", 0) + 1
    assert (await waiting(stage.now())).get("READY", 0) == had.get("READY", 0) + 1
    await execute(stage, (await imports(stage))[0])
    assert (await waiting(stage.now())).get("READY", 0) == had.get("READY", 0)
