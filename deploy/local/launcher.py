"""The whole platform: started in the right order, watched, and stopped in the reverse order."""

import asyncio
import signal
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping

from deploy.local.files import write_private
from deploy.local.logs import follow
from deploy.local.people import PEOPLE
from deploy.local.plan import GATEWAY, Plan
from deploy.local.process import LaunchError, stop_together
from deploy.local.readiness import Part, gateway_part, server_part, service_part, worker_part
from deploy.local.server import Server
from deploy.local.settings import DEMO, LARGE, LOGS
from deploy.local.supervision import Supervisor
from deploy.local.terminal import Terminal
from deploy.local.welcome import welcome
from services.catalogue import NAMES, WORKERS

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Launcher:
    """Runs a plan until a signal stops it."""

    def __init__(self, plan: Plan, environment: Mapping[str, str], terminal: Terminal) -> None:
        self._plan = plan
        self._terminal = terminal
        self._started = time.monotonic()
        self._show_logs = bool(environment.get(LOGS))
        self._is_large = environment.get(DEMO) == LARGE
        self._servers: list[Server] = [server for server in (plan.nats, plan.postgres) if server]
        self._processes = plan.processes(environment)
        services = [service_part(self._processes[name], plan.targets[name]) for name in NAMES]
        workers = [worker_part(self._processes[name]) for name in WORKERS]
        gateway = gateway_part(self._processes[GATEWAY], plan.port, plan.endpoint)
        self._parts = [*map(server_part, self._servers), *services, *workers, gateway]

    async def run(self) -> None:
        """Starts everything, keeps it running until a signal says to stop, and stops it.

        Raises LaunchError, after stopping what ran already, when a part does not start.
        """
        told_to_stop = asyncio.Event()
        for number in _STOP_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
        work = asyncio.create_task(self._work())
        logs = asyncio.create_task(self._follow_logs())
        stop = asyncio.create_task(told_to_stop.wait())
        try:
            await asyncio.wait((work, stop), return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
            self._terminal.plain("\nStopping")
        finally:
            for task in (work, logs, stop):
                task.cancel()
            await asyncio.gather(work, logs, stop, return_exceptions=True)
            self._stop()

    async def _work(self) -> None:
        """Brings everything up, then watches it until cancelled."""
        await self._start()
        await Supervisor(self._parts, self._terminal).watch()

    async def _start(self) -> None:
        plan, terminal = self._plan, self._terminal
        terminal.plain(f"Starting Banyan (its state: {plan.state.root})")
        if plan.nats:
            plan.nats.launch()
        # It needs no database, and can load while the databases are prepared.
        self._processes[GATEWAY].launch()
        if plan.postgres:
            plan.postgres.launch()
        await self._report(self._parts[: len(self._servers)])
        await self._migrate()
        for name in (*NAMES, *WORKERS):
            self._processes[name].launch()
        await self._report(self._parts[len(self._servers) :])
        tokens = {key: plan.issuer.token_for(person) for key, person in PEOPLE.items()}
        await self._seed(tokens)
        welcome(plan, time.monotonic() - self._started, terminal)

    async def _report(self, parts: list[Part]) -> None:
        """Waits for all parts, and says of each when it is ready."""

        async def report(part: Part) -> None:
            await part.wait_ready()
            self._ready(part.name, part.address)

        await asyncio.gather(*map(report, parts))

    async def _follow_logs(self) -> None:
        if self._show_logs:
            logs = {part.name: part.server.log for part in self._parts}
            await follow(logs, self._terminal)

    async def _migrate(self) -> None:
        # Imported here, while the servers start: it takes as long as they do to come up.
        from services.kit.work.migrate import migrate_async

        for name, url in self._plan.databases.items():
            try:
                if self._plan.postgres and url == self._plan.postgres.dsn(name):
                    self._plan.postgres.create_database(name)
                await migrate_async(name, url)
            except Exception as error:  # the driver's, Alembic's, or a migration's own
                log = self._plan.state.log("migrations")
                write_private(log, traceback.format_exc())
                raise LaunchError(
                    f"The database of {name} could not be migrated: {error} (details: {log})"
                ) from error
        self._ready("databases", "migrated")

    async def _seed(self, tokens: dict[str, str]) -> None:
        """Fills an empty platform with the demo community, once, and with the large one where it is asked for."""
        plan = self._plan

        async def small(_: Callable[[str], None]) -> None:
            from deploy.local.seed import seed

            await seed(plan.endpoint, tokens)

        async def large(tell: Callable[[str], None]) -> None:
            from deploy.local.large import Size, seed_large

            await seed_large(plan.endpoint, plan.issuer, Size(), tell)

        await self._seed_once("demo community", "seeded", small)
        if self._is_large:
            await self._seed_once("large community", "seeded-large", large)

    async def _seed_once(
        self, name: str, stamp: str, make: Callable[[Callable[[str], None]], Awaitable[None]]
    ) -> None:
        # Next to the data if they are ours: who deletes those wants the community anew.
        place = self._plan.postgres.directory if self._plan.postgres else self._plan.state.root
        if (place / stamp).exists():
            return
        try:
            await make(lambda done: self._ready(name, done))
        except Exception as error:  # whatever it is, the platform itself is up
            self._terminal.warning(
                f"The {name} could not be made, the next start tries again: {error!r}"
            )
        else:
            (place / stamp).touch()
            self._ready(name, "made")

    def _ready(self, name: str, detail: str) -> None:
        self._terminal.ready(name, time.monotonic() - self._started, detail)

    def _stop(self) -> None:
        """Stops gateway, services with their workers, NATS and PostgreSQL in this order, within eight seconds."""
        deadline = time.monotonic() + 6.0  # after it there is time for the use of force
        stop_together([self._processes[GATEWAY]], patience=1.5)
        stop_together([self._processes[name] for name in (*NAMES, *WORKERS)], patience=2.0)
        if self._plan.nats:
            self._plan.nats.stop(patience=1.0)
        if self._plan.postgres:
            self._plan.postgres.stop(patience=deadline - time.monotonic())
