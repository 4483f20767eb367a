"""The platform behind PgBouncer in transaction mode, with the parameters of the manifest: `make pooler-check`.

Each service has a role of its own, which is no superuser, and few connections of the server, so that statements of one unit of
work after the other run on whichever is free.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import text

from deploy.local.issuer import ISSUER
from deploy.local.people import ADMINISTRATOR, PEOPLE
from deploy.local.postgres import Postgres
from deploy.local.process import LOOPBACK
from deploy.local.seed import seed
from deploy.local.terminal import Terminal
from services.catalogue import NAMES
from services.kit.process.config import DatabaseSettings
from services.kit.service import readiness
from services.kit.work.database import create_engine, dispose, sqlstate
from tests.gateway.conftest import serving
from tests.journeys.story import DIRECTORY, tell
from tests.kit.commandline import execute
from tests.pooler.pgbouncer import Pgbouncer
from tests.servers import start_postgres
from tests.services import Site, service_named

FEW = 3  # connections of the server for each service; the manifest gives 40
PASSWORD = "secret"
SEEN = "SELECT usename, count(*) FROM pg_stat_activity WHERE usename = ANY($1) GROUP BY 1"


@dataclass(frozen=True)
class Behind:
    """Databases behind a pooler.

    Attributes:
        postgres: The server itself.
        directory: For the files of a pooler.
        pooler: The pooler.
    """

    postgres: Postgres
    directory: Path
    pooler: Pgbouncer

    def url(self, name: str, *, directly: bool = False) -> str:
        """Returns the URL of the database of a service."""
        port = self.postgres.port if directly else self.pooler.port
        return f"postgresql://{name}:{PASSWORD}@{LOOPBACK}:{port}/{name}"

    async def migrate(self, name: str) -> None:
        """Runs `migrate` as the job does: past the pooler."""
        url = self.url(name, directly=True)
        settings: Any = DatabaseSettings(database_url=url, database_pooled=True)
        status, said = await execute(service_named(name), settings, "migrate")
        assert status == 0, said


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    postgres = start_postgres(tmp_path_factory.mktemp("postgres"))
    for name in NAMES:
        postgres.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
        postgres.execute(f"CREATE DATABASE {name} OWNER {name}")
    yield postgres
    postgres.remove()


@pytest.fixture
def behind(server: Postgres, tmp_path: Path) -> Iterator[Behind]:
    few = Pgbouncer(tmp_path / "pooler", server.port, _users(), default_pool_size=str(FEW))
    few.start()
    yield Behind(server, tmp_path, few)
    few.stop()


def _users() -> dict[str, str]:
    return dict.fromkeys(NAMES, PASSWORD)


@asynccontextmanager
async def engine_of(url: str, **settings: Any) -> AsyncIterator[Any]:
    engine = create_engine(DatabaseSettings(database_url=url, **settings), "banyan-check")
    try:
        yield engine
    finally:
        await dispose(engine)


async def test_who_is_not_told_of_the_pooler_is_told_what_to_do(behind: Behind) -> None:
    async with engine_of(behind.url("events")) as engine:
        assert "set BANYAN_DATABASE_POOLED" in await readiness.look(engine, "events")


async def test_without_limits_of_the_role_nothing_is_served(behind: Behind) -> None:
    behind.postgres.execute("ALTER ROLE events IN DATABASE events RESET ALL")
    async with engine_of(behind.url("events"), database_pooled=True) as engine:
        assert "run `migrate`" in await readiness.look(engine, "events")


async def test_statements_have_the_limits_of_the_role(behind: Behind) -> None:
    url = behind.url("events", directly=True)
    settings: Any = DatabaseSettings(
        database_url=url, database_pooled=True, statement_timeout=0.2, lock_timeout=0.1
    )
    assert (await execute(service_named("events"), settings, "migrate"))[0] == 0
    async with engine_of(behind.url("events"), database_pooled=True) as engine:
        for query, state in (
            ("SELECT pg_sleep(60)", "57014"),
            ("LOCK TABLE event IN ACCESS EXCLUSIVE MODE", "55P03"),
        ):
            holder = await asyncpg.connect(url)
            async with holder.transaction():
                await holder.execute("LOCK TABLE event IN ACCESS SHARE MODE")
                with pytest.raises(Exception) as refused:  # noqa: PT011 # the next line says which
                    async with engine.begin() as connection:
                        await connection.execute(text(query))
            assert sqlstate(refused.value) == state
            await holder.close()
    # `migrate` itself is not held to them, and gives the role the usual ones again.
    await behind.migrate("events")


@pytest_asyncio.fixture
async def endpoint(site: Site, behind: Behind) -> AsyncIterator[str]:
    """The GraphQL address of a platform behind the pooler."""
    own: dict[str, dict[str, Any]] = {
        "organizations": {"administrators": f"{ISSUER}|{ADMINISTRATOR.subject}"}
    }
    async with AsyncExitStack() as stack:
        for name in NAMES:
            await behind.migrate(name)
            site.urls[name] = behind.url(name)
            await site.start(name, stack, database_pooled=True, **own.get(name, {}))
        yield (await stack.enter_async_context(serving(site))).url


async def test_the_journey_is_told_through_it(endpoint: str, site: Site, behind: Behind) -> None:
    most = dict[str, int]()
    watching = asyncio.create_task(_watch(behind, most))
    await seed(endpoint, {key: site.issuer.token_for(each) for key, each in PEOPLE.items()})
    await tell(endpoint, site.issuer, Terminal(), DIRECTORY)
    watching.cancel()
    await asyncio.wait([watching])
    assert most.keys() == set(NAMES)
    assert max(most.values()) <= FEW
    # A migration takes its turn while all is in use.
    await behind.migrate("events")
    for name in NAMES:
        settings = site.settings(name, database_pooled=True)
        for command in ("migrate --check", "verify", "retention", "republish"):
            assert (await execute(service_named(name), settings, command))[0] == 0, (name, command)


async def _watch(behind: Behind, most: dict[str, int]) -> None:
    """Notes how many connections each service has had at most."""
    connection = await asyncpg.connect(behind.postgres.dsn())
    try:
        while True:
            for name, count in await connection.fetch(SEEN, list(NAMES)):
                most[name] = max(most.get(name, 0), count)
            await asyncio.sleep(0.05)
    finally:
        await connection.close()


@pytest.mark.parametrize("most", ["", "0"])
async def test_a_statement_runs_on_another_connection_than_it_was_prepared_on(
    behind: Behind, most: str
) -> None:
    """With `max_prepared_statements` of the manifest; the control is without."""
    changed = {"max_prepared_statements": most} if most else {}
    async with _two_clients(behind, FEW, **changed) as (first, second):
        query = "SELECT 1 + $1::int"
        assert await first.fetchval(query, 1) == 2
        async with second.transaction():
            await second.execute("SELECT 1")  # on the connection that was used last
            if most:
                with pytest.raises(asyncpg.InvalidSQLStatementNameError):
                    await first.fetchval(query, 1)
            else:
                assert await first.fetchval(query, 1) == 2


async def test_control_a_lock_of_a_connection_is_everybodys(behind: Behind) -> None:
    """Why migrations connect past the pooler: they take turns by such a lock."""
    async with _two_clients(behind, 1) as clients:
        for each in clients:
            assert await each.fetchval("SELECT pg_try_advisory_lock(1)")


@asynccontextmanager
async def _two_clients(behind: Behind, size: int, **changed: str) -> AsyncIterator[list[Any]]:
    place = behind.directory / "other"
    other = Pgbouncer(place, behind.postgres.port, _users(), default_pool_size=str(size), **changed)
    other.start()
    url = behind.url("events").replace(str(behind.pooler.port), str(other.port))
    clients = [await asyncpg.connect(url) for _ in range(2)]
    try:
        yield clients
    finally:
        for each in clients:
            each.terminate()
        other.stop()
