"""Whether a process can work: the database answers, and has the schema that this code needs."""

import asyncio
import logging

from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.work.database import ERRORS, why_away
from services.kit.work.schema import is_migrated

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
LONGEST_LOOK_SECONDS = 2.0
READY = "ready"
_NOT_MIGRATED = "not ready: the database is not migrated; run `migrate`"


async def look(engine: AsyncEngine, service: str) -> str:
    """Returns `READY`, or why the database of a service cannot be worked on yet."""
    try:
        async with asyncio.timeout(LONGEST_LOOK_SECONDS):
            return READY if await is_migrated(engine, service) else _NOT_MIGRATED
    except (*ERRORS, TimeoutError) as error:
        return f"not ready: the database cannot be used: {why_away(error)}"


async def until_ready(engine: AsyncEngine, service: str) -> None:
    """Waits until the database can be worked on, and logs for what."""
    known = ""
    while (found := await look(engine, service)) != READY:
        if found != known:
            log.info(found)
            known = found
        await asyncio.sleep(LOOK_SECONDS / 10)
    log.info(READY)
