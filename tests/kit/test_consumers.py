"""Consumers: each version has its effect once, whatever the bus does."""

import asyncio
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from services.kit.consumers import Consumer, Subscription
from services.kit.ids import uuid7
from services.kit.projection import project
from services.kit.streams import declare_stream
from services.kit.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Copy
from tests.kit.notes.service import note_service
from tests.kit.notes.site import NoteSite
from tests.waiting import eventually

NAME = "copies"


async def copy(note: Any, work: Work) -> None:
    """Keeps a copy of a note."""
    await project(work, Copy, note)


def consumer(handler: Any = copy) -> Consumer:
    return Consumer(NAME, "diaries", "note", pb.Note, handler)


async def tell(
    jetstream: JetStreamContext, id_: UUID, version: int, title: str, **headers: str
) -> None:
    """Publishes a notice as another service would."""
    notice_id = str(uuid7())
    envelope = {
        "ce-specversion": "1.0",
        "ce-id": notice_id,
        "ce-subject": str(id_),
        "ce-time": datetime.now(UTC).isoformat(),
        "Nats-Msg-Id": notice_id,
        "Banyan-Version": str(version),
    }
    payload = pb.Note(id=str(id_), title=title, color=1).SerializeToString()
    await jetstream.publish(
        f"banyan.diaries.note.{id_}.updated", payload, headers=envelope | headers
    )


@pytest.fixture
async def stream(notes: NoteSite, jetstream: JetStreamContext) -> JetStreamContext:
    """The bus, with the stream of the service that owns the notes."""
    await declare_stream(jetstream, "diaries", notes.settings())
    return jetstream


async def settled(jetstream: JetStreamContext) -> bool:
    """Tells whether every notice has been acknowledged."""
    try:
        info = await jetstream.consumer_info("diaries", NAME)
    except NotFoundError:  # not declared yet
        return False
    return not info.num_pending and not info.num_ack_pending


async def titles(notes: NoteSite) -> list[str]:
    return [row["title"] for row in await notes.sql("SELECT title FROM copy ORDER BY title")]


def shuffled_twice(versions: Sequence[int]) -> list[int]:
    both = [*versions, *versions]
    random.Random(41).shuffle(both)  # noqa: S311 # the same order every time
    return both


async def test_shuffled_and_doubled_versions_end_in_the_last(
    notes: NoteSite, stream: JetStreamContext
) -> None:
    note_id = uuid7()
    for version in shuffled_twice(range(1, 51)):
        await tell(stream, note_id, version, f"version {version}")
    async with notes.start(note_service(consumers=[consumer()])):
        await eventually(lambda: settled(stream))
    assert await titles(notes) == ["version 50"]


async def test_control_without_the_claim_they_end_in_whatever_came_last(
    notes: NoteSite, stream: JetStreamContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def always(*_: object) -> bool:
        return True

    monkeypatch.setattr(Subscription, "_claim", always)
    note_id = uuid7()
    versions = shuffled_twice(range(1, 51))
    assert versions[-1] != 50
    for version in versions:
        await tell(stream, note_id, version, f"version {version}")
    async with notes.start(note_service(consumers=[consumer()])):
        await eventually(lambda: settled(stream))
    assert await titles(notes) == [f"version {versions[-1]}"]


async def test_the_eighth_error_makes_a_dead_letter_and_the_others_flow(
    notes: NoteSite, stream: JetStreamContext
) -> None:
    tried = 0

    async def choke(note: Any, work: Work) -> None:
        nonlocal tried
        if note.title == "poison":
            tried += 1
            raise ValueError("cannot swallow")
        await copy(note, work)

    await tell(stream, uuid7(), 1, "poison")
    for number in range(5):
        await tell(stream, uuid7(), 1, f"fine {number}")
    async with notes.start(note_service(consumers=[consumer(choke)])):
        await eventually(lambda: settled(stream))
    assert tried == 8
    assert await titles(notes) == [f"fine {number}" for number in range(5)]
    (failure,) = await notes.sql("SELECT errors, dead, last_error FROM failure")
    assert tuple(failure) == (8, True, "ValueError")


async def test_a_failure_is_forgotten_once_the_handler_succeeds(
    notes: NoteSite, stream: JetStreamContext
) -> None:
    tried = 0

    async def stumble(note: Any, work: Work) -> None:
        nonlocal tried
        tried += 1
        if tried < 3:
            raise ValueError("not yet")
        await copy(note, work)

    await tell(stream, uuid7(), 1, "at last")
    async with notes.start(note_service(consumers=[consumer(stumble)])):
        await eventually(lambda: settled(stream))
    assert await titles(notes) == ["at last"]
    assert await notes.sql("SELECT * FROM failure") == []


async def test_an_outage_is_never_counted_as_an_error_of_the_handler(
    notes: NoteSite, stream: JetStreamContext
) -> None:
    tried = 0

    async def without_database(note: Any, work: Work) -> None:
        nonlocal tried
        tried += 1
        if tried <= 12:
            raise ConnectionRefusedError
        await copy(note, work)

    await tell(stream, uuid7(), 1, "patience")
    async with notes.start(note_service(consumers=[consumer(without_database)])):
        await eventually(lambda: settled(stream))
    assert await titles(notes) == ["patience"]
    assert await notes.sql("SELECT * FROM failure") == []


async def test_what_is_no_notice_is_put_aside(notes: NoteSite, stream: JetStreamContext) -> None:
    await stream.publish(f"banyan.diaries.note.{uuid7()}.updated", b"no notice")
    await tell(stream, uuid7(), 1, "a notice")
    async with notes.start(note_service(consumers=[consumer()])):
        await eventually(lambda: settled(stream))
    assert await titles(notes) == ["a notice"]


async def test_a_consumer_waits_for_the_stream_of_its_owner(
    notes: NoteSite, jetstream: JetStreamContext
) -> None:
    async with notes.start(note_service(consumers=[consumer()])):
        await declare_stream(jetstream, "diaries", notes.settings())
        await tell(jetstream, uuid7(), 1, "late")
        await eventually(lambda: _has(notes, "late"))


async def _has(notes: NoteSite, title: str) -> bool:
    return title in await titles(notes)


async def test_a_stop_lets_the_handler_finish_what_it_began(
    notes: NoteSite, stream: JetStreamContext
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(note: Any, work: Work) -> None:
        begun.set()
        await go_on.wait()
        await copy(note, work)

    await tell(stream, uuid7(), 1, "begun")
    async with notes.start(note_service(consumers=[consumer(slow)])):
        await asyncio.wait_for(begun.wait(), 10)
        asyncio.get_running_loop().call_later(0.05, go_on.set)
    assert await titles(notes) == ["begun"]
    assert await settled(stream)
