"""The relay: publishes what the outbox holds, in order, at least once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import nats
import pytest
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.local.nats import Nats
from services.kit.bus import relay as relay_module
from services.kit.bus.connection import Bus
from services.kit.bus.relay import Relay, oldest
from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from services.kit.process.tasks import end
from services.kit.work import tables
from services.kit.work.database import create_engine
from services.kit.work.notices import VERSION_HEADER
from services.kit.work.transaction import Transaction
from services.kit.work.unit import Units
from tests.kit.notes.models import Note
from tests.kit.notes.service import caller_named
from tests.kit.notes.site import NoteSite
from tests.roundtrips import round_trips
from tests.services import Site
from tests.waiting import TIMEOUT, eventually


class Relaying:
    """A relay that runs, on an engine and a connection of its own.

    Attributes:
        relay: The relay.
        published: The sequences of the rows that it has published, repeats included.
    """

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self.published: list[int] = []
        self._publish = relay._publish
        relay._publish = self._noting  # type: ignore[method-assign] # it notes and passes on

    async def _noting(self, rows: Sequence[Any]) -> None:
        await self._publish(rows)
        self.published += [row.sequence for row in rows]


@asynccontextmanager
async def relaying(
    settings: ServiceSettings, nats_url: str, **changes: Any
) -> AsyncIterator[Relaying]:
    """Runs a relay for the time of the block."""
    own = settings.model_copy(update={"nats_url": nats_url} | changes)
    engine = create_engine(own, "relay")
    bus = Bus(nats_url, "relay")
    running = Relaying(Relay(engine, bus, "notes", own))
    tasks = [asyncio.create_task(bus.connect()), asyncio.create_task(running.relay.run())]
    try:
        yield running
        assert not tasks[1].done(), "the relay has ended by itself"
    finally:
        await end(tasks)
        await bus.close()
        await engine.dispose()


async def announce(units: Units, *, notes: int = 1, times: int = 1) -> list[UUID]:
    """Changes notes concurrently, each so many times, and announces every change."""

    async def change(id_: UUID) -> None:
        async with units.writing(caller_named(None)) as work:
            note = await work.lock(Note, id_)
            note.rank += 1
            await work.announce(note, "updated")

    ids = [uuid7() for _ in range(notes)]
    async with units.writing(caller_named(None)) as work:
        rows = [Note(id=id_) for id_ in ids]
        work.session.add_all(rows)
        await work.announce_all(rows, "created")
    for _ in range(times - 1):
        await asyncio.gather(*(change(id_) for id_ in ids))
    return ids


async def waiting(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM outbox"))).scalar_one())


async def stored(jetstream: JetStreamContext) -> int:
    """Returns how many messages the stream holds."""
    try:
        return int((await jetstream.stream_info("notes")).state.messages)
    except NotFoundError:
        return 0


def is_empty(engine: AsyncEngine) -> Callable[[], Any]:
    async def outbox_is_empty() -> bool:
        return await waiting(engine) == 0

    return outbox_is_empty


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


class TestTwo:
    async def test_two_relays_publish_each_row_once(
        self,
        site: Site,
        settings: ServiceSettings,
        units: Units,
        engine: AsyncEngine,
        jetstream: JetStreamContext,
    ) -> None:
        first, second = await self.published(site, settings, units, engine)
        assert sorted(first + second) == list(range(1, 151))
        assert await stored(jetstream) == 150

    async def test_control_without_the_lock_they_publish_some_twice(
        self,
        site: Site,
        settings: ServiceSettings,
        units: Units,
        engine: AsyncEngine,
        jetstream: JetStreamContext,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(relay_module, "_LOCK", text("SELECT 1"))
        first, second = await self.published(site, settings, units, engine)
        assert len(first + second) > 150
        assert await stored(jetstream) == 150  # the bus knows repeats by their ids

    async def published(
        self, site: Site, settings: ServiceSettings, units: Units, engine: AsyncEngine
    ) -> tuple[list[int], list[int]]:
        options = {"relay_poll": 0.001}
        async with (
            relaying(settings, site.nats_url, **options) as first,
            relaying(settings, site.nats_url, **options) as second,
        ):
            await announce(units, notes=10, times=15)
            await eventually(is_empty(engine))
        return first.published, second.published


class TestCrash:
    async def test_a_crash_between_publishing_and_deleting_doubles_nothing(
        self,
        site: Site,
        settings: ServiceSettings,
        units: Units,
        engine: AsyncEngine,
        jetstream: JetStreamContext,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        await announce(units, notes=10)
        await self.crash_before_the_delete(monkeypatch, site, settings, engine)
        assert await stored(jetstream) == 10

    async def test_control_without_the_id_for_the_bus_everything_is_there_twice(
        self,
        site: Site,
        settings: ServiceSettings,
        units: Units,
        engine: AsyncEngine,
        jetstream: JetStreamContext,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        await announce(units, notes=10)
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE outbox SET headers = headers - 'Nats-Msg-Id'"))
        await self.crash_before_the_delete(monkeypatch, site, settings, engine)
        assert await stored(jetstream) == 20

    async def crash_before_the_delete(
        self,
        monkeypatch: pytest.MonkeyPatch,
        site: Site,
        settings: ServiceSettings,
        engine: AsyncEngine,
    ) -> None:
        commit = Transaction.commit
        crashes = iter([True])

        async def crashes_once(transaction: Transaction, last: str = "") -> None:
            if last and next(crashes, False):  # it is the relay that deletes so
                raise ConnectionResetError
            await commit(transaction, last)

        monkeypatch.setattr(Transaction, "commit", crashes_once)
        async with relaying(settings, site.nats_url) as running:
            await eventually(is_empty(engine))
        assert len(running.published) == 20

    async def test_what_was_not_acknowledged_stays_in_the_outbox(
        self,
        site: Site,
        settings: ServiceSettings,
        units: Units,
        engine: AsyncEngine,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The library cancels its waiting where it pleases; only an answer counts as one."""

        async def is_cancelled(*_: Any, **__: Any) -> None:
            raise asyncio.CancelledError

        await announce(units, notes=3)
        async with relaying(settings, site.nats_url) as running:
            await eventually(is_empty(engine))
            with monkeypatch.context() as patch:
                patch.setattr(JetStreamContext, "publish", is_cancelled)
                await announce(units, notes=3)
                with pytest.raises(ExceptionGroup) as failed:
                    await running.relay.publish_batch()
                assert {type(error) for error in failed.value.exceptions} == {ConnectionError}
                assert await waiting(engine) == 3
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


async def test_a_stuck_holder_of_the_lock_loses_it(
    site: Site, settings: ServiceSettings, units: Units, engine: AsyncEngine, database_url: str
) -> None:
    stuck = await asyncpg.connect(
        database_url, server_settings={"idle_in_transaction_session_timeout": "300ms"}
    )
    await stuck.execute("BEGIN")
    await stuck.execute("SELECT pg_advisory_xact_lock(hashtextextended('banyan.relay', 0))")
    async with relaying(settings, site.nats_url, lock_timeout=0.1, relay_poll=0.01) as running:
        await announce(units, notes=3)
        await eventually(is_empty(engine))
    assert sorted(running.published) == [1, 2, 3]
    stuck.terminate()


async def test_the_limit_that_frees_the_lock_is_set_on_our_connections(
    engine: AsyncEngine,
) -> None:
    async with engine.connect() as connection:
        query = "SHOW idle_in_transaction_session_timeout"
        assert (await connection.exec_driver_sql(query)).scalar_one() == "10s"


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
