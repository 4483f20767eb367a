"""What the tests of the kit share: a database of notes, units of work on it, a site to run it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import nats
import pytest
import pytest_asyncio
from nats.js import JetStreamContext
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deploy.local.nats import Nats
from deploy.local.postgres import Postgres
from services.kit import tables
from services.kit.clock import SystemClock
from services.kit.config import ServiceSettings
from services.kit.database import create_engine, driver_url
from services.kit.migrate import migrate_async
from services.kit.unit import Units
from tests.kit.notes.models import CONFLICTS, metadata
from tests.kit.notes.service import RELATIONS
from tests.kit.notes.site import NoteSite
from tests.passports import PassportOffice
from tests.servers import start_nats
from tests.services import Site

_TABLES = [table.name for table in (*metadata.sorted_tables, *tables.metadata.sorted_tables)]


class Bell:
    """Stands for the relay where only its being woken matters.

    Attributes:
        rung: How often it was woken.
    """

    def __init__(self) -> None:
        self.rung = 0

    def wake(self) -> None:
        """Counts."""
        self.rung += 1


@pytest_asyncio.fixture(scope="session")
async def notes_database(postgres: Postgres) -> str:
    """A database with the tables of the kit, from its migrations, and those of notes."""
    return await make_notes_database(postgres, "notes")


async def make_notes_database(postgres: Postgres, name: str) -> str:
    url = postgres.create_database(name)
    await migrate_async("notes", url)
    engine = create_async_engine(driver_url(url))
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await engine.dispose()
    return url


@pytest_asyncio.fixture
async def database_url(notes_database: str) -> str:
    """The database of notes, with all tables empty."""
    connection = await asyncpg.connect(notes_database)
    await connection.execute(f"TRUNCATE {', '.join(_TABLES)} RESTART IDENTITY")
    await connection.close()
    return notes_database


@pytest.fixture
def settings(database_url: str, office: PassportOffice) -> ServiceSettings:
    """The configuration of a service without a bus."""
    return ServiceSettings(
        database_url=database_url, nats_url="nats://127.0.0.1:1", passport_jwks=office.jwks
    )


@pytest_asyncio.fixture
async def engine(settings: ServiceSettings) -> AsyncIterator[AsyncEngine]:
    """An engine on the database, as services make it."""
    engine = create_engine(settings, "tests")
    yield engine
    await engine.dispose()


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def units(engine: AsyncEngine, bell: Bell) -> Units:
    """Units of work on the database."""
    return Units(
        engine,
        service="notes",
        clock=SystemClock(),
        relations=RELATIONS,
        conflicts=CONFLICTS,
        relay=bell,
    )


@pytest.fixture
def notes(site: Site, database_url: str) -> NoteSite:
    """A place for note services: an empty database and an empty bus."""
    return NoteSite(database_url, site.nats_url, site.office)


@pytest_asyncio.fixture
async def jetstream(site: Site) -> AsyncIterator[JetStreamContext]:
    """A connection of the test's own to the bus."""
    client = await nats.connect(site.nats_url)
    yield client.jetstream()
    await client.close()


@pytest.fixture
def own_nats(tmp_path: Path) -> Iterator[Nats]:
    """A NATS server that only this test uses, and may stop."""
    server = start_nats(tmp_path / "nats")
    yield server
    server.remove()
