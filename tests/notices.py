"""Notices that tests publish on behalf of services that do not run."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import nats
from google.protobuf.message import Message
from nats.js.errors import NotFoundError

from services.kit.ids import uuid7
from services.kit.notices import DEDUPLICATION_HEADER, ID_HEADER, VERSION_HEADER
from services.kit.streams import declare_stream
from tests.services import Site


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
