"""The streams of the bus: one for each service, declared by its owner."""

from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from services.kit.config import ServiceSettings
from services.kit.notices import subjects_of

MAX_AGE_SECONDS = 30 * 24 * 3600
DUPLICATE_WINDOW_SECONDS = 2 * 3600
MAX_MESSAGE_BYTES = 256 * 1024


def stream_config(service: str, settings: ServiceSettings) -> StreamConfig:
    """Returns how the stream of a service is kept: on file, bounded, refusing what does not fit.

    Refusing (discard new) keeps what was acknowledged; the outbox then holds what was refused.
    """
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
    """Creates the stream of a service, or brings it up to date."""
    config = stream_config(service, settings)
    try:
        await jetstream.stream_info(service)
    except NotFoundError:
        await jetstream.add_stream(config)
    else:
        await jetstream.update_stream(config)
