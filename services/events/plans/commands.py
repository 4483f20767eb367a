"""The worker that searches for plans, in a process of its own: the search takes a processor for minutes."""

import logging
from functools import partial

from services.kit.process.tasks import in_background
from services.kit.service.commands import DONE, Command, until_told_to_stop
from services.kit.service.running import ServiceCommand

log = logging.getLogger(__name__)


async def work_on_plans(command: Command) -> int:
    """Searches for plans until a signal."""
    # Imported here: only this process needs the solver.
    from services.events.plans.searching import keep_searching

    stopping = until_told_to_stop()
    async with command.units() as units, in_background([partial(keep_searching, units)]):
        log.info("waiting for plans")
        await stopping.wait()
    log.info("stopped")
    return DONE


COMMANDS = (
    ServiceCommand(
        "plan-worker",
        work_on_plans,
        "search for schedule plans until it receives a signal",
        "Any number may run, on any machines. If one dies, another takes its plan over after half a minute.",
    ),
)
