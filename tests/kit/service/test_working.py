"""Workers: they wait for the database as services do, and tell what they do."""

import argparse
import asyncio
import sys
from uuid import uuid4

import pytest

from deploy.local.postgres import Postgres
from services.kit.process.config import ServiceSettings
from services.kit.process.terminal import Output
from services.kit.service import readiness, working
from services.kit.service.commands import DONE, Command
from services.kit.work.migrate import migrate_async
from services.kit.work.unit import Units
from tests.kit.notes.service import note_service
from tests.metrics import scrape
from tests.waiting import eventually


async def test_a_worker_begins_once_the_database_is_there_and_migrated(
    postgres: Postgres,
    settings: ServiceSettings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    stopping, working_on = asyncio.Event(), asyncio.Event()
    monkeypatch.setattr(working, "until_told_to_stop", lambda: stopping)
    monkeypatch.setattr(readiness, "LOOK_SECONDS", 0.1)
    caplog.set_level("INFO")
    name = f"worked_on_{uuid4().hex[:8]}"
    given = settings.model_copy(
        update={"database_url": postgres.dsn(name), "metrics_listen": "127.0.0.1:0"}
    )
    command = Command(note_service(), given, None, argparse.Namespace(), Output(sys.stdout))

    async def work(units: Units) -> None:
        async with units.reading() as session:
            assert await session.connection()
        working_on.set()
        await stopping.wait()

    def is_said(text: str) -> bool:
        return any(text in message for message in caplog.messages)

    worker = asyncio.create_task(working.keep_working(command, work))
    await eventually(lambda: is_said("the database that BANYAN_DATABASE_URL names does not exist"))
    url = postgres.create_database(name)
    await eventually(lambda: is_said("the database is not migrated"))
    assert not working_on.is_set()
    (port,) = (record.__dict__["port"] for record in caplog.records if record.msg == "metrics")
    assert (await scrape(port)).of("process_resident_memory_bytes")
    await migrate_async("notes", url)
    await eventually(working_on.is_set)
    stopping.set()
    assert await worker == DONE
