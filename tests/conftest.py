"""What all tests share: real servers, migrated databases, passports, and services on loopback."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import nats
import pytest
import pytest_asyncio

from deploy.local.nats import Nats
from deploy.local.postgres import Postgres
from services.kit.migrate import migrate_async
from tests.passports import PassportOffice
from tests.servers import start_nats, start_postgres
from tests.services import NAMES, Platform, Site


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


@pytest_asyncio.fixture(scope="session")
async def templates(postgres: Postgres) -> dict[str, str]:
    """Databases that migrations built, one for each service; tests clone them."""
    for name in NAMES:
        await migrate_async(name, postgres.create_database(f"{name}_template"))
    return {name: f"{name}_template" for name in NAMES}


@pytest_asyncio.fixture
async def site(
    postgres: Postgres,
    nats_server: Nats,
    templates: dict[str, str],
    office: PassportOffice,
    tmp_path: Path,
) -> Site:
    """Databases and a bus of their own for one test."""
    await _clear(nats_server.url)
    mark = uuid4().hex[:12]
    urls = {
        name: await asyncio.to_thread(
            postgres.create_database, f"{name}_{mark}", template=template
        )
        for name, template in templates.items()
    }
    return Site(urls, nats_server.url, office, tmp_path)


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
