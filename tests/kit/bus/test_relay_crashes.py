"""The relay where several run, and where they end in the middle of their work."""

import asyncio
from typing import Any

import asyncpg
import pytest
from nats.js import JetStreamContext
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.bus import relay as relay_module
from services.kit.process.config import ServiceSettings
from services.kit.work.transaction import Transaction
from services.kit.work.unit import Units
from tests.kit.bus.relaying import announce, is_empty, relaying, stored, waiting
from tests.services import Site
from tests.waiting import eventually


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
