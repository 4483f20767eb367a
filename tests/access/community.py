"""The community that the access tests share. It is made once, and restored before each test.

Ordinary services make it. Then services without consumers, jobs and a bus take their place: they
answer requests and do nothing else, so a restored database is a restored community.
"""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from deploy.local.process import LOOPBACK
from services.catalogue import NAMES
from services.kit.calls.client import Client
from services.kit.service.running import running
from tests.access.pristine import Pristine
from tests.access.states import add_states
from tests.gateway.conftest import Gateway, serving
from tests.services import Platform, Site, service_named
from tests.world import World

PASSPORT_SECONDS = 3600  # longer than any run of the tests


@dataclass
class Community:
    """A community that can be restored.

    Attributes:
        world: The people, their group, and the services.
        gateway: A gateway to the services.
        pristine: The initial rows of the databases.
        passports: The initial passports.
    """

    world: World
    gateway: Gateway
    pristine: Pristine
    passports: dict[str, str]

    async def restore(self) -> None:
        """Restores the initial state, if anything was written since."""
        if not await self.pristine.restore():
            return
        self.world.passports = dict(self.passports)
        self.renew_passports()

    def renew_passports(self) -> None:
        """Makes the gateway exchange every token again."""
        for token in self.world.tokens.values():
            self.gateway.backend.passports.renew(token or None)


@asynccontextmanager
async def settled(site: Site) -> AsyncIterator[Community]:
    """Makes a community and runs its services for the time of the block."""
    async with AsyncExitStack() as stack:
        world = await World.make(await Platform.start(site, stack))
        await add_states(world)
    async with AsyncExitStack() as stack:
        pristine = await stack.enter_async_context(Pristine.keep(site.urls.values()))
        world.platform = await _answering(site, stack)
        await world.renew_passports()
        gateway = await stack.enter_async_context(serving(site))
        yield Community(world, gateway, pristine, dict(world.passports))


async def _answering(site: Site, stack: AsyncExitStack) -> Platform:
    """Starts services that do nothing but answer."""
    # A bus that never answers. A closed port would be tried five times a second.
    silent = stack.enter_context(socket.create_server((LOOPBACK, 0)))
    bus = f"nats://{LOOPBACK}:{silent.getsockname()[1]}"
    services = {}
    site.targets.clear()  # those that have stopped listen nowhere
    for name in NAMES:
        service = replace(service_named(name), consumers=(), jobs=lambda _: ())
        values: dict[str, object] = {"nats_url": bus}
        if name == "organizations":
            values["passport_lifetime"] = PASSPORT_SECONDS
        started = await stack.enter_async_context(running(service, site.settings(name, **values)))
        services[name] = started
        site.targets[name] = f"{LOOPBACK}:{started.port}"
    client = Client(site.targets)
    stack.push_async_callback(client.close)
    return Platform(site, services, client)
