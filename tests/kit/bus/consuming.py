"""What the tests of consumers share."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from nats.js import JetStreamContext
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.bus.consumers import Consumer, Handling
from services.kit.bus.streams import declare_stream
from services.kit.process.config import ServiceSettings
from services.kit.work.notices import SCHEMA_HEADER, Notice, notice_headers, read_notice, subject_of
from services.kit.work.projection import project
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Copy, Note
from tests.kit.notes.site import NoteSite

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)


NAME = "tests-note"


COPIED = "INSERT INTO copy"


PATIENCE = 5.0  # on a busy machine, what is pending may take a while to arrive


Handler = Callable[[Any, Work], Awaitable[None]]


def consumer(handler: Handler, stream: str = "others") -> Consumer:
    message = pb.OTHERS_NOTE if stream == "others" else pb.Note
    return Consumer(NAME, stream, "note", message, handler)


async def copy_note(note: Any, work: Work) -> None:
    """Projects a note."""
    await project(work, Copy, note)


class Owner:
    """Publishes notices of notes, as their owner would: in any order, and more than once."""

    def __init__(self, jetstream: JetStreamContext, settings: ServiceSettings) -> None:
        self.jetstream = jetstream
        self._settings = settings

    async def declare(self) -> None:
        """Declares the stream."""
        await declare_stream(self.jetstream, "others", self._settings)

    async def publish(self, id_: UUID, version: int = 1, **fields: Any) -> None:
        """Publishes a version of a note."""
        note = Note(id=id_, version=version)
        message = pb.Note(id=str(id_), **({"title": f"version {version}"} | fields))
        headers = notice_headers("others", note, "updated", NOW)
        headers[SCHEMA_HEADER] = pb.OTHERS_NOTE.DESCRIPTOR.full_name
        await self.jetstream.publish(
            subject_of("others", note, "updated"), message.SerializeToString(), headers=headers
        )

    async def is_done(self) -> bool:
        """Tells whether the consumer has nothing left to do."""
        if not await self.jetstream.consumers_info("others"):
            return False
        info = await self.jetstream.consumer_info("others", NAME)
        return not info.num_pending and not info.num_ack_pending


def notice(id_: UUID, **fields: Any) -> Notice:
    """Returns the notice of a note, as the bus would deliver it."""
    note = Note(id=id_, version=1)
    payload = pb.Note(id=str(id_), **({"title": "new"} | fields)).SerializeToString()
    subject = subject_of("others", note, "updated")
    return read_notice(subject, notice_headers("others", note, "updated", NOW), payload)


async def claim_all(self: Handling, session: AsyncSession, notices: Sequence[Notice]) -> set[str]:
    """Takes every version for new."""
    del self, session
    return {notice.id for notice in notices}


async def copies(notes: NoteSite) -> dict[UUID, str]:
    return {row["id"]: row["title"] for row in await notes.sql("SELECT id, title FROM copy")}


async def failures(notes: NoteSite) -> list[Any]:
    return await notes.sql("SELECT * FROM failure")


async def has_copied(notes: NoteSite, ids: Sequence[UUID]) -> bool:
    return set(await copies(notes)) == set(ids)
