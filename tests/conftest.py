"""What all tests share: real servers, migrated databases, passports, and services on loopback.

What a test asks for says how much of it is the test's own:

    gateway, world           nothing: a community that the whole session shares; tests leave it as it is
                             or add to it
    site                     an empty bus, and an empty database for each service that the test starts
    platform                 the same, with services that were started for this test
    events, organizations, volunteers
                             the same, with that service; it may have served tests before (tests/standing.py)
    own_nats, own_postgres   a server, which the test may end
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import nats
import pytest
import pytest_asyncio
import uvloop

from deploy.local.issuer import Issuer
from deploy.local.nats import Nats
from deploy.local.postgres import Postgres
from services.kit.process import workers
from services.kit.process.memory import keep
from tests.databases import Databases
from tests.passports import PassportOffice
from tests.servers import start_nats, start_postgres
from tests.services import Platform, Site
from tests.standing import Standing
from tests.unhurried import UNHURRIED

pytest_plugins = ("tests.given_reasons",)


def pytest_collection() -> None:
    """Makes no garbage to speak of; looking for it takes a quarter of the time of the collection."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.enable()
    keep()


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Runs tests, and the services in their process, on the loop that services and gateway run on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session", autouse=True)
def _unhurried() -> Iterator[None]:
    """Gives calls more time than the product does, because the machine may stand still for seconds.

    Processes of their own (tests/journeys, tests/local, tests/faults) call each other as the product does, unless they are asked to be
    `unhurried` too (tests/faults/variations.py).
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, seconds in UNHURRIED.items():
            patch.setattr(name, seconds)
        yield


# What the workers of services and gateway do. In a process of tests they share one server, which loads modules once, before
# the first piece of work, whoever has it: each later piece would load what is missing by itself, for seconds.
WORKING = (
    "services.organizations.imports.organizations.apart",
    "services.organizations.imports.people.apart",
    "openpyxl",
    "gateway.images.processing",
    "gateway.exports.sheets",
)


@pytest.fixture(scope="session", autouse=True)
def _loaded_for_workers() -> None:
    workers._modules.update(dict.fromkeys(WORKING))


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


@pytest.fixture(scope="session")
def standing() -> Standing | None:
    """The service that stands ready for the tests of a package, if it has one."""
    return None


@pytest_asyncio.fixture
async def site(
    request: pytest.FixtureRequest,
    standing: Standing | None,
    databases: Databases,
    nats_server: Nats,
    office: PassportOffice,
    tmp_path: Path,
) -> AsyncIterator[Site]:
    """An empty bus, and empty databases, for one test."""
    if standing is not None and standing.suits(request.fixturenames):
        site = await standing.borrow(tmp_path)
        yield site
        await standing.give_back(site)
        return
    await _clear(nats_server.url)
    site = Site(databases, nats_server.url, office, tmp_path, Issuer(tmp_path / "issuer"))
    yield site
    await site.clear()


@pytest_asyncio.fixture
async def platform(site: Site) -> AsyncIterator[Platform]:
    """All services, running in this process and reached over loopback."""
    async with AsyncExitStack() as stack:
        yield await Platform.start(site, stack)


@asynccontextmanager
async def stand(
    name: str, databases: Databases, office: PassportOffice, place: Path, **targets: str
) -> AsyncIterator[Standing]:
    """Keeps a service ready, with a bus of its own, while the block runs.

    Args:
        name: The service.
        databases: Lends it a database.
        office: Signs passports.
        place: A place for its files.
        targets: Where stand-ins for the services that it calls listen, by name.
    """
    bus = start_nats(place / "nats")
    standing = Standing(name, databases, bus.url, office, place, targets)
    try:
        yield standing
        await standing.close()
    finally:
        bus.remove()


async def _clear(url: str) -> None:
    """Removes the streams that an earlier test left."""
    client = await nats.connect(url)
    try:
        jetstream = client.jetstream()
        for stream in await jetstream.streams_info():
            await jetstream.delete_stream(stream.config.name or "")
    finally:
        await client.close()
