"""The command `verify`: looks whether what a service holds fits together, and fits what others hold."""

import os

from pydantic import ValidationError

from services.kit.bus.comparing import Difference, compare
from services.kit.process.config import DatabaseSettings
from services.kit.process.terminal import GREEN, RED, Output
from services.kit.service.commands import DONE, NOT_ALL, Command
from services.kit.work import invariants
from services.kit.work.database import ERRORS, create_engine, dispose, is_infrastructure, why_away
from services.kit.work.sealing import Broken, verify_trail
from services.kit.work.unit import Units


async def verify(command: Command) -> int:
    """Tells for each invariant whether it holds, and of which rows not."""
    output, broken = command.output, False
    async with command.units() as units:
        async for verdict in invariants.verify(units.engine, command.service.invariants):
            name = verdict.invariant.name
            if not verdict.rows:
                output.line(f"holds    {name}", GREEN)
                continue
            broken = True
            output.line(f"broken   {name}: {verdict.rows} rows", RED)
            output.line(f"         {', '.join(map(str, verdict.ids))}")
            output.line(f"         {verdict.invariant.remedy}")
        broken |= _tell(await verify_trail(units.engine), output)
        for owner in command.arguments.owner or ():
            broken |= await _compare(command, units, owner)
    return NOT_ALL if broken else DONE


async def _compare(command: Command, units: Units, owner: str) -> bool:
    """Tells whether the consumers have heard of what an owner holds, and returns whether anything is missing.

    Raises:
        SystemExit: The database of the owner cannot be used.
    """
    output, anything = command.output, False
    engine = create_engine(_database_of(owner), f"banyan-{command.service.name}-command")
    try:
        for consumer in command.service.consumers:
            if consumer.stream == owner:
                found = await compare(units.engine, engine, consumer, units.clock.now())
                anything |= _tell_difference(found, output)
    except ERRORS as error:
        if not is_infrastructure(error):
            raise
        raise SystemExit(f"The database of {owner} cannot be used: {why_away(error)}.") from None
    finally:
        await dispose(engine)
    return anything


def _tell_difference(found: Difference, output: Output) -> bool:
    """Tells what a consumer has not as the owner has it, and returns whether there is anything."""
    name, owner, resource = found.consumer.name, found.consumer.stream, found.consumer.resource
    if not found.behind and not found.ahead:
        output.line(f"holds    {name} has heard of every {resource}", GREEN)
        return False
    if found.behind:
        output.line(f"broken   {name} has not heard of changes: {found.behind}", RED)
        output.line(f"         {', '.join(map(str, found.behind_ids))}")
        output.line(f"         Run `republish --resource {resource}` at {owner}.")
    if found.ahead:
        output.line(f"broken   {name} has heard of what {owner} has lost: {found.ahead}", RED)
        output.line(f"         {', '.join(map(str, found.ahead_ids))}")
        output.line(
            f"         Run `forget-seen --consumer {name}` here, then `republish --resource {resource}` at {owner}."
        )
    return True


def _tell(trail: Broken, output: Output) -> bool:
    """Tells what is wrong with the audit trail, and returns whether anything is."""
    if not trail.changed and not trail.missing:
        output.line("holds    the audit trail is as it was written", GREEN)
        return False
    if trail.changed:
        shown = ", ".join(map(str, trail.changed[: invariants.SHOWN]))
        output.line(f"broken   entries of the audit trail were changed: {len(trail.changed)}", RED)
        output.line(f"         {shown}")
    for chain, count in trail.missing.items():
        output.line(f"broken   the audit trail of {chain} lacks entries: {count}", RED)
    output.line("         Compare it with a backup, and find out who can write to the database.")
    return True


def _database_of(owner: str) -> DatabaseSettings:
    """Returns the settings of the database of another service.

    Raises:
        SystemExit: The environment does not name it, or what it says is wrong.
    """
    name = f"BANYAN_OWNER_{owner.upper()}_DATABASE_URL"
    if not (url := os.environ.get(name)):
        raise SystemExit(
            f"{name}: is not set; set it to postgresql://user:password@host:port/database"
        )
    try:
        return DatabaseSettings(database_url=url)
    except ValidationError as error:
        [problem, *_] = error.errors(include_url=False, include_input=False)
        raise SystemExit(f"{name}: {problem['msg'].removeprefix('Value error, ')}") from None
