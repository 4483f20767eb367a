"""What is the matter with the bus, and what an operator does about it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import APIError, NotFoundError, ServiceUnavailableError

from services.kit.process.config import ServiceSettings

LOOK_SECONDS = 2.0
# Codes of JetStream (https://github.com/nats-io/nats-server/blob/main/server/errors.json).
STREAM_IS_FULL = frozenset({10077, 10122, 10123})
NO_ROOM_IN_STORE = frozenset({10023, 10028, 10047})
STREAM_IS_GONE = frozenset({10059})
JETSTREAM_IS_OFF = frozenset({10008, 10039, 10076})


class BusState(StrEnum):
    """Whether the relay can publish."""

    READY = "ready"
    AWAY = "away"  # there is no connection, or no answer
    FULL = "full"  # the stream, or the store of NATS, has no room
    REFUSED = "refused"  # NATS is there and takes nothing


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing can be published.

    Attributes:
        state: What is the matter.
        remedy: What is wrong and what to do, for the log.
    """

    state: BusState
    remedy: str


async def trouble_with(
    jetstream: JetStreamContext,
    errors: Sequence[Exception],
    service: str,
    settings: ServiceSettings,
) -> Trouble:
    """Returns what is the matter, from what the bus answered and from a look at the stream.

    Args:
        jetstream: The connection.
        errors: The errors of publishing, or of declaring the stream.
        service: The name of the service and of its stream.
        settings: The size of the stream.
    """
    refusals = [each for each in errors if isinstance(each, APIError) and each.err_code]
    codes = {each.err_code for each in refusals} - JETSTREAM_IS_OFF
    size = f"{settings.stream_max_bytes / 1024**2:.0f} MiB (BANYAN_STREAM_MAX_BYTES)"
    if codes & STREAM_IS_FULL:
        return Trouble(
            BusState.FULL,
            f"the stream {service} is full: its limit is {size}. Start the consumer that is furthest"
            " behind, or raise the limit",
        )
    if codes & NO_ROOM_IN_STORE:
        return Trouble(
            BusState.FULL,
            f"NATS has no room for the stream {service}, which reserves {size}. Give NATS more disk or"
            " raise its max_file_store, or lower the setting",
        )
    if codes - STREAM_IS_GONE:
        return Trouble(BusState.REFUSED, f"NATS refuses: {_said(refusals)}")
    return await _silence(jetstream, errors, service)


async def _silence(
    jetstream: JetStreamContext, errors: Sequence[Exception], service: str
) -> Trouble:
    """Tells a bus that is away from one that answers but stores nothing."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            await jetstream.stream_info(service)
    except NotFoundError:
        return Trouble(
            BusState.AWAY,
            f"the stream {service} does not exist, and is declared again. Where NATS does not let services do"
            " that, run `declare-stream` as the operator",
        )
    except ServiceUnavailableError:
        return Trouble(
            BusState.REFUSED,
            "NATS is there but JetStream is off, as after its disk was full. Free space on the disk of"
            " NATS, check that jetstream is configured, and restart NATS",
        )
    except (OSError, TimeoutError, NatsError) as error:
        return _away([*errors, error])
    if any(isinstance(error, TimeoutError) for error in errors):
        return Trouble(
            BusState.REFUSED,
            "NATS answers but stores nothing: its disk is probably full. Free space on it and restart"
            " NATS, which does not recover by itself",
        )
    return _away(errors)


def _away(errors: Sequence[Exception]) -> Trouble:
    return Trouble(BusState.AWAY, f"NATS cannot be reached ({_said(errors)})")


def _said(errors: Sequence[Exception]) -> str:
    """Returns what NATS said, each once. It repeats nothing of a notice."""
    texts = {
        f"{each.description} ({each.err_code})"
        if isinstance(each, APIError)
        else type(each).__name__
        for each in errors
    }
    return ", ".join(sorted(texts))
