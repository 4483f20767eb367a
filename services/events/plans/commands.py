"""The worker that searches for plans, in a process of its own: the search takes a processor for minutes."""

from services.kit.service.commands import Command
from services.kit.service.running import ServiceCommand
from services.kit.service.working import keep_working


async def work_on_plans(command: Command) -> int:
    """Searches for plans until a signal."""
    # Imported here: only this process needs the solver.
    from services.events.plans.searching import keep_searching

    return await keep_working(command, keep_searching)


COMMANDS = (
    ServiceCommand(
        "plan-worker",
        work_on_plans,
        "search for schedule plans until it receives a signal",
        "Any number may run, on any machines. If one dies, another takes its plan over after half a minute. It waits"
        " for a database that is not there yet, or not migrated.",
    ),
)
