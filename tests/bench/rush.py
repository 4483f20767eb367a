"""300 people who want one shift at once: how long others wait for an event, and they for an answer."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence

from banyan.events.v1 import event_pb2, sign_up_pb2

from services.kit.errors import DeadlineExceeded, Exhausted
from tests.bench.data import EVENT, PERSON, SHIFT, id_of
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row, percentiles, times
from tests.bench.sign_ups import make_room

PEOPLE = 300
_FIRST_EVENT = 11  # the others are wanted elsewhere


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about a rush."""
    number, people = 0, options.of(PEOPLE, least=30)

    async def next_rush() -> Numbers:
        nonlocal number
        number += 1
        return await _rush(place, number, people)

    rounds = await Rounds.of(options, {"rush": next_rush}, lambda text: say(f"rush, {text}"))
    figures = {
        "p50": ("GetEvent meanwhile: median", "ms"),
        "p99": ("GetEvent meanwhile: 99th percentile", "ms"),
        "last": ("until the last one has an answer", "ms"),
        "taken": ("places taken", "/s"),
        "answered": ("share that had a definite answer in time", "%"),
    }
    return rounds.rows(f"{people} people rush one shift", figures, "rush")


async def _rush(place: Place, number: int, count: int) -> Numbers:
    # Every fifth event may be for members alone.
    shift = id_of(SHIFT, 2 * (_FIRST_EVENT + number + number // 4))
    await make_room(place, {shift: count})
    last = place.data.people - count * number
    people = [place.passport(id_of(PERSON, last - each)) for each in range(count)]
    started = time.perf_counter()
    taken = late = 0

    async def come(passport: str) -> None:
        nonlocal taken, late
        request = sign_up_pb2.CreateSignUpRequest(shift_id=shift)
        try:
            await place.client.call(request, sign_up_pb2.SignUp, passport=passport)
            taken += 1
        except Exhausted:
            pass  # told when to come again
        except DeadlineExceeded:
            late += 1

    coming = asyncio.gather(*(come(passport) for passport in people))
    meanwhile = await while_waiting(place, coming)
    seconds = time.perf_counter() - started
    answered = 100 * (count - late) / count
    return {
        **percentiles(meanwhile),
        "last": seconds * 1000,
        "taken": taken / seconds,
        "answered": answered,
    }


async def while_waiting(place: Place, work: Awaitable[object]) -> list[float]:
    """Gets an event again and again until some work is done; returns the milliseconds of each call."""
    passport = place.passport(id_of(PERSON, 1))
    request = event_pb2.GetEventRequest(event_id=id_of(EVENT, 1))
    task = asyncio.ensure_future(work)
    taken: list[float] = []

    async def get() -> None:
        with contextlib.suppress(DeadlineExceeded):  # the time that it took counts all the same
            await place.client.call(request, event_pb2.Event, passport=passport)

    while not task.done():
        taken += await times(get, seconds=0, least=1)
    await task
    return taken or await times(get, seconds=0, least=1)
