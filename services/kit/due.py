"""Due work: what a service does by the clock, on any number of replicas.

Each job is a unit of work that takes its rows with FOR UPDATE SKIP LOCKED (or deletes them), so that
replicas share the work without waiting for each other.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from services.kit import tables
from services.kit.config import ServiceSettings
from services.kit.database import ERRORS
from services.kit.passport import Caller
from services.kit.unit import Units
from services.kit.work import Work

log = logging.getLogger(__name__)
LONGEST_RUN_SECONDS = 60.0
RETRY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Every:
    """A job and how often it runs.

    Attributes:
        name: The name, for logs.
        seconds: The time between two runs.
        job: Does what is due at `work.now`.
    """

    name: str
    seconds: float
    job: Callable[[Work], Awaitable[None]]


def forget_answers(settings: ServiceSettings) -> Every:
    """Returns the job that forgets stored answers once their retention is over."""
    retention = timedelta(seconds=settings.answer_retention)

    async def job(work: Work) -> None:
        answer = tables.answer
        await work.session.execute(
            delete(answer).where(answer.c.create_time < work.now - retention)
        )

    return Every("forget_answers", 600, job)


async def keep_running(every: Every, units: Units) -> None:
    """Runs a job for ever."""
    caller = Caller(principal_id=f"due:{every.name}")
    while True:
        pause = every.seconds
        try:
            await run_once(every, units, caller)
        except ERRORS as error:
            log.warning("due work waits", extra={"job": every.name, "error": type(error).__name__})
            pause = min(pause, RETRY_SECONDS)
        except Exception:
            log.exception("due work failed", extra={"job": every.name})
        await asyncio.sleep(pause)


async def run_once(every: Every, units: Units, caller: Caller) -> None:
    """Runs a job once, as one transaction."""
    async with (
        asyncio.timeout(LONGEST_RUN_SECONDS),
        units.writing() as session,
        session.begin(),
    ):
        work = units.work(session, caller)
        await every.job(work)
    if work.announced:
        units.wake_relay()
