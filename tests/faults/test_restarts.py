"""PostgreSQL and NATS restarted, gracefully and by SIGKILL, while people use the platform.

The services run through all of it, one restart after the other, and so does the account: after each,
everything is compared that was acknowledged since the beginning.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.local.issuer import Issuer
from deploy.local.nats import Nats
from deploy.local.postgres import Postgres
from deploy.local.server import Server
from tests.databases import Databases
from tests.faults.accounts import everything_is_there
from tests.faults.load import Load
from tests.faults.processes import Nursery
from tests.passports import PassportOffice
from tests.services import Site
from tests.waiting import eventually


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("restarts")


@pytest.fixture(scope="module")
def postgres(directory: Path) -> Iterator[Postgres]:
    """A PostgreSQL that forces to disk what it acknowledges, and that a test may end."""
    server = Postgres(directory / "postgres", durable=True)
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def nats_server(directory: Path) -> Iterator[Nats]:
    """A NATS that a test may end."""
    server = Nats(directory / "nats")
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def site(postgres: Postgres, nats_server: Nats, office: PassportOffice, directory: Path) -> Site:
    issuer = Issuer(directory / "issuer")
    return Site(Databases(postgres), nats_server.url, office, directory, issuer)


@pytest_asyncio.fixture(scope="module")
async def load(site: Site, nursery: Nursery) -> AsyncIterator[Load]:
    """People who use the services, which never fail although what they stand on does."""
    async with Load.on_services(site, nursery) as load:
        yield load


async def end(server: Server, *, by_force: bool) -> None:
    if by_force:
        server.kill()
    else:
        await asyncio.to_thread(server.stop)


async def start(server: Server) -> None:
    server.launch()
    await eventually(server.ready)


@pytest.mark.parametrize("by_force", [False, True], ids=["stopped", "killed"])
class TestLightLoad:
    async def test_resumes_by_itself_after_postgresql_was(
        self, site: Site, load: Load, postgres: Postgres, *, by_force: bool
    ) -> None:
        async with load.running():
            await load.goes_on()
            await end(postgres, by_force=by_force)
            await load.is_refused()
            await start(postgres)
            await load.goes_on()
        await everything_is_there(site, load)

    async def test_goes_on_while_and_after_nats_was(
        self, site: Site, load: Load, nats_server: Nats, *, by_force: bool
    ) -> None:
        refused = load.refused.copy()
        async with load.running():
            await load.goes_on()
            await end(nats_server, by_force=by_force)
            await load.goes_on()
            await start(nats_server)
            await load.goes_on()
        assert load.refused == refused
        await everything_is_there(site, load)
