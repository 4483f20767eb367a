"""The command `verify`: looks whether what a service holds fits together, and fits what others hold."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.bus.comparing import Difference, compare
from services.kit.errors import Unavailable
from services.kit.process.config import DatabaseSettings, ImageSettings
from services.kit.process.environment import from_environment
from services.kit.process.store import Store
from services.kit.process.terminal import GREEN, RED, Output
from services.kit.service.commands import DONE, NOT_ALL, Command
from services.kit.work import invariants, pictures
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
        kept = timedelta(seconds=command.database.audit_retention)
        broken |= _tell(await verify_trail(units.engine, kept), output)
        for owner in command.arguments.owner or ():
            broken |= await _compare(command, units, owner)
        if command.arguments.images:
            broken |= await _look_into_store(command, units)
    return NOT_ALL if broken else DONE


async def _look_into_store(command: Command, units: Units) -> bool:
    """Tells which images lack files, and which files are of no image; returns whether there are any.

    Raises:
        SystemExit: The environment names no store, or it cannot be reached.
    """
    (settings,) = from_environment(ImageSettings)
    if not settings.image_store:
        raise SystemExit(
            "BANYAN_IMAGE_STORE: is not set; set it and BANYAN_IMAGE_KEY as the service has them"
        )
    store, output, broken = Store(settings.image_store), command.output, False
    try:
        for name, id_, column in pictures.image_columns(command.service.tables):
            lost = [each async for each in pictures.lost_files(units.engine, store, id_, column)]
            broken |= bool(lost)
            if not lost:
                output.line(f"holds    every {name} has its files", GREEN)
                continue
            output.line(f"broken   {name} lacks files in the store: {len(lost)} rows", RED)
            output.line(f"         {', '.join(map(str, lost[: invariants.SHOWN]))}")
            output.line(
                "         Restore the store from a backup, or have these images uploaded again."
            )
        if not command.arguments.owner:
            output.line("skipped  files of no image: name every other service with --owner")
            return broken
        return await _tell_unknown(command, units, store) or broken
    except Unavailable:
        raise SystemExit("The store of images cannot be reached.") from None


async def _tell_unknown(command: Command, units: Units, store: Store) -> bool:
    """Tells of each folder of the store that no service knows, and returns whether there is any."""
    output, owners, count = command.output, command.arguments.owner, 0
    async with AsyncExitStack() as stack:
        engines = [await stack.enter_async_context(_opened(command, owner)) for owner in owners]
        async for folder in pictures.unknown_files([units.engine, *engines], store):
            count += 1
            output.line(f"unknown  {folder}")
    asked = ", ".join(sorted({command.service.name, *owners}))
    if not count:
        output.line(
            f"holds    every file in the store is of an image that is known to {asked}", GREEN
        )
        return False
    output.line(
        f"broken   files in the store are of no image that is known to {asked}: {count}", RED
    )
    output.line(
        "         They were uploaded after the moment to which a database was restored, if these are all services."
        " Then remove these folders from the store."
    )
    return True


async def _compare(command: Command, units: Units, owner: str) -> bool:
    """Tells whether the consumers have heard of what an owner holds, and returns whether anything is missing."""
    output, anything = command.output, False
    async with _opened(command, owner) as engine:
        for consumer in command.service.consumers:
            if consumer.stream == owner:
                found = await compare(units.engine, engine, consumer, units.clock.now())
                anything |= _tell_difference(found, output)
    return anything


@asynccontextmanager
async def _opened(command: Command, owner: str) -> AsyncIterator[AsyncEngine]:
    """Opens the database of another service while the block runs.

    Raises:
        SystemExit: It cannot be used.
    """
    engine = create_engine(_database_of(owner), f"banyan-{command.service.name}-command")
    try:
        yield engine
    except ERRORS as error:
        if not is_infrastructure(error):
            raise
        raise SystemExit(f"The database of {owner} cannot be used: {why_away(error)}.") from None
    finally:
        await dispose(engine)


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
