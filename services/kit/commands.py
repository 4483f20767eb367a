"""What the commands of a service do; `services.kit.command_line` says how they are called."""

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

from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit import deadletters, memory, republishing
from services.kit.clock import SystemClock
from services.kit.config import ServiceSettings
from services.kit.database import ERRORS, create_engine, is_infrastructure, plain
from services.kit.deadletters import Attempt, DeadLetter, Outcome
from services.kit.migrate import migrate_async, present_heads, schema_of
from services.kit.service import Service, dispose, running, units_of
from services.kit.terminal import BOLD, GREEN, RED, Output
from services.kit.unit import Units

log = logging.getLogger(__name__)
DONE, NOT_ALL = 0, 1


@dataclass(frozen=True)
class Command:
    """A command as it was given.

    Attributes:
        service: The service.
        settings: Its configuration.
        arguments: What was given on the command line.
        output: Where to print.
    """

    service: Service[Any]
    settings: ServiceSettings
    arguments: argparse.Namespace
    output: Output

    async def execute(self) -> int:
        """Does it; returns the exit status."""
        act: Callable[[Command], Awaitable[int]] = self.arguments.act
        return await act(self)

    @asynccontextmanager
    async def units(self) -> AsyncIterator[Units]:
        """Opens the database for the time of the block.

        Raises:
            SystemExit: It does not answer, or is not migrated.
        """
        engine = create_engine(self.settings, f"banyan-{self.service.name}-command")
        try:
            if not await _is_migrated(engine, self.service.name):
                raise SystemExit("The database is behind this code; run `migrate` first.")
            yield units_of(self.service, engine, SystemClock(), _Elsewhere())
        except ERRORS as error:
            if not is_infrastructure(error):
                raise
            raise SystemExit(f"The database does not answer: {type(error).__name__}.") from None
        finally:
            await dispose(engine)


async def _is_migrated(engine: AsyncEngine, service: str) -> bool:
    try:
        async with engine.connect() as connection:
            return schema_of(service).suits(await present_heads(connection))
    except ProgrammingError:  # there is no table of revisions
        return False


class _Elsewhere:
    """The relay, in the process of the running service: it looks by itself, every second."""

    def wake(self) -> None:
        """Does nothing."""


async def serve(command: Command) -> int:
    """Runs the service until a signal."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    with contextlib.suppress(asyncio.CancelledError):
        async with running(command.service, command.settings):
            memory.keep()
            await stopping.wait()
    log.info("stopped")
    return DONE


async def migrate(command: Command) -> int:
    """Brings the database up to date."""
    await migrate_async(command.service.name, command.settings.database_url)
    return DONE


async def republish(command: Command) -> int:
    """Announces resources again, and shows how far it has come."""
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
    """Forgets what consumers have seen."""
    names = command.arguments.consumer or [each.name for each in command.service.consumers]
    async with command.units() as units:
        forgotten = await republishing.forget_seen(units, names)
    command.output.table(("consumer", "forgotten"), list(forgotten.items()))
    return DONE


async def list_letters(command: Command) -> int:
    """Shows the dead letters."""
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
    """Handles dead letters again, and tells what came of each."""
    output, wanted = command.output, command.arguments.id
    outcomes: Counter[Outcome] = Counter()
    async with command.units() as units:
        letters = await deadletters.dead_letters(units, wanted)
        if wanted and not letters:
            raise SystemExit("There is no such dead letter; `list` shows those that there are.")
        consumers = command.service.consumers
        async for attempt in deadletters.retry(units, command.settings, consumers, letters):
            outcomes[attempt.outcome] += 1
            output.line(_told(attempt), RED if attempt.outcome.is_kept else GREEN)
    kept = sum(number for outcome, number in outcomes.items() if outcome.is_kept)
    output.line(f"{outcomes.total()} tried, {kept} kept.", BOLD)
    return NOT_ALL if kept else DONE


def _told(attempt: Attempt) -> str:
    error = f" ({attempt.error})" if attempt.error else ""
    return f"{attempt.letter.id}  {attempt.letter.consumer}  {attempt.outcome.value}{error}"
