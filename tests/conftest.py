"""What all tests share: real servers, migrated databases, passports, and services on loopback."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import nats
import pytest
import pytest_asyncio

from deploy.local.issuer import Issuer
from deploy.local.nats import Nats
from deploy.local.postgres import Postgres
from tests.databases import Databases
from tests.passports import PassportOffice
from tests.servers import start_nats, start_postgres
from tests.services import Platform, Site


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = start_postgres(tmp_path_factory.mktemp("postgres"))
    yield server
    server.remove()


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nats]:
    server = start_nats(tmp_path_factory.mktemp("nats"))
    yield server
    server.remove()


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> PassportOffice:
    return PassportOffice(tmp_path_factory.mktemp("passports"))


@pytest.fixture(scope="session")
def databases(postgres: Postgres) -> Databases:
    return Databases(postgres)


@pytest_asyncio.fixture
async def site(
    databases: Databases, nats_server: Nats, office: PassportOffice, tmp_path: Path
) -> Site:
    """A bus, and databases, of their own for one test."""
    await _clear(nats_server.url)
    return Site(databases, nats_server.url, office, tmp_path, Issuer(tmp_path / "issuer"))


@pytest_asyncio.fixture
async def platform(site: Site) -> AsyncIterator[Platform]:
    """All three services, running in this process and reached over loopback."""
    async with AsyncExitStack() as stack:
        yield await Platform.start(site, stack)


async def _clear(url: str) -> None:
    """Removes the streams that an earlier test left."""
    client = await nats.connect(url)
    try:
        jetstream = client.jetstream()
        for stream in await jetstream.streams_info():
            await jetstream.delete_stream(stream.config.name or "")
    finally:
        await client.close()
