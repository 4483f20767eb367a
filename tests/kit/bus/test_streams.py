"""The streams of the bus."""

import asyncio

import pytest
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType
from nats.js.errors import APIError

from services.kit.bus.streams import MAX_MESSAGE_BYTES, declare_stream
from services.kit.process.config import ServiceSettings
from services.kit.work.notices import LARGEST_PAYLOAD_BYTES

SUBJECT = "banyan.notes.note.x.updated"


async def test_a_stream_is_kept_on_file_bounded_and_refuses_what_does_not_fit(
    jetstream: JetStreamContext, settings: ServiceSettings
) -> None:
    await declare_stream(jetstream, "notes", settings)
    config = (await jetstream.stream_info("notes")).config
    assert config.subjects == ["banyan.notes.>"]
    assert StorageType(config.storage or "") is StorageType.FILE
    assert RetentionPolicy(config.retention or "") is RetentionPolicy.LIMITS
    assert DiscardPolicy(config.discard or "") is DiscardPolicy.NEW
    assert config.max_bytes == settings.stream_max_bytes
    assert config.max_age == 30 * 24 * 3600
    assert config.duplicate_window == 2 * 3600
    assert config.max_msg_size == MAX_MESSAGE_BYTES
    assert not config.deny_purge


async def test_a_stream_is_declared_by_many_at_once(
    jetstream: JetStreamContext, settings: ServiceSettings
) -> None:
    await asyncio.gather(*(declare_stream(jetstream, "notes", settings) for _ in range(10)))
    assert (await jetstream.stream_info("notes")).config.name == "notes"


async def test_a_stream_that_stands_is_brought_up_to_date_and_keeps_what_it_holds(
    jetstream: JetStreamContext, settings: ServiceSettings
) -> None:
    await declare_stream(jetstream, "notes", settings)
    await jetstream.publish(SUBJECT, b"kept")
    larger = settings.model_copy(update={"stream_max_bytes": 2 * settings.stream_max_bytes})
    await declare_stream(jetstream, "notes", larger)
    info = await jetstream.stream_info("notes")
    assert info.config.max_bytes == larger.stream_max_bytes
    assert info.state.messages == 1


async def test_a_full_stream_keeps_what_it_acknowledged_and_takes_no_more(
    jetstream: JetStreamContext, settings: ServiceSettings
) -> None:
    small = settings.model_copy(update={"stream_max_bytes": 3000})
    await declare_stream(jetstream, "notes", small)
    for _ in range(2):
        await jetstream.publish(SUBJECT, b"x" * 1000)
    with pytest.raises(APIError, match="maximum bytes exceeded"):
        await jetstream.publish(SUBJECT, b"x" * 1000)
    assert (await jetstream.stream_info("notes")).state.messages == 2


async def test_the_largest_payload_fits_with_its_headers(
    jetstream: JetStreamContext, settings: ServiceSettings
) -> None:
    await declare_stream(jetstream, "notes", settings)
    headers = {f"header-{number}": "x" * 200 for number in range(20)}
    await jetstream.publish(SUBJECT, b"x" * LARGEST_PAYLOAD_BYTES, headers=headers)
    with pytest.raises(APIError, match="message size exceeds maximum allowed"):
        await jetstream.publish(SUBJECT, b"x" * (MAX_MESSAGE_BYTES + 1))
