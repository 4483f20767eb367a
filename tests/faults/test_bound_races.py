"""Bounds under races: two replicas that let somebody in at once keep to the most that there may be.

The control takes the lock away, and one too many gets in.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from banyan.events.v1 import event_import_feed_pb2, event_import_job_pb2, event_pb2

from services.events.event_import_feeds import servicer as feeds
from services.events.event_imports import servicer as imports
from services.kit.calls.client import Client
from services.kit.process.ids import uuid7
from services.kit.work.work import Work
from tests.events.event_imports.calendars import calendar, component
from tests.events.stage import Stage
from tests.faults.races import OK, Gathering, at_once

Call = Callable[[Stage, Client | None], Awaitable[Any]]
PUBLIC = event_pb2.EVENT_VISIBILITY_PUBLIC


async def import_calendar(stage: Stage, client: Client | None) -> Any:
    """Plans an import, by the second replica if its client is given."""
    request = event_import_job_pb2.CreateEventImportJobRequest(
        organization_id=str(stage.organization_id),
        file_name="choir.ics",
        content=calendar(component("a@x")),
        time_zone="Asia/Shanghai",
        visibility=PUBLIC,
        request_id=str(uuid7()),
    )
    kind = event_import_job_pb2.EventImportJob
    if client is None:
        return await stage.call(request, kind)
    return await client.call(request, kind, passport=stage.leader)


async def subscribe(stage: Stage, client: Client | None) -> Any:
    """Subscribes to a calendar, likewise."""
    feed = event_import_feed_pb2.EventImportFeed(
        organization_id=str(stage.organization_id),
        url="https://calendars.invalid/choir.ics",
        time_zone="Asia/Shanghai",
        visibility=PUBLIC,
    )
    request = event_import_feed_pb2.CreateEventImportFeedRequest(
        event_import_feed=feed, request_id=str(uuid7())
    )
    kind = event_import_feed_pb2.EventImportFeed
    if client is None:
        return await stage.call(request, kind)
    return await client.call(request, kind, passport=stage.leader)


BOUNDS: list[Any] = [
    pytest.param(import_calendar, imports, "MOST_READY", "event_import_job", id="imports"),
    pytest.param(subscribe, feeds, "MOST_ACTIVE", "event_import_feed", id="feeds"),
]


@pytest_asyncio.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    """Ends the second replica."""
    async with AsyncExitStack() as stack:
        yield stack


async def race(
    stage: Stage, stack: AsyncExitStack, patch: pytest.MonkeyPatch, call: Call, *, locked: bool
) -> tuple[dict[str, int], int]:
    """Lets both replicas create at once where there is one place left. Returns how the calls ended, and who counted."""
    other = await stage.platform.site.start("events", stack)
    client = Client({"events": f"127.0.0.1:{other.port}"})
    stack.push_async_callback(client.close)
    gathering, counted, count = Gathering(2), 0, Work.count

    async def count_together(self: Work, *conditions: Any) -> int:
        nonlocal counted
        found = await count(self, *conditions)
        counted += 1
        if not locked:  # both have counted before either of them goes on
            await gathering.attend()
        return found

    async def take_none(self: Work, *names: str) -> None:
        del self, names

    patch.setattr(Work, "count", count_together)
    if not locked:
        patch.setattr(Work, "lock_name", take_none)
    ends = await at_once([call(stage, None), call(stage, client)])
    return dict(ends), counted


async def rows(stage: Stage, table: str) -> int:
    """Returns how many there are."""
    found = await stage.sql(
        f"SELECT 1 FROM {table} WHERE organization_id = $1",  # a name of ours
        UUID(str(stage.organization_id)),
    )
    return len(found)


@pytest.mark.parametrize(("call", "module", "most", "table"), BOUNDS)
async def test_two_replicas_keep_to_the_most(
    stage: Stage,
    stack: AsyncExitStack,
    monkeypatch: pytest.MonkeyPatch,
    call: Call,
    module: Any,
    most: str,
    table: str,
) -> None:
    monkeypatch.setattr(module, most, 1)
    ends, counted = await race(stage, stack, monkeypatch, call, locked=True)
    assert ends.pop(OK) == 1, ends
    assert counted == 2
    assert list(ends.values()) == [1]
    assert "TOO_MANY" in next(iter(ends))
    assert await rows(stage, table) == 1


@pytest.mark.parametrize(("call", "module", "most", "table"), BOUNDS)
async def test_negative_control_without_the_lock_one_too_many_gets_in(
    stage: Stage,
    stack: AsyncExitStack,
    monkeypatch: pytest.MonkeyPatch,
    call: Call,
    module: Any,
    most: str,
    table: str,
) -> None:
    monkeypatch.setattr(module, most, 1)
    ends, _ = await race(stage, stack, monkeypatch, call, locked=False)
    assert ends == {OK: 2}
    assert await rows(stage, table) == 2
