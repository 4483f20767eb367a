"""The command `retention`: what is kept for how long, what is due to be forgotten, and forgetting it now.

docs/retention.md has all tables, those too whose rows stay or go with what they belong to.
"""

from datetime import timedelta

from sqlalchemy import func, literal, select

from services.kit.calls.passport import Caller
from services.kit.process.config import ServiceSettings
from services.kit.service.commands import DONE, Command
from services.kit.service.running import Service
from services.kit.work.jobs import run_once
from services.kit.work.legal_holds import unheld
from services.kit.work.pruning import Pruning, kit_pruning
from services.kit.work.unit import Units

# A backlog must not be read just for its size.
MOST_COUNTED = 100_000
_CALLER = Caller(principal_id="command:retention")


async def retention(command: Command) -> int:
    """Tells for each table that is pruned how long a row is kept and how many are due; prunes them if asked."""
    jobs = prunings(command.service, command.configuration)
    async with command.units() as units:
        due = {job.name: await _due(job, units) for job in jobs}
        if command.arguments.now:
            for job in jobs:
                command.output.progress(job.name)
                await run_once(job, units, _CALLER)
    is_done = command.arguments.now
    rows = [
        (job.table.name, _said(job.retention), _counted(due[job.name]), job.name) for job in jobs
    ]
    command.output.table(("table", "kept", "forgotten" if is_done else "due", "job"), rows)
    command.output.line(
        "What was due is forgotten."
        if is_done
        else "The running service forgets what is due by itself; `retention --now` does so at once."
    )
    return DONE


def prunings(service: Service[ServiceSettings], settings: ServiceSettings) -> list[Pruning]:
    """Returns the jobs of a service that forget what is old, by the name of their table."""
    jobs = (*kit_pruning(settings), *service.jobs(settings))
    return sorted(
        (each for each in jobs if isinstance(each, Pruning)), key=lambda each: each.table.name
    )


async def _due(job: Pruning, units: Units) -> int:
    async with units.reading() as session:
        now = units.work(session, _CALLER).now
        conditions = (*job.due(now), *unheld(job.table, now))
        some = select(literal(1)).select_from(job.table).where(*conditions).limit(MOST_COUNTED)
        return await session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _counted(number: int) -> str | int:
    return f"{number} or more" if number >= MOST_COUNTED else number


def _said(time: timedelta | str) -> str:
    """Returns a time in words, such as "2 days"."""
    if isinstance(time, str):
        return time
    seconds = round(time.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds % length == 0 and seconds >= length:
            number = seconds // length
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "0 seconds"
