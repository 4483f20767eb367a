"""How long a notice takes: from the commit to a subscriber, and to its effect in another service.

PostgreSQL itself says when a transaction was committed (`track_commit_timestamp`), so neither side
is watched by asking again and again. The commit includes the flush to disk.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import asyncpg
import nats
from banyan.events.v1 import event_pb2
from google.protobuf.field_mask_pb2 import FieldMask
from nats.aio.msg import Msg

from tests.bench.data import EVENT, PERSON, id_of
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row, percentiles
from tests.waiting import eventually

A_SECOND = 100
_TIMES_LONGER = 2  # than other rounds, for a 99th percentile to mean something
_WAIT_SECONDS = 20.0


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about notices."""
    watch = _Watch(place, options)
    rounds = await Rounds.of(options, {"notice": watch.measure}, say)
    figures = {
        f"{key} {figure}": (f"{where}, {words}", "ms")
        for key, where in (("seen", "to a subscriber"), ("done", "to the effect in a service"))
        for figure, words in (("p50", "median"), ("p99", "99th percentile"))
    }
    return rounds.rows(f"Notice, {A_SECOND} a second, from the commit", figures, "notice")


class _Watch:
    def __init__(self, place: Place, options: Options) -> None:
        self._place = place
        self._count = min(
            round(A_SECOND * options.seconds * _TIMES_LONGER),
            place.data.events // options.rounds,  # none is changed twice
        )
        # From the last one on: other measures cancel some of the first.
        self._numbers = iter(range(place.data.events, 0, -1))
        self._passport = place.passport(id_of(PERSON, 1), admin=True)
        self._arrivals: dict[str, float] = {}

    async def measure(self) -> Numbers:
        """Returns the latencies of one round, each event changed once."""
        ids = [id_of(EVENT, next(self._numbers)) for _ in range(self._count)]
        self._arrivals.clear()
        bus = await nats.connect(self._place.plan.nats_url)
        try:
            await bus.subscribe("banyan.events.event.>", cb=self._note)
            await bus.flush()
            await self._change(ids)
            # Notices of other measures may come as well.
            await eventually(lambda: self._arrivals.keys() >= set(ids), timeout=_WAIT_SECONDS)
        finally:
            await bus.close()
        committed = await self._commits("events", "SELECT id, {time} FROM event WHERE id", ids)
        done = await self._effects(ids)
        seen = percentiles([(self._arrivals[id_] - committed[id_]) * 1000 for id_ in ids])
        effects = percentiles([(done[id_] - committed[id_]) * 1000 for id_ in ids])
        return {f"seen {name}": value for name, value in seen.items()} | {
            f"done {name}": value for name, value in effects.items()
        }

    async def _note(self, message: Msg) -> None:
        self._arrivals[message.subject.split(".")[3]] = time.time()

    async def _change(self, ids: Sequence[str]) -> None:
        """Changes the events at an even pace, however long each change takes."""
        started = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number, id_ in enumerate(ids):
                await asyncio.sleep(max(started + number / A_SECOND - time.perf_counter(), 0))
                group.create_task(self._change_one(id_))

    async def _change_one(self, id_: str) -> None:
        request = event_pb2.UpdateEventRequest(
            event_id=id_,
            event=event_pb2.Event(what_to_bring="又一样 · another thing"),
            update_mask=FieldMask(paths=["what_to_bring"]),
        )
        await self._place.client.call(request, event_pb2.Event, passport=self._passport)

    async def _effects(self, ids: Sequence[str]) -> dict[str, float]:
        query = (
            "SELECT resource_id, {time} FROM seen"
            " WHERE consumer = 'organizations-event' AND resource_id"
        )

        async def all_there() -> dict[str, float] | None:
            found = await self._commits("organizations", query, ids)
            return found if len(found) == len(ids) else None

        effects = await eventually(all_there, timeout=_WAIT_SECONDS, interval=0.2)
        assert effects is not None
        return effects

    async def _commits(self, service: str, query: str, ids: Sequence[str]) -> dict[str, float]:
        connection: Any = await asyncpg.connect(self._place.plan.databases[service])
        try:
            statement = query.format(time="pg_xact_commit_timestamp(xmin)") + " = ANY($1::uuid[])"
            rows: list[tuple[Any, datetime]] = await connection.fetch(statement, ids)
        finally:
            await connection.close()
        return {str(id_): moment.timestamp() for id_, moment in rows}
