"""A worker as a process: it takes its work from the database of a service, and nobody calls it."""

import logging
from collections.abc import Awaitable, Callable

from services.kit.process import metrics
from services.kit.process.clock import SystemClock
from services.kit.process.tasks import in_background
from services.kit.service.commands import DONE, Command, Elsewhere, until_told_to_stop
from services.kit.service.readiness import until_ready
from services.kit.service.running import units_of
from services.kit.work.database import create_engine, dispose
from services.kit.work.unit import Units

log = logging.getLogger(__name__)


async def keep_working(command: Command, work: Callable[[Units], Awaitable[None]]) -> int:
    """Runs a worker until a signal.

    It waits for the database and its migration, as services do.

    Args:
        command: The command.
        work: What it does once it can, forever.
    """
    name = command.service.name
    stopping = until_told_to_stop()
    engine = create_engine(command.database, f"banyan-{name}-worker")
    units = units_of(command.service, command.database, engine, SystemClock(), Elsewhere())

    async def once_ready() -> None:
        await until_ready(engine, name)
        await work(units)

    try:
        async with (
            metrics.served(command.database.metrics_listen),
            in_background([once_ready]),
        ):
            await stopping.wait()
    finally:
        await dispose(engine)
    log.info("stopped")
    return DONE
