"""Notices on the bus, as the tests read them and as they speak for services that do not run."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import nats
from nats.js import JetStreamContext

from services.kit.notices import (
    Notice,
    read_notice,
)
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
