"""Legal holds: what says something about a person stays while one stands, and no longer."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from services.kit.service import holding
from services.kit.service.command_line import parser
from services.kit.service.commands import Command
from services.kit.work import erasing, tables
from services.kit.work.jobs import BatchedJob, run_once
from services.kit.work.legal_holds import end_of
from services.kit.work.pruning import kit_pruning
from services.kit.work.sealing import seal, verify_trail
from services.kit.work.unit import Units
from tests.kit.commandline import execute
from tests.kit.notes.service import caller_named, note_service

YEARS = timedelta(days=800)  # longer than the trail is kept
TODAY = datetime.now(UTC).date()
NEXT_YEAR = TODAY + timedelta(days=365)


async def write(
    engine: AsyncEngine,
    person_id: UUID | None = None,
    about: UUID | None = None,
    age: timedelta = YEARS,
) -> UUID:
    """Writes an entry of the trail, and returns its ID."""
    entry = {
        "id": uuid7(),
        "create_time": datetime.now(UTC) - age,
        "principal_id": "p",
        "client_id": "c",
        "method": "m",
        "trace_id": "",
        "person_id": person_id,
        "resource_ids": [str(about)] if about else [],
        "changes": [],
    }
    async with engine.begin() as connection:
        await connection.execute(insert(tables.audit).values(entry))
    return UUID(str(entry["id"]))


async def entries(engine: AsyncEngine) -> set[UUID]:
    async with engine.connect() as connection:
        return set((await connection.scalars(select(tables.audit.c.id))).all())


async def forget(units: Units, settings: ServiceSettings) -> None:
    for job in kit_pruning(settings):
        await run_once(job, units, caller_named(None))


async def hold(settings: ServiceSettings, person_id: UUID, until: Any = NEXT_YEAR) -> None:
    line = f"hold {person_id} --until {until} --reason case-12"
    status, said = await execute(note_service(), settings, line)
    assert (status, f"until {until} is over" in said) == (0, True)


async def end(engine: AsyncEngine) -> None:
    """Lets the time of every hold pass."""
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE legal_hold SET until_time = now() - interval '1 s'"))


async def test_what_names_the_person_stays_while_it_stands(
    engine: AsyncEngine, units: Units, settings: ServiceSettings
) -> None:
    person, other = uuid7(), uuid7()
    theirs, about = await write(engine, person), await write(engine, other, about=person)
    free = await write(engine, other)
    await hold(settings, person)
    _, told = await execute(note_service(), settings, "retention")
    assert re.search(r"^audit +730 days +1 +forget_audit$", told, re.MULTILINE)
    await forget(units, settings)
    assert (await entries(engine)) & {theirs, about, free} == {theirs, about}
    await end(engine)
    await forget(units, settings)
    assert (await entries(engine)) & {theirs, about} == set()


async def test_it_ends_when_its_last_day_is_over() -> None:
    assert end_of(TODAY) > datetime.now(UTC) - timedelta(days=1)
    assert end_of(TODAY).date() == TODAY + timedelta(days=1)


async def test_it_is_listed_changed_and_released_and_the_trail_has_it(
    engine: AsyncEngine, settings: ServiceSettings
) -> None:
    service, person = note_service(), uuid7()
    await write(engine, person)
    assert await execute(service, settings, "holds") == (0, "No holds.\n")
    await hold(settings, person, TODAY + timedelta(days=30))
    await hold(settings, person)
    _, listed = await execute(service, settings, "holds --json")
    (found,) = json.loads(listed)
    assert (found["person_id"], found["reason"]) == (str(person), "case-12")
    _, listed = await execute(service, settings, "holds")
    assert re.search(rf"^{person} +{NEXT_YEAR} +{TODAY} +case-12$", listed, re.MULTILINE)
    assert (await execute(service, settings, f"release {person}"))[0] == 0
    assert await execute(service, settings, "holds") == (0, "No holds.\n")
    async with engine.connect() as connection:
        of_holds = tables.audit.c.principal_id.startswith("command:")
        rows = await connection.execute(
            select(tables.audit).where(of_holds).order_by(tables.audit.c.id)
        )
        trail = [(row.method, row.resource_ids, row.changes) for row in rows]
    assert [each[:2] for each in trail] == [
        (f"command:{name}", [str(person)]) for name in ("hold", "hold", "release")
    ]
    sides = [(bool(change["before"]), bool(change["after"])) for *_, (change,) in trail]
    assert sides == [(False, True), (True, True), (True, False)]
    assert trail[1][2][0]["after"]["reason"] == "case-12"


async def test_an_erasure_waits_for_its_end_and_one_that_has_begun_does_not(
    engine: AsyncEngine, units: Units, settings: ServiceSettings
) -> None:
    waits, begun = uuid7(), uuid7()
    for person in (waits, begun):
        await write(engine, person)
        await hold(settings, person)
        async with units.writing(caller_named(None)) as work:
            await erasing.begin_erasure(person, work)
    async with engine.begin() as connection:
        started = tables.erasure.update().where(tables.erasure.c.person_id == begun)
        await connection.execute(started.values(place=1))
    assert await _next(units) == begun
    async with engine.begin() as connection:
        await connection.execute(started.values(done_time=datetime.now(UTC)))
    assert await _next(units) is None
    await end(engine)
    assert await _next(units) == waits
    with pytest.raises(SystemExit, match="nothing left to hold"):
        await hold(settings, begun)


async def _next(units: Units) -> UUID | None:
    async with units.writing(caller_named(None)) as work:
        found = await erasing.next_erasure(work)
        return None if found is None else found.person_id


@pytest.mark.parametrize("hold_of", ["nobody", "the person", "the person, until lately"])
async def test_what_was_kept_alone_breaks_no_chain(
    engine: AsyncEngine, units: Units, settings: ServiceSettings, hold_of: str
) -> None:
    """What was forgotten beside it is not missed, also before it is forgotten itself; what somebody took is."""
    person, days = uuid7(), timedelta(days=1)
    await write(engine, person, age=YEARS if hold_of != "nobody" else 40 * days)
    forgotten = await write(engine, age=YEARS - 10 * days if hold_of != "nobody" else 39 * days)
    await write(engine, age=30 * days)
    taken = await write(engine, age=20 * days)
    await write(engine, age=days)
    await run_once(BatchedJob("seal", 1, seal), units, caller_named(None))
    if hold_of != "nobody":
        await hold(settings, person)
    await take(engine, forgotten)
    if hold_of == "the person, until lately":
        await end(engine)
    assert bool((await verify_trail(engine)).missing) is (hold_of == "nobody")
    await take(engine, taken)
    assert sum((await verify_trail(engine)).missing.values()) == 1 + (hold_of == "nobody")


async def take(engine: AsyncEngine, id_: UUID) -> None:
    async with engine.begin() as connection:
        await connection.execute(tables.audit.delete().where(tables.audit.c.id == id_))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hold x --until {next} --reason r", "not the ID of a person"),
        ("hold {stranger} --until {next} --reason r", "knows no person"),
        ("hold {person} --until {yesterday} --reason r", "This day is over"),
        ("release {person}", "No hold stands"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    engine: AsyncEngine, settings: ServiceSettings, line: str, said: str
) -> None:
    person = uuid7()
    await write(engine, person)
    line = line.format(
        next=NEXT_YEAR, stranger=uuid7(), person=person, yesterday=TODAY - timedelta(days=2)
    )
    with pytest.raises(SystemExit, match=said):
        await execute(note_service(), settings, line)


async def test_a_reason_is_asked_for(settings: ServiceSettings) -> None:
    arguments = parser(note_service()).parse_args(
        ["hold", str(uuid7()), "--until", "2090-01-01", "--reason", " "]
    )
    output: Any = None
    command = Command(note_service(), settings, settings, arguments, output)
    with pytest.raises(SystemExit, match="Give a reason"):
        await holding.hold(command)
