"""The streams of the bus: one per service, declared by that service.

A stream keeps what a consumer has not yet handled, and a short tail beyond that for a look into the recent past
(`services.kit.bus.trimming`), nothing for longer than 30 days, and at most BANYAN_STREAM_MAX_BYTES. If it is full
all the same, because a consumer has been away for long, it refuses what is new and the outbox keeps it: nothing
that a consumer still needs is lost. A consumer that is new, or that has lost its data, is filled by `republish`.
"""

import logging
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from services.kit.process.config import ServiceSettings
from services.kit.work.notices import subjects_of

log = logging.getLogger(__name__)
MAX_AGE_SECONDS = 30 * 24 * 3600
DUPLICATE_WINDOW_SECONDS = 2 * 3600
MAX_MESSAGE_BYTES = 256 * 1024


def stream_config(service: str, settings: ServiceSettings) -> StreamConfig:
    """Returns the configuration of a service's stream: file storage, bounded, discard new."""
    return StreamConfig(
        name=service,
        subjects=[subjects_of(service)],
        storage=StorageType.FILE,
        retention=RetentionPolicy.LIMITS,
        discard=DiscardPolicy.NEW,
        max_age=MAX_AGE_SECONDS,
        max_bytes=settings.stream_max_bytes,
        max_msg_size=MAX_MESSAGE_BYTES,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        num_replicas=settings.stream_replicas,
        deny_purge=False,
    )


async def declare_stream(
    jetstream: JetStreamContext, service: str, settings: ServiceSettings
) -> None:
    """Creates the stream of a service, or updates it."""
    config = stream_config(service, settings)
    try:
        found = (await jetstream.stream_info(service)).config
    except NotFoundError:
        await jetstream.add_stream(config)
        return
    if all((getattr(found, name) or 0) == (wanted or 0) for name, wanted in _set(config)):
        return
    try:
        await jetstream.update_stream(config)
    except TimeoutError:  # NATS does not answer a user who may not ask
        log.warning(
            "the stream is not as the settings say, and NATS may not let this user change it: run"
            " `declare-stream` as the operator",
            extra={"stream": service},
        )


def _set(config: StreamConfig) -> Iterator[tuple[str, Any]]:
    """Yields what a configuration says."""
    for each in fields(config):
        if (value := getattr(config, each.name)) is not None:
            yield each.name, value
