"""The relay: publishes what the outbox holds, in order, at least once."""

from collections import defaultdict
from datetime import timedelta

import nats
import pytest
from nats.js import JetStreamContext
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.local.nats import Nats
from services.kit.bus import relay as relay_module
from services.kit.bus.relay import oldest
from services.kit.process.config import ServiceSettings
from services.kit.work import tables
from services.kit.work.notices import VERSION_HEADER
from services.kit.work.unit import Units
from tests.kit.bus.relaying import announce, is_empty, relaying, stored, waiting
from tests.kit.notes.site import NoteSite
from tests.roundtrips import round_trips
from tests.services import Site
from tests.waiting import TIMEOUT, eventually


async def versions(jetstream: JetStreamContext) -> dict[str, list[int]]:
    """Returns the versions in the stream, in its order, by resource."""
    found: dict[str, list[int]] = defaultdict(list)
    reader = await jetstream.pull_subscribe("banyan.notes.>", stream="notes")
    left = await stored(jetstream)
    while left > 0:
        for message in await reader.fetch(min(left, 100), timeout=TIMEOUT):
            left -= 1
            found[message.subject.split(".")[3]].append(
                int((message.headers or {})[VERSION_HEADER])
            )
    await reader.unsubscribe()
    return found


async def test_what_is_announced_is_published_and_leaves_the_outbox(
    site: Site,
    settings: ServiceSettings,
    units: Units,
    engine: AsyncEngine,
    jetstream: JetStreamContext,
) -> None:
    (id_,) = await announce(units)
    async with relaying(settings, site.nats_url):
        await eventually(is_empty(engine))
    message = await jetstream.get_msg("notes", 1)
    assert message.subject == f"banyan.notes.note.{id_}.created"
    assert await stored(jetstream) == 1


async def test_the_changes_of_a_resource_are_published_in_their_order(
    site: Site,
    settings: ServiceSettings,
    units: Units,
    engine: AsyncEngine,
    jetstream: JetStreamContext,
) -> None:
    async with relaying(settings, site.nats_url, relay_poll=0.01):
        ids = await announce(units, notes=10, times=40)
        await eventually(is_empty(engine))
    assert await versions(jetstream) == {str(id_): list(range(1, 41)) for id_ in ids}


async def test_what_waited_while_nats_was_down_is_published_when_it_is_back(
    own_nats: Nats, settings: ServiceSettings, units: Units, engine: AsyncEngine
) -> None:
    async with relaying(settings, own_nats.url, relay_poll=0.01):
        before = await announce(units, notes=5)
        await eventually(is_empty(engine))
        own_nats.stop()
        during = await announce(units, notes=5, times=10)
        assert await waiting(engine) == 50
        own_nats.start()
        await eventually(is_empty(engine))
    client = await nats.connect(own_nats.url)
    found = await versions(client.jetstream())
    await client.close()
    assert {id_: found[str(id_)] for id_ in before} == {id_: [1] for id_ in before}
    assert {id_: found[str(id_)] for id_ in during} == {id_: list(range(1, 11)) for id_ in during}


async def test_nats_may_come_up_last(
    own_nats: Nats, settings: ServiceSettings, units: Units, engine: AsyncEngine
) -> None:
    own_nats.stop()
    async with relaying(settings, own_nats.url):
        await announce(units, notes=3)
        own_nats.start()
        await eventually(is_empty(engine))


async def test_a_batch_takes_three_round_trips_and_waits_for_no_disk_but_that_of_the_bus(
    site: Site, settings: ServiceSettings, units: Units, engine: AsyncEngine
) -> None:
    await announce(units)
    async with relaying(settings, site.nats_url, relay_poll=3600) as running:
        await eventually(is_empty(engine))  # it has looked, and looks no more
        await announce(units, notes=3)
        with round_trips() as sent:
            assert await running.relay.publish_batch() == 3
    begin, select, commit = sent[-3:]  # a connection that it opens comes before
    assert begin.startswith(
        "BEGIN; SET LOCAL synchronous_commit = off; SELECT pg_advisory_xact_lock"
    )
    assert select.startswith("SELECT sequence")
    assert commit == "DELETE FROM outbox WHERE sequence IN (2, 3, 4); COMMIT"


async def test_a_stream_that_was_deleted_is_declared_again(
    site: Site,
    settings: ServiceSettings,
    units: Units,
    engine: AsyncEngine,
    jetstream: JetStreamContext,
) -> None:
    async with relaying(settings, site.nats_url, relay_poll=0.01):
        await announce(units)
        await eventually(is_empty(engine))
        await jetstream.delete_stream("notes")
        await announce(units, notes=3)
        await eventually(is_empty(engine))
    assert await stored(jetstream) == 3


async def test_a_full_stream_keeps_the_rest_in_the_outbox(
    site: Site,
    settings: ServiceSettings,
    units: Units,
    engine: AsyncEngine,
    jetstream: JetStreamContext,
) -> None:
    async with relaying(settings, site.nats_url, stream_max_bytes=4000, relay_poll=0.01):
        await announce(units, notes=20)

        async def is_full() -> bool:
            return await stored(jetstream) > 3

        await eventually(is_full)
        assert await waiting(engine) == 20


async def test_being_woken_it_does_not_wait_for_the_next_look(
    site: Site, settings: ServiceSettings, units: Units, engine: AsyncEngine
) -> None:
    async with relaying(settings, site.nats_url, relay_poll=3600) as running:
        for count in (1, 2):
            await announce(units)
            running.relay.wake()
            await eventually(is_empty(engine))
            assert len(running.published) == count


async def test_it_finds_what_nobody_woke_it_for(
    site: Site, settings: ServiceSettings, units: Units, engine: AsyncEngine
) -> None:
    async with relaying(settings, site.nats_url, relay_poll=0.02) as running:
        await announce(units)
        await eventually(is_empty(engine))
        await announce(units)
        await eventually(is_empty(engine))
    assert len(running.published) == 2


async def test_a_large_outbox_is_published_in_batches(
    site: Site,
    settings: ServiceSettings,
    units: Units,
    engine: AsyncEngine,
    jetstream: JetStreamContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relay_module, "BATCH", 7)
    await announce(units, notes=30)
    async with relaying(settings, site.nats_url, relay_poll=3600) as running:
        await eventually(is_empty(engine))
    assert running.published == list(range(1, 31))
    assert await stored(jetstream) == 30


async def test_a_row_that_nobody_can_publish_ends_nothing(
    notes: NoteSite, units: Units, engine: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    """It should not be there; when it is, it is told, and all goes on once it was taken away."""
    row = {"subject": "banyan.notes.note.x.updated", "headers": {"a": ["list"]}, "payload": b""}
    async with engine.begin() as connection:
        await connection.execute(insert(tables.outbox), row)
    async with notes.start(relay_poll=0.01):
        await announce(units)
        await eventually(lambda: "background work failed" in caplog.text)
        async with engine.begin() as connection:
            await connection.execute(text("DELETE FROM outbox WHERE sequence = 1"))
        await eventually(is_empty(engine))


async def test_the_age_of_the_oldest_is_known(units: Units, engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await oldest(connection) is None
    before = units.clock.now()
    await announce(units, times=3)
    async with engine.connect() as connection:
        moment = await oldest(connection)
    assert moment is not None
    assert timedelta(0) <= moment - before < timedelta(seconds=5)
