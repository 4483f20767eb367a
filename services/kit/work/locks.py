"""Who waits for whom in the database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.kit.process.tasks import end
from services.kit.work.database import ERRORS

LOOK_SECONDS = 0.3
# How many statements wait for a lock in this database, and for how long the first of them has.
WAITS = text("""
    SELECT count(*), coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0)::float
    FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()
""")
_HOLDERS = text("""
    SELECT format('%s (pid %s, %s for %s s)', coalesce(nullif(application_name, ''), usename), pid, state,
        round(extract(epoch FROM clock_timestamp() - coalesce(state_change, xact_start))))
    FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids(:pid)) AND pid <> :pid ORDER BY xact_start, pid
""")


@asynccontextmanager
async def watched(connection: AsyncConnection) -> AsyncIterator[Callable[[], str]]:
    """Looks now and then for whom the statements of a connection wait, while the block runs.

    Args:
        connection: The connection. The looks go through another one, which is made once the block has taken long.

    Yields:
        Says who held the lock that was waited for last: programs with their process IDs; "" if none was seen.
    """
    pid = await connection.scalar(text("SELECT pg_backend_pid()"))
    await connection.commit()
    holders = ""

    async def look() -> None:
        nonlocal holders
        await asyncio.sleep(LOOK_SECONDS)
        async with connection.engine.connect() as other:
            await other.execution_options(isolation_level="AUTOCOMMIT")
            while True:
                found = await other.scalars(_HOLDERS, {"pid": pid})
                holders = ", ".join(found) or holders
                await asyncio.sleep(LOOK_SECONDS)

    async def looking() -> None:
        try:
            await look()
        except ERRORS:
            return  # who holds what is told if it can be known

    task = asyncio.create_task(looking())
    try:
        yield lambda: holders
    finally:
        await end([task])
