"""Cancelling an event with 10,000 sign-ups: how long it takes, and how long others wait meanwhile."""

import time
from collections.abc import Callable, Sequence

import asyncpg
from banyan.events.v1 import event_pb2

from tests.bench.data import EVENT, PERSON, SHIFT, id_of
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row, percentiles
from tests.bench.rush import while_waiting
from tests.bench.sign_ups import make_room
from tests.waiting import eventually

SIGN_UPS = 10_000
_FIRST_EVENT = 41  # the others are wanted elsewhere
_WAIT_SECONDS = 300.0
_FILL = """
    INSERT INTO sign_up (id, version, create_time, update_time, shift_id, event_id, organization_id,
        person_id, start_time, end_time, state, as_member, cancel_reason, attendance_reason)
    SELECT gen_random_uuid(), 1, now(), now(), id, event_id, organization_id, gen_random_uuid(),
        start_time, end_time, 'CONFIRMED', false, '', '' FROM shift, generate_series(1, $2)
    WHERE id = $1
"""


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about a large cancellation."""
    count, number = options.of(SIGN_UPS, least=300), 0

    async def next_event() -> Numbers:
        nonlocal number
        number += 1
        return await _cancel(place, _FIRST_EVENT + number, count)

    rounds = await Rounds.of(
        options, {"cancel": next_event}, lambda text: say(f"cancelling, {text}")
    )
    figures = {
        "event": ("the event is cancelled", "ms"),
        "all": ("all sign-ups are cancelled", "ms"),
        "p50": ("GetEvent meanwhile: median", "ms"),
        "p99": ("GetEvent meanwhile: 99th percentile", "ms"),
    }
    return rounds.rows(f"An event with {count} sign-ups is cancelled", figures, "cancel")


async def _cancel(place: Place, number: int, count: int) -> Numbers:
    event, shift = id_of(EVENT, number), id_of(SHIFT, 2 * number)
    await make_room(place, {shift: count})
    passport = place.passport(id_of(PERSON, 1), admin=True)
    connection = await asyncpg.connect(place.plan.databases["events"])
    try:
        await connection.execute(_FILL, shift, count)
        await connection.execute("UPDATE shift SET places_taken = $2 WHERE id = $1", shift, count)
        started = time.perf_counter()
        request = event_pb2.CancelEventRequest(event_id=event)
        await place.client.call(request, event_pb2.Event, passport=passport)
        cancelled = time.perf_counter()

        async def is_settled() -> bool:
            left = "SELECT sign_ups_to_cancel FROM event WHERE id = $1"
            return bool(await connection.fetchval(left, event) == 0)

        waiting = eventually(is_settled, timeout=_WAIT_SECONDS, interval=0.02)
        meanwhile = await while_waiting(place, waiting)
        done = time.perf_counter()
    finally:
        await connection.close()
    return {
        **percentiles(meanwhile),
        "event": (cancelled - started) * 1000,
        "all": (done - started) * 1000,
    }
