"""Notices on the bus, as the tests read them and as they speak for services that do not run."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import nats
from google.protobuf.message import Message
from nats.js import JetStreamContext

from services.kit.ids import uuid7
from services.kit.notices import (
    DEDUPLICATION_HEADER,
    ID_HEADER,
    VERSION_HEADER,
    Notice,
    read_notice,
)
from services.kit.streams import declare_stream
from tests.services import Site
from tests.waiting import eventually


@asynccontextmanager
async def _jetstream(site: Site) -> AsyncIterator[JetStreamContext]:
    client = await nats.connect(site.nats_url)
    try:
        yield client.jetstream()
    finally:
        await client.close()


async def published(site: Site, count: int) -> list[Notice]:
    """Returns what organizations has published, in order, once there is so much of it."""
    async with _jetstream(site) as jetstream:

        async def enough() -> bool:
            try:
                info = await jetstream.stream_info("organizations")
            except nats.js.errors.NotFoundError:
                return False
            return info.state.messages >= count

        await eventually(enough)
        messages = [await jetstream.get_msg("organizations", seq) for seq in range(1, count + 1)]
    return [
        read_notice(message.subject or "", message.headers or {}, message.data or b"")
        for message in messages
    ]


def spoken(notices: list[Notice]) -> list[str]:
    """Returns resource and verb of notices, such as "membership.applied"."""
    parts = [notice.subject.split(".") for notice in notices]
    return [f"{part[2]}.{part[4]}" for part in parts]


async def publish(site: Site, service: str, resource: str, message: Any, version: int) -> None:
    """Publishes a notice on behalf of its owner."""
    assert isinstance(message, Message)
    resource_id, notice_id = str(message.id), str(uuid7())  # type: ignore[attr-defined] # a resource
    async with _jetstream(site) as jetstream:
        await declare_stream(jetstream, service, site.settings("organizations"))
        await jetstream.publish(
            f"banyan.{service}.{resource}.{resource_id}.changed",
            message.SerializeToString(),
            headers={
                ID_HEADER: notice_id,
                DEDUPLICATION_HEADER: notice_id,
                VERSION_HEADER: str(version),
                "ce-subject": resource_id,
                "ce-time": datetime.now(UTC).isoformat(),
            },
        )
