"""The commands of a service. `services.kit.service.command_line` parses their arguments."""

import argparse
import asyncio
import contextlib
import json
import logging
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any

from nats.errors import Error as NatsError

from services.kit.bus import deadletters, republishing
from services.kit.bus.connection import Bus
from services.kit.bus.connection import why_away as why_no_bus
from services.kit.bus.deadletters import Attempt, DeadLetter, Outcome
from services.kit.bus.streams import declare_stream
from services.kit.process import memory
from services.kit.process.certificates import Certificates
from services.kit.process.clock import SystemClock
from services.kit.process.config import DatabaseSettings, ServiceSettings
from services.kit.process.tasks import in_background
from services.kit.process.terminal import (
    BOLD,
    GREEN,
    RED,
    Output,
)
from services.kit.service.running import (
    Service,
    running,
    units_of,
)
from services.kit.work.database import (
    ERRORS,
    create_engine,
    dispose,
    is_infrastructure,
    limits_of,
    plain,
    why_away,
)
from services.kit.work.schema import is_migrated
from services.kit.work.unit import Units

log = logging.getLogger(__name__)
DONE, NOT_ALL = 0, 1
DECLARE_SECONDS = 15.0


@dataclass(frozen=True)
class Command:
    """A command with its arguments.

    Attributes:
        service: The service.
        database: The settings of its database.
        settings: All settings of the service; None for a command that needs the database only.
        arguments: The parsed command line.
        output: The output to print to.
    """

    service: Service[Any]
    database: DatabaseSettings
    settings: ServiceSettings | None
    arguments: argparse.Namespace
    output: Output

    @property
    def configuration(self) -> ServiceSettings:
        """All settings of the service.

        Raises:
            RuntimeError: The command was declared to need the database only.
        """
        if self.settings is None:
            raise RuntimeError("this command reads the settings of the database only")
        return self.settings

    async def execute(self) -> int:
        """Runs the command, and returns the exit status."""
        act: Callable[[Command], Awaitable[int]] = self.arguments.act
        return await act(self)

    @asynccontextmanager
    async def units(self) -> AsyncIterator[Units]:
        """Opens the database while the block runs.

        Raises:
            SystemExit: The database cannot be used, or is not migrated.
        """
        engine = create_engine(self.database, f"banyan-{self.service.name}-command")
        try:
            if not await is_migrated(engine, self.service.name):
                raise SystemExit(
                    "The database schema is older than this code. Run `migrate` first."
                )
            yield units_of(self.service, self.database, engine, SystemClock(), Elsewhere())
        except ERRORS as error:
            if not is_infrastructure(error):
                raise
            raise SystemExit(f"The database cannot be used: {why_away(error)}.") from None
        finally:
            await dispose(engine)


class Elsewhere:
    """Stands for the relay, which runs in the process of the service and polls every second."""

    def wake(self) -> None:
        """Does nothing."""


async def serve(command: Command) -> int:
    """Runs the service until a signal."""
    stopping = until_told_to_stop()
    with contextlib.suppress(asyncio.CancelledError):
        async with running(command.service, command.configuration):
            memory.keep()
            await stopping.wait()
    log.info("stopped")
    return DONE


