"""One gRPC Get through the pipeline of the kit, against a method that does nothing."""

from collections.abc import Callable, Sequence
from typing import Any

import grpc
from banyan.events.v1 import event_pb2

from tests.bench.baselines.empty import METHOD
from tests.bench.data import EVENT, PERSON, id_of
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row, Work, percentiles, rate, times

CALLS = 16
EMPTY = "empty grpc.aio method"
Call = grpc.aio.UnaryUnaryMultiCallable[bytes, bytes]
_GET = "/banyan.events.v1.EventService/GetEvent"


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about a Get."""
    request = event_pb2.GetEventRequest(event_id=id_of(EVENT, 1)).SerializeToString()
    metadata = (("authorization", f"Bearer {place.passport(id_of(PERSON, 1))}"),)
    ours = grpc.aio.insecure_channel(place.plan.targets["events"])
    theirs = grpc.aio.insecure_channel(place.address(EMPTY))
    async with ours, theirs:
        get: Call = ours.unary_unary(_GET)
        nothing: Call = theirs.unary_unary(METHOD)

        async def ask() -> None:
            await get(request, metadata=metadata)

        async def ask_nothing() -> None:
            await nothing(request, metadata=metadata)

        event = event_pb2.Event.FromString(await get(request, metadata=metadata))
        if event.id != id_of(EVENT, 1):
            raise RuntimeError("another event was returned")
        rounds = await Rounds.of(
            options,
            {
                "GetEvent": _measuring(ask, options.seconds),
                EMPTY: _measuring(ask_nothing, options.seconds),
            },
            lambda text: say(f"gRPC Get, {text}"),
        )
    figures = {
        "p50": ("median time, 1 at a time", "ms"),
        "p99": ("99th percentile", "ms"),
        "rate": (f"calls a second, {CALLS} at a time", "/s"),
    }
    return rounds.rows("gRPC GetEvent, with passport", figures, "GetEvent", EMPTY)


def _measuring(work: Work, seconds: float) -> Any:
    async def measure_it() -> Numbers:
        latencies = percentiles(await times(work, seconds=seconds))
        return {**latencies, "rate": await rate([work] * CALLS, seconds=seconds)}

    return measure_it
