"""What the tests of the kit share: a database of notes, units of work on it, a site to run it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import nats
import pytest
import pytest_asyncio
from nats.js import JetStreamContext
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.local.nats import Nats
from deploy.local.postgres import Postgres
from services.kit.process.clock import SystemClock
from services.kit.process.config import ServiceSettings
from services.kit.work.budget import Budget
from services.kit.work.database import create_engine, open_engine
from services.kit.work.migrate import migrate_async
from services.kit.work.unit import Units
from tests.certificates import Authority
from tests.databases import Template
from tests.kit.notes.models import CONFLICTS, metadata
from tests.kit.notes.service import RELATIONS
from tests.kit.notes.site import NoteSite
from tests.passports import PassportOffice
from tests.servers import start_nats
from tests.services import Site

# How a database of notes is emptied, by its URL.
_templates: dict[str, Template] = {}


PLENTY = Budget(changes=1_000_000, bytes=10**9, seconds=600.0)


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
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await engine.dispose()
    return url


@pytest_asyncio.fixture
async def database_url(notes_database: str) -> str:
    """The database of notes, with all tables empty."""
    connection = await asyncpg.connect(notes_database)
    template = _templates.get(notes_database) or await Template.of("notes", connection)
    _templates[notes_database] = template
    await template.empty(connection)
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
        budget=PLENTY,
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


@pytest.fixture
def ours(tmp_path: Path) -> Authority:
    """The authority of the platform."""
    return Authority(tmp_path / "ours")


@pytest.fixture
def strangers(tmp_path: Path) -> Authority:
    """An authority that the platform does not trust."""
    return Authority(tmp_path / "strangers")
