"""A publisher of a calendar: a real HTTP server on loopback, and a feed that fetches from it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from banyan.events.v1 import event_import_feed_pb2 as pb
from banyan.events.v1 import event_pb2

from tests.events.event_imports.calendars import ZONE
from tests.events.stage import Stage
from tests.waiting import eventually

LOOPBACK = "127.0.0.1"


@dataclass
class Publisher:
    """The server.

    Attributes:
        port: Where it listens.
        content: What it publishes.
        status: How it answers.
        headers: What it says besides.
        asked: The headers of each request, in lower case.
    """

    port: int = 0
    content: bytes = b""
    status: int = 200
    headers: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where the calendar is."""
        return f"http://{LOOPBACK}:{self.port}/private-3f9a/choir.ics"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers a request: 304 if the caller knows the calendar by its tag."""
        try:
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:]
            asked = {
                name.lower(): value
                for name, _, value in (each.partition(": ") for each in lines if each)
            }
            self.asked.append(asked)
            tag = f'"{hash(self.content)}"'
            is_known = self.status == 200 and asked.get("if-none-match") == tag
            status, content = (304, b"") if is_known else (self.status, self.content)
            head = f"HTTP/1.1 {status} X\r\netag: {tag}\r\n{self.headers}content-length: {len(content)}\r\n"
            writer.write(f"{head}connection: close\r\n\r\n".encode() + content)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # it was a look at the port, or too much
        finally:
            writer.close()


@asynccontextmanager
async def publishing(content: str) -> AsyncIterator[Publisher]:
    """Publishes a calendar while the block runs."""
    publisher = Publisher(content=content.encode())
    server = await asyncio.start_server(publisher.serve, LOOPBACK, 0)
    publisher.port = server.sockets[0].getsockname()[1]
    async with server:
        yield publisher


async def subscribe(stage: Stage, url: str, **values: Any) -> pb.EventImportFeed:
    """Subscribes to a calendar."""
    defaults: dict[str, Any] = {
        "organization_id": str(stage.organization_id),
        "url": url,
        "time_zone": ZONE,
        "visibility": event_pb2.EVENT_VISIBILITY_PUBLIC,
        "executes_itself": True,
    }
    feed = pb.EventImportFeed(**(defaults | values))
    request = pb.CreateEventImportFeedRequest(event_import_feed=feed)
    return await stage.call(request, pb.EventImportFeed)


async def fetched(stage: Stage, feed: pb.EventImportFeed) -> pb.EventImportFeed:
    """Waits until a feed was fetched, or could not be, since it was read."""
    request = pb.GetEventImportFeedRequest(event_import_feed_id=feed.id)

    async def has_changed() -> pb.EventImportFeed | None:
        found = await stage.call(request, pb.EventImportFeed)
        return (
            found if found.update_time.ToNanoseconds() > feed.update_time.ToNanoseconds() else None
        )

    found = await eventually(has_changed)
    assert found is not None
    return found


async def fetch_again(stage: Stage, feed: pb.EventImportFeed) -> pb.EventImportFeed:
    """Lets a feed be due, and waits until it was fetched."""
    request = pb.GetEventImportFeedRequest(event_import_feed_id=feed.id)
    known = await stage.call(request, pb.EventImportFeed)
    await stage.sql("UPDATE event_import_feed SET fetch_time = now() WHERE id = $1", UUID(feed.id))
    # A feed that is created wakes the job, which otherwise looks once a minute.
    await subscribe(Stage(stage.platform), "http://127.0.0.1:9/nobody.ics")
    return await fetched(stage, known)
