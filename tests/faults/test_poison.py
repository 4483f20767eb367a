"""A notice that a handler cannot digest ends as one dead letter, while those behind it flow."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID

from banyan.volunteers.v1 import person_pb2

from services.kit.process.ids import uuid7
from tests.faults.observer import Observer
from tests.faults.people import PERSON, register
from tests.faults.processes import Nursery
from tests.faults.variations import FEW, POISON, choking_on_poison, taking_few_at_once
from tests.kit.commandline import execute
from tests.services import Platform, Site, service_named
from tests.waiting import eventually

EVENTS = service_named("events")
(CONSUMER,) = (each for each in EVENTS.consumers if each.resource == "person")
POISONED = person_pb2.Person(display_name=POISON, time_zone=PERSON.time_zone)
# Long enough that all of them are on their way again when the next is due.
PAUSE = "0.5"


async def test_poison_is_set_aside_and_handled_once_the_handler_is_mended(
    site: Site, nursery: Nursery, observer: Observer
) -> None:
    poisoned, *healthy = [uuid7() for _ in range(6)]
    await site.prepare("events")
    async with AsyncExitStack() as stack:
        owner = await Platform.start(site, stack, ("volunteers",))
        service = await nursery.start(site, "events", choking_on_poison.__name__)
        await service.listening()
        await register(owner.client, site.office, poisoned, POISONED)
        for person in healthy:
            await register(owner.client, site.office, person)
        await eventually(lambda: are_noted(site, healthy))
        await eventually(lambda: observer.is_done(CONSUMER))
        (letter,) = await letters(site)
        assert letter["consumer"] == CONSUMER.name
        assert letter["subject"].startswith(f"banyan.volunteers.person.{poisoned}.")
        assert (letter["errors"], letter["last_error"]) == (8, "ValueError")
        assert not await are_noted(site, [poisoned])
        assert await service.stop() == 0

    settings, retry = site.settings("events"), f"deadletters retry {letter['id']}"
    status, printed = await execute(choking_on_poison(EVENTS), settings, retry)
    assert (status, POISON in printed) == (1, False)
    (kept,) = await letters(site)
    assert kept["errors"] == 9
    assert (await execute(EVENTS, settings, retry))[0] == 0
    assert await are_noted(site, [poisoned])
    assert await letters(site) == []


async def test_as_much_poison_as_a_consumer_takes_at_once_lets_others_pass(
    site: Site, nursery: Nursery, observer: Observer
) -> None:
    async with somebody_behind_poison(site, nursery, attempts=2) as person:
        await eventually(lambda: are_noted(site, [person]))
        await eventually(lambda: observer.is_done(CONSUMER))
        assert len(await letters(site)) == FEW


async def test_control_a_consumer_that_never_gives_up_stands_still(
    site: Site, nursery: Nursery
) -> None:
    async with somebody_behind_poison(site, nursery, attempts=1_000_000) as person:
        # More often than all of them together would before they are given up on.
        await eventually(lambda: have_failed(site, 3 * FEW))
        assert not await are_noted(site, [person])
        assert await letters(site) == []


@asynccontextmanager
async def somebody_behind_poison(
    site: Site, nursery: Nursery, attempts: int
) -> AsyncIterator[UUID]:
    """Registers as many poisoned people as a consumer takes at once, and somebody behind them."""
    person = uuid7()
    await site.prepare("events")
    async with AsyncExitStack() as stack:
        owner = await Platform.start(site, stack, ("volunteers",))
        for _ in range(FEW):
            await register(owner.client, site.office, uuid7(), POISONED)
        await register(owner.client, site.office, person)
        service = await nursery.start(
            site,
            "events",
            choking_on_poison.__name__,
            taking_few_at_once.__name__,
            handler_attempts=attempts,
            redelivery_delays=PAUSE,
        )
        await service.listening()
        yield person
        assert await service.stop() == 0


async def have_failed(site: Site, times: int) -> bool:
    """Tells whether handlers have failed so often, all notices together."""
    (row,) = await site.sql("events", "SELECT coalesce(sum(errors), 0) AS errors FROM failure")
    return bool(row["errors"] >= times)


async def are_noted(site: Site, people: list[UUID]) -> bool:
    """Tells whether events knows these people."""
    found = await site.sql("events", "SELECT FROM person WHERE id = ANY($1)", people)
    return len(found) == len(people)


async def letters(site: Site) -> list[dict[str, Any]]:
    """Returns the dead letters as `deadletters list --json` shows them."""
    _, printed = await execute(EVENTS, site.settings("events"), "deadletters list --json")
    found: list[dict[str, Any]] = json.loads(printed)
    return found