def until_told_to_stop() -> asyncio.Event:
    """Returns the event that SIGTERM or SIGINT sets."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


async def migrate(command: Command) -> int:
    """Migrates the database to the current schema, or only tells whether it has to be.

    Raises:
        SystemExit: The database cannot be used, or what has to be changed is in use.
    """
    # Imported here, because it brings Alembic, which processes that serve have no use for.
    from services.kit.work.migrate import Locked, migrate_async

    try:
        if command.arguments.check:
            return await _tell_migrations(command)
        database = command.database
        limits = limits_of(database) if database.database_pooled else None
        await migrate_async(command.service.name, database.database_url, limits=limits)
    except Locked as locked:
        raise SystemExit(str(locked)) from None
    except ERRORS as error:
        if not is_infrastructure(error):
            raise
        raise SystemExit(f"The database cannot be used: {why_away(error)}.") from None
    return DONE


async def _tell_migrations(command: Command) -> int:
    name, output = command.service.name, command.output
    engine = create_engine(command.database, f"banyan-{name}-command")
    try:
        if await is_migrated(engine, name):
            output.line("The database is as this code needs it.", GREEN)
            return DONE
    finally:
        await dispose(engine)
    output.line("The database has to be migrated. Run `migrate`.", RED)
    return NOT_ALL


async def declare(command: Command) -> int:
    """Declares the stream of the service.

    Raises:
        SystemExit: NATS cannot be reached, or refuses.
    """
    name, settings = command.service.name, command.configuration
    bus = Bus(settings.nats_url, f"banyan-{name}-command", Certificates.of(settings))
    try:
        async with asyncio.timeout(DECLARE_SECONDS), in_background([bus.connect]):
            await declare_stream(await bus.jetstream(), name, settings)
    except (OSError, TimeoutError, NatsError) as error:
        raise SystemExit(f"The stream was not declared: {why_no_bus(error)}.") from None
    finally:
        await bus.close()
    command.output.line(f"The stream {name} is as the settings say.")
    return DONE


async def republish(command: Command) -> int:
    """Announces resources again, with progress."""
    output, wanted = command.output, command.arguments.resource
    announced: dict[str, int] = {}
    async with command.units() as units:
        for row_type in republishing.announced_resources(command.service.tables):
            name = str(row_type.__tablename__)
            if wanted and name not in wanted:
                continue
            announced[name], total = 0, await republishing.count(units, row_type)
            async for batch in republishing.republish(units, row_type):
                announced[name] += batch
                output.progress(f"{name}  {announced[name]} of {total}")
            output.line(f"{name}: {announced[name]} announced again")
        left = await republishing.waiting(units)
    output.table(("resource", "announced"), [*announced.items(), ("all", sum(announced.values()))])
    output.line(f"{left} notices wait in the outbox; the running service publishes them.")
    return DONE


async def forget_seen(command: Command) -> int:
    """Forgets the versions that consumers have seen."""
    names = command.arguments.consumer or [each.name for each in command.service.consumers]
    async with command.units() as units:
        forgotten = await republishing.forget_seen(units, names)
    command.output.table(("consumer", "forgotten"), list(forgotten.items()))
    return DONE


async def list_letters(command: Command) -> int:
    """Lists the dead letters."""
    async with command.units() as units:
        letters = await deadletters.dead_letters(units)
    if command.arguments.json:
        command.output.line(json.dumps([plain(asdict(each)) for each in letters], indent=2))
    elif letters:
        headings = ("id", "consumer", "subject", "errors", "last error", "when")
        command.output.table(headings, [_cells(each) for each in letters], {4: RED})
    else:
        command.output.line("No dead letters.", GREEN)
    return DONE


def _cells(letter: DeadLetter) -> tuple[str | int, ...]:
    when = f"{letter.update_time:%Y-%m-%d %H:%M:%S}Z"
    return letter.id, letter.consumer, letter.subject, letter.errors, letter.last_error, when


async def retry_letters(command: Command) -> int:
    """Handles dead letters again, and prints the outcome of each."""
    output = command.output
    outcomes: Counter[Outcome] = Counter()
    async with command.units() as units:
        letters = await _wanted(command, units)
        consumers = command.service.consumers
        async for attempt in deadletters.retry(units, command.configuration, consumers, letters):
            outcomes[attempt.outcome] += 1
            output.line(_told(attempt), RED if attempt.outcome.is_kept else GREEN)
    kept = sum(number for outcome, number in outcomes.items() if outcome.is_kept)
    output.line(f"{outcomes.total()} tried, {kept} kept.", BOLD)
    return NOT_ALL if kept else DONE


async def discard_letters(command: Command) -> int:
    """Deletes dead letters, and prints each."""
    async with command.units() as units:
        letters = await _wanted(command, units)
        if command.arguments.gone:
            known = {each.name for each in command.service.consumers}
            letters = [each for each in letters if each.consumer not in known]
        await deadletters.discard(units, letters)
    for each in letters:
        command.output.line(f"{each.id}  {each.consumer}  discarded", RED)
    command.output.line(f"{len(letters)} discarded.", BOLD)
    return DONE


async def _wanted(command: Command, units: Units) -> list[DeadLetter]:
    """Returns the dead letters that the command line names.

    Raises:
        SystemExit: It names one that does not exist.
    """
    wanted = command.arguments.id
    letters = await deadletters.dead_letters(units, wanted)
    if wanted and not letters:
        raise SystemExit("There is no such dead letter. Run `deadletters list` to see them.")
    return letters


def _told(attempt: Attempt) -> str:
    error = f" ({attempt.error})" if attempt.error else ""
    return f"{attempt.letter.id}  {attempt.letter.consumer}  {attempt.outcome.value}{error}"
