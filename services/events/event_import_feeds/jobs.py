"""Fetching feeds by the clock: each is claimed for some minutes, fetched and read without a transaction, and then planned.

Any number of processes may fetch. One that dies leaves a feed that another fetches again. What came is planned in the
transaction that notes the success, so nothing that was fetched is lost, and nothing is planned twice.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import col

from services.events.config import EventsSettings
from services.events.event_import_feeds.fetching import Fetched, Fetcher
from services.events.event_import_feeds.models import (
    EventImportFeed,
    EventImportFeedError,
)
from services.events.event_import_feeds.vanishing import find_vanished, note_vanished
from services.events.event_imports.jobs import EXECUTE
from services.events.event_imports.known import Known
from services.events.event_imports.models import EventImportJob, EventImportState
from services.events.event_imports.planner import Planner
from services.events.event_imports.planning import planned
from services.events.event_imports.reading import Item
from services.events.event_imports.storing import store_rows
from services.events.organizations.models import Organization
from services.kit.calls.guard import Guard
from services.kit.errors import Exhausted, InvalidArgument
from services.kit.process.workers import WorkerDied
from services.kit.work.jobs import ClaimedJob, Job
from services.kit.work.memberships import ENDED
from services.kit.work.work import Work

FETCH = "fetch_event_feeds"
CLAIMED_FOR = timedelta(minutes=5)
AT_ONCE = 2
_FEEDS: Any = cast("Any", EventImportFeed).__table__


class Claimed(NamedTuple):
    """A feed that this process fetches."""

    id: UUID
    until: datetime
    url: str
    time_zone: str
    etag: str
    modified: str


class Outcome(NamedTuple):
    """What came of it.

    Attributes:
        fetched: What was fetched.
        items: What it says; None if it has not changed, or there is an error.
    """

    fetched: Fetched
    items: Sequence[Item] | None = None


def jobs(settings: EventsSettings) -> Sequence[Job]:
    """Returns what is done about feeds by the clock."""
    networks = settings.calendar_networks
    fetcher = Fetcher(Guard(networks), AT_ONCE, is_private=bool(networks))
    planner = Planner(settings)
    act = partial(fetch, fetcher, planner.read)
    return (ClaimedJob(FETCH, 60.0, at_once=AT_ONCE, claim=claim, act=act, settle=settle),)


async def claim(work: Work) -> Claimed | None:
    """Takes a feed that is due, which no other process then takes for a while; none of an organization that is closed."""
    due = (
        select(_FEEDS.c.id)
        .outerjoin(Organization, col(Organization.id) == _FEEDS.c.organization_id)
        .where(
            _FEEDS.c.fetch_time <= work.now,
            func.coalesce(col(Organization.state), "").not_in(ENDED),
        )
        .order_by(_FEEDS.c.fetch_time)
        .limit(1)
        .with_for_update(skip_locked=True, of=_FEEDS)
        .scalar_subquery()
    )
    until = work.now + CLAIMED_FOR
    found = await work.session.execute(
        update(_FEEDS)
        .where(_FEEDS.c.id == due)
        .values(fetch_time=until)
        .returning(
            _FEEDS.c.id,
            _FEEDS.c.fetch_time,
            _FEEDS.c.url,
            _FEEDS.c.time_zone,
            _FEEDS.c.etag_seen,
            _FEEDS.c.modified_seen,
        )
    )
    row = found.one_or_none()
    return None if row is None else Claimed(*row)


async def fetch(
    fetcher: Fetcher, read: Callable[[str, bytes, str], Awaitable[list[Item]]], feed: Claimed
) -> Outcome:
    """Fetches a feed, and reads what came."""
    fetched = await fetcher.fetch(feed.url, feed.etag, feed.modified)
    if fetched.content is None:
        return Outcome(fetched)
    try:
        return Outcome(fetched, await read("", fetched.content, feed.time_zone))
    except InvalidArgument as error:
        is_large = any(each.reason == "TOO_MANY_ROWS" for each in error.violations)
        failed = EventImportFeedError.TOO_LARGE if is_large else EventImportFeedError.NO_CALENDAR
        return Outcome(Fetched(error=failed))
    except (Exhausted, WorkerDied):
        return Outcome(Fetched(error=EventImportFeedError.TOO_LARGE))


async def settle(claimed: Claimed, outcome: Outcome, work: Work) -> None:
    """Notes what came of it, and plans what is new."""
    feed = await work.lock_free(EventImportFeed, claimed.id)
    if feed is None or feed.fetch_time != claimed.until:
        return  # another process has it, or it is stopped
    fetched = outcome.fetched
    if fetched.error is not None:
        feed.note_failure(fetched.error, at=work.now)
    else:
        feed.note_success(fetched.etag, fetched.modified, at=work.now)
        if outcome.items is not None:
            await _plan(feed, outcome.items, work)
    await work.announce(feed, "fetched")


async def _plan(feed: EventImportFeed, items: Sequence[Item], work: Work) -> None:
    """Makes an import of what is new. One that waited is discarded: the new one says all that it said."""
    vanished = await find_vanished(feed, items, work)
    await note_vanished(feed, items, vanished, work)
    items = [*items, *vanished.items]
    job = EventImportJob(
        organization_id=feed.organization_id,
        event_import_feed_id=feed.id,
        file_name=feed.title or feed.host,
        time_zone=feed.time_zone,
        visibility=feed.visibility,
        publish=feed.publish,
    )
    plan = planned(job, items, await Known.read(feed.organization_id, items, work), work.now)
    job.plan(plan.outcomes)
    waiting = select(col(EventImportJob.id)).where(
        col(EventImportJob.event_import_feed_id) == feed.id,
        col(EventImportJob.state) == EventImportState.READY,
    )
    for old in await work.lock_all(EventImportJob, (await work.session.scalars(waiting)).all()):
        old.discard()
        await work.announce(old, "discarded")
    if not (job.create_count or job.update_count or vanished.untold):
        return
    await work.add(job)
    await store_rows(plan.rows, work)
    if feed.executes_itself:
        await work.transaction.flush()
        job.execute(None)
        work.trigger(EXECUTE)
    await work.announce(job, "planned")
