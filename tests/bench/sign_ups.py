"""Sign-ups for one shift that everybody wants, against the conditional UPDATE alone."""

import asyncio
import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import asyncpg
from banyan.events.v1 import sign_up_pb2

from deploy.local.cluster import programs
from deploy.local.process import Process
from services.kit.errors import Refused
from tests.bench.data import PERSON, SHIFT, id_of
from tests.bench.place import Place, libpq
from tests.bench.rounds import Numbers, Options, Rounds, Row, Work, rate

CLIENTS = 16
UPDATE = "the conditional UPDATE alone, in pgbench"
PLACES = 10
_AMPLE = 1_000_000  # the contract allows less, but pgbench would fill it
_TIMES_A_SECOND = 1_000  # more than anybody will do
_UPDATE = """
UPDATE shift
   SET places_taken = places_taken + 1, version = version + 1, update_time = now()
 WHERE id = '{shift}' AND places_taken < capacity
RETURNING *;
"""


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about sign-ups; counts in the end that no shift has too many."""
    # Second shifts: at those times nobody has anything else to do.
    ample, scarce, bare = (id_of(SHIFT, 2 * number) for number in (1, 2, 3))
    await make_room(place, {ample: _AMPLE, scarce: PLACES, bare: _AMPLE})
    people = _people(place, options)
    pgbench = _Pgbench(place, bare)
    rounds = await Rounds.of(
        options,
        {
            "taken": _measuring(_signing_up(place, ample, people), options.seconds),
            "refused": _measuring(_signing_up(place, scarce, people), options.seconds),
            UPDATE: lambda: pgbench.measure(options.seconds),
        },
        lambda text: say(f"sign-ups, {text}"),
    )
    await _check_sums(place, ample, scarce)
    subject = f"Sign-ups for one shift, {CLIENTS} clients"
    measures = {"taken": "a place for each", "refused": f"{PLACES} places, the others refused"}
    return [
        row
        for name, measure in measures.items()
        for row in rounds.rows(subject, {"rate": (measure, "/s")}, name, UPDATE)
    ]


async def make_room(place: Place, capacities: dict[str, int]) -> None:
    """Gives shifts so many places."""
    connection = await asyncpg.connect(place.plan.databases["events"])
    try:
        for shift, capacity in capacities.items():
            await connection.execute(
                "UPDATE shift SET capacity = $2 WHERE id = $1", shift, capacity
            )
    finally:
        await connection.close()


async def _check_sums(place: Place, ample: str, scarce: str) -> None:
    connection = await asyncpg.connect(place.plan.databases["events"])
    try:
        for shift in (ample, scarce):
            counted, taken, capacity = await connection.fetchrow(
                "SELECT (SELECT count(*) FROM sign_up WHERE shift_id = shift.id), places_taken,"
                " capacity FROM shift WHERE id = $1",
                shift,
            )
            if counted != taken or taken > capacity:
                raise RuntimeError(f"{counted} sign-ups, {taken} places taken of {capacity}")
    finally:
        await connection.close()


def _people(place: Place, options: Options) -> Iterator[str]:
    """Returns passports of distinct people, signed beforehand for as many as may come."""
    wanted = 2 * options.rounds * round(options.seconds * _TIMES_A_SECOND)
    # Everybody but the first, who asks elsewhere.
    numbers = range(2, min(wanted, place.data.people) + 1)
    return iter([place.passport(id_of(PERSON, number)) for number in numbers])


def _signing_up(place: Place, shift: str, people: Iterator[str]) -> Work:
    async def sign_up() -> None:
        request = sign_up_pb2.CreateSignUpRequest(shift_id=shift)
        passport = next(people, None)
        if passport is None:
            raise RuntimeError("there are not enough people: make the rounds shorter")
        try:
            await place.client.call(request, sign_up_pb2.SignUp, passport=passport)
        except Refused as error:
            if error.reason != "SHIFT_FULL":
                raise

    return sign_up


def _measuring(work: Work, seconds: float) -> Any:
    async def measure_it() -> Numbers:
        return {"rate": await rate([work] * CLIENTS, seconds=seconds)}

    return measure_it


class _Pgbench:
    """Runs the bare statement from PostgreSQL's own load generator, over TCP as the services do."""

    def __init__(self, place: Place, shift: str) -> None:
        postgres = place.plan.postgres
        assert postgres is not None
        self._script = place.plan.state.root / "update.sql"
        self._script.write_text(_UPDATE.format(shift=shift))
        self._log = place.plan.state.log("pgbench")
        self._dsn = place.plan.databases["events"]
        self._program = programs(for_all=False) / "pgbench"

    async def measure(self, seconds: float) -> Numbers:
        """Returns how many of the statements succeed a second."""
        options = ["--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}", "--jobs=1"]
        options += [f"--time={max(round(seconds), 1)}", f"--file={self._script}"]
        process = Process(
            "pgbench",
            [self._program, *options],
            log=self._log,
            environment={"PATH": os.defpath, **libpq(self._dsn)},
        )
        process.launch()
        try:
            while not await asyncio.to_thread(process.wait, 0.2):
                pass
        finally:
            process.kill()
        found = re.search(r"tps = ([\d.]+)", process.output(40))
        if process.exit_status != 0 or found is None:
            raise process.failure("failed")
        return {"rate": float(found.group(1))}
