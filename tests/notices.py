"""Notices: those that tests publish for services that do not run, and those that services publish."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import nats
from google.protobuf.message import Message
from nats.js.errors import NotFoundError

from services.kit.bus.streams import declare_stream
from services.kit.process.ids import uuid7
from services.kit.work.notices import (
    DEDUPLICATION_HEADER,
    ID_HEADER,
    SCHEMA_HEADER,
    VERSION_HEADER,
    Notice,
    read_notice,
)
from tests.services import Site
from tests.waiting import TIMEOUT, eventually


async def publish(site: Site, service: str, resource: str, message: Any, version: int) -> None:
    """Publishes a notice of a resource, as its owner would."""
    await publish_all(site, service, resource, [(message, version)])


async def publish_all(
    site: Site, service: str, resource: str, notices: Iterable[tuple[Any, int]]
) -> int:
    """Publishes notices, each a resource and its version, in their order.

    Returns:
        The place of the last one in the stream.
    """
    place = 0
    client = await nats.connect(site.nats_url)
    try:
        jetstream = client.jetstream()
        await declare_stream(jetstream, service, site.settings(next(iter(site.urls))))
        for message, version in notices:
            assert isinstance(message, Message)
            resource_id, notice_id = str(message.id), str(uuid7())  # type: ignore[attr-defined] # a resource
            stored = await jetstream.publish(
                f"banyan.{service}.{resource}.{resource_id}.changed",
                message.SerializeToString(),
                headers={
                    ID_HEADER: notice_id,
                    DEDUPLICATION_HEADER: notice_id,
                    VERSION_HEADER: str(version),
                    "ce-subject": resource_id,
                    SCHEMA_HEADER: message.DESCRIPTOR.full_name,
                    "ce-time": datetime.now(UTC).isoformat(),
                },
            )
            place = stored.seq
    finally:
        await client.close()
    return place


async def has_handled(site: Site, stream: str, consumer: str, place: int) -> bool:
    """Tells whether a consumer is there, and has handled everything up to a place in the stream.

    The number of notices that it has yet to get would not do: NATS counts them a moment later.
    """
    client = await nats.connect(site.nats_url)
    try:
        info = await client.jetstream().consumer_info(stream, consumer)
    except NotFoundError:
        return False
    finally:
        await client.close()
    delivered = info.delivered.stream_seq if info.delivered else 0
    return delivered >= place and not info.num_ack_pending


async def published(site: Site, service: str, count: int) -> list[Notice]:
    """Returns the first notices that a service has published, in order, once there are so many."""
    client = await nats.connect(site.nats_url)
    jetstream = client.jetstream()

    async def is_enough() -> bool:
        try:
            info = await jetstream.stream_info(service)
        except NotFoundError:
            return False
        return info.state.messages >= count

    try:
        await eventually(is_enough)
        first = (await jetstream.stream_info(service)).state.first_seq
        places = range(first, first + count)
        messages = [await jetstream.get_msg(service, place) for place in places]
    finally:
        await client.close()
    return [
        read_notice(each.subject or "", each.headers or {}, each.data or b"") for each in messages
    ]


async def published_about(site: Site, service: str, resource: str, count: int) -> list[Notice]:
    """Returns the first notices about a kind of resource, in order, once there are so many."""
    client = await nats.connect(site.nats_url)
    jetstream = client.jetstream()

    async def has_stream() -> bool:
        return service in [each.config.name for each in await jetstream.streams_info()]

    try:
        await eventually(has_stream)
        subject = f"banyan.{service}.{resource}.>"
        subscription = await jetstream.subscribe(subject, ordered_consumer=True)
        messages = [await subscription.next_msg(timeout=TIMEOUT) for _ in range(count)]
    finally:
        await client.close()
    return [read_notice(each.subject, each.headers or {}, each.data) for each in messages]


def spoken(notices: list[Notice]) -> list[str]:
    """Returns resource and verb of notices, such as "membership.applied"."""
    parts = [notice.subject.split(".") for notice in notices]
    return [f"{part[2]}.{part[4]}" for part in parts]
