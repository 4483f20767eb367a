"""A service that runs on while tests come and go: lent to one test at a time, as its database is.

To start a service and to warm it up (connections, statements, plans) costs more than most tests. A test
gets it as if it had just been started: its database and its bus are empty, and its jobs have just run.
It has a bus of its own, where nobody else could take its notices.
"""

from collections import defaultdict
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg
import nats
from nats.aio.client import Client as NatsClient

from deploy.local.issuer import Issuer
from services.kit.service.running import Running
from tests.databases import Databases
from tests.passports import PassportOffice
from tests.services import Site
from tests.waiting import eventually

# How long a service may take to finish what a test has left it to do; then it is ended instead.
_PATIENCE = 20.0  # seconds: right after its start a service has its jobs to look at, and the machine may be busy
# Whether it has nothing left to do: nothing to publish, and no statement for a moment.
_RESTS = """
    SELECT NOT EXISTS (SELECT FROM outbox) AND NOT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND backend_type = 'client backend' AND (
            state <> 'idle' OR state_change > clock_timestamp() - interval '10 ms'
            OR application_name NOT LIKE 'banyan-%'
        )
    )
"""


@dataclass(frozen=True)
class _Instance:
    """A service that runs, and how its database and its bus are emptied.

    Attributes:
        site: Where it runs.
        running: The service.
        database: A connection to its database.
        bus: A connection to its bus.
        stack: What ends it.
    """

    site: Site
    running: Running
    database: asyncpg.Connection
    bus: NatsClient
    stack: AsyncExitStack


class Standing:
    """A service that stands ready.

    Args:
        name: Its name.
        databases: Lends it a database.
        nats_url: Its bus.
        office: Signs passports.
        place: A place for its files.
        targets: Where stand-ins for other services listen.

    Attributes:
        name: Its name, which is also the name of the fixture that asks for it.
    """

    def __init__(
        self,
        name: str,
        databases: Databases,
        nats_url: str,
        office: PassportOffice,
        place: Path,
        targets: Mapping[str, str],
    ) -> None:
        self.name = name
        self._databases = databases
        self._targets = targets
        self._new_site = Site(databases, nats_url, office, place, Issuer(place / "issuer"))
        self._instance: _Instance | None = None

    def suits(self, fixtures: list[str]) -> bool:
        """Returns whether a test with these fixtures can have this service.

        One that patches the code gets a service of its own: what runs would run on with the patch.
        """
        return self.name in fixtures and "monkeypatch" not in fixtures

    async def borrow(self, directory: Path) -> Site:
        """Returns a site where the service runs. Its first start there is no start, but this service.

        Args:
            directory: The place for files of the test.
        """
        instance = self._instance or await self._start()
        self._instance = instance
        return replace(
            instance.site,
            directory=directory,
            targets=dict(instance.site.targets),
            urls=dict(instance.site.urls),
            standing={self.name: instance.running},
            _idle=defaultdict(list),
            _held={},
        )

    async def give_back(self, site: Site) -> None:
        """Empties database and bus for the next test, or ends a service that cannot be used again.

        Raises:
            AssertionError: The test has left a connection to a database open.
        """
        instance = self._instance
        assert instance is not None
        url = site.urls.pop(self.name)
        await site.clear()
        if not (await _rests(instance) and await self._empty(instance, url)):
            await self.close()

    async def close(self) -> None:
        """Ends the service and gives its database back."""
        instance, self._instance = self._instance, None
        if instance is not None:
            await instance.stack.aclose()
            await instance.site.clear()

    async def _start(self) -> _Instance:
        site = replace(self._new_site, targets=dict(self._targets), urls={})
        stack = AsyncExitStack()
        running = await site.start(self.name, stack)
        database = await asyncpg.connect(site.urls[self.name])
        stack.push_async_callback(database.close)
        bus = await nats.connect(site.nats_url)
        stack.push_async_callback(bus.close)
        return _Instance(site, running, database, bus, stack)

    async def _empty(self, instance: _Instance, url: str) -> bool:
        """Returns whether database and bus are as they were at the start of the service."""
        jetstream = instance.bus.jetstream()
        has_heard = False
        for stream in await jetstream.streams_info():
            name = stream.config.name or ""
            has_heard |= name != self.name and bool(stream.state.messages)
            await jetstream.purge_stream(name)
        # A notice that it has in hand is handled to the end.
        if has_heard and not await _rests(instance):
            return False
        return await self._databases.empty(url, instance.database)


async def _rests(instance: _Instance) -> bool:
    """Waits until a service has nothing left to do; returns whether that was so in time."""

    async def rests() -> bool:
        return bool(await instance.database.fetchval(_RESTS))

    try:
        return await eventually(rests, _PATIENCE)
    except (AssertionError, asyncpg.PostgresError):  # such as an outbox that the test has dropped
        return False
