from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.issuer import Issuer
from deploy.local.nats import Nats
from deploy.local.postgres import Postgres
from services.kit.calls import deadline
from tests.databases import Databases
from tests.events.stage import Stage
from tests.faults.observer import Observer
from tests.faults.processes import Nursery
from tests.kit.clocks import ManualClock
from tests.passports import PassportOffice
from tests.servers import start_postgres
from tests.services import Platform, Site


@pytest_asyncio.fixture(scope="session")
async def nursery(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    """Starts services as processes; nothing that it started outlives the tests."""
    async with Nursery.open(tmp_path_factory.mktemp("nursery")) as nursery:
        yield nursery


@pytest_asyncio.fixture
async def observer(site: Site) -> AsyncIterator[Observer]:
    """Looks at the bus of the site."""
    async with Observer.open(site.nats_url) as observer:
        yield observer


@pytest.fixture(scope="package")
def own_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL that a test may end, and leaves running."""
    server = start_postgres(tmp_path_factory.mktemp("own-postgres"))
    yield server
    server.remove()


@pytest.fixture(scope="package")
def own_databases(own_postgres: Postgres) -> Databases:
    return Databases(own_postgres)


@pytest.fixture
def own_nats(tmp_path: Path) -> Iterator[Nats]:
    """A NATS that does not run yet."""
    server = Nats(tmp_path / "nats")
    yield server
    server.remove()


@pytest.fixture
def own_site(
    own_databases: Databases, own_nats: Nats, office: PassportOffice, tmp_path: Path
) -> Iterator[Site]:
    """Databases and a bus on servers that a test may end."""
    issuer = Issuer(tmp_path / "issuer")
    site = Site(own_databases, own_nats.url, office, tmp_path, issuer)
    yield site
    site.release_ports()


@pytest_asyncio.fixture
async def stage(site: Site, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Events with enough connections for everybody in a control to hold one.

    Time limits are long: a slow machine must not look like a lost race.
    """
    monkeypatch.setattr(deadline, "LONGEST_HOP_SECONDS", 60.0)
    limits: dict[str, Any] = {
        "database_pool_size": 20,
        "lock_timeout": 60.0,
        "statement_timeout": 60.0,
    }
    async with AsyncExitStack() as stack:
        yield Stage(await Platform.start(site, stack, ("events",), **limits))


@pytest_asyncio.fixture
async def timed(site: Site) -> AsyncIterator[Stage]:
    """Events, with a clock that stands still until the test moves it."""
    clock = ManualClock(datetime.now(UTC))
    async with AsyncExitStack() as stack:
        yield Stage(await Platform.start(site, stack, ("events",), clock=clock), clock)
