"""Due work: what a service does by the clock, on any number of replicas.

    Every   a job is one unit of work, on all that is due
    Each    what is due is found without locks; then each of it is a unit of work of its own

A job of the first kind takes its rows with FOR UPDATE SKIP LOCKED (or deletes them), so that replicas
share the work without waiting for each other. One of the second kind takes its locks in the order of
the service, and looks again once it has them; what fails does not hold up the others.

A unit of work that leaves something to do says so with `work.hasten(name)`: then the job runs right
after the commit. The clock is for what other replicas left, and for what falls due by itself.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from opentelemetry.trace import SpanKind
from sqlalchemy import delete

from services.kit import metrics, tables, telemetry
from services.kit.config import ServiceSettings
from services.kit.database import ERRORS, is_transient, to_domain_error, took_too_long
from services.kit.errors import Unavailable
from services.kit.passport import Caller
from services.kit.unit import Units, retried, write_audit
from services.kit.work import Work

log = logging.getLogger(__name__)
LONGEST_RUN_SECONDS = 60.0
RETRY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Every:
    """A job and how often it runs.

    Attributes:
        name: The name, for logs and for `hasten`.
        seconds: The time between two runs.
        job: Does what is due at `work.now`.
    """

    name: str
    seconds: float
    job: Callable[[Work], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Each:
    """A job that is done for each thing that is due, and how often it is looked for.

    Attributes:
        name: The name, for logs and for `hasten`.
        seconds: The time between two looks.
        find: Returns the keys of what is due at `work.now`, as seen without locks.
        job: Gets a key, and does what is still due about it.
        failed: Gets a key of which the job failed by a fault of ours, and notes that.
    """

    name: str
    seconds: float
    find: Callable[[Work], Awaitable[Sequence[Any]]]
    job: Callable[[Any, Work], Awaitable[None]]
    failed: Callable[[Any, Work], Awaitable[None]] | None = None


Due = Every | Each


def forget_answers(settings: ServiceSettings) -> Every:
    """Returns the job that forgets stored answers once their retention is over."""
    retention = timedelta(seconds=settings.answer_retention)

    async def job(work: Work) -> None:
        answer = tables.answer
        await work.session.execute(
            delete(answer).where(answer.c.create_time < work.now - retention)
        )

    return Every("forget_answers", 600, job)


async def keep_running(due: Due, units: Units) -> None:
    """Runs a job for ever, by the clock and whenever it is hastened."""
    caller = Caller(principal_id=f"due:{due.name}")
    bell = units.bell(due.name)
    runs, failures = metrics.DUE_RUNS.labels(due.name), metrics.DUE_FAILURES.labels(due.name)
    while True:
        pause = due.seconds
        runs.inc()
        bell.clear()  # before the run: what comes up during it rings again
        try:
            await run_once(due, units, caller)
        except ERRORS as error:
            failures.inc()
            log.warning("due work waits", extra={"job": due.name, "error": type(error).__name__})
            pause = min(pause, RETRY_SECONDS)
        except Exception:
            failures.inc()
            log.exception("due work failed", extra={"job": due.name})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await bell.wait()


async def run_once(due: Due, units: Units, caller: Caller) -> None:
    """Runs a job once, for all that is due."""
    if isinstance(due, Every):
        await _run(due, due.job, units, caller)
        return
    async with asyncio.timeout(LONGEST_RUN_SECONDS), units.reading() as session:
        keys = await due.find(units.work(session, caller))
    for key in keys:
        try:
            await _run(due, partial(due.job, key), units, caller)
        except ERRORS as error:
            known = to_domain_error(error)
            if isinstance(known, Unavailable) and not took_too_long(error):
                raise  # the others would fare no better
            metrics.DUE_FAILURES.labels(due.name).inc()
            log.warning("due work waits", exc_info=None if known else error, extra=_about(due, key))
            if known is None:
                await _tell(due, key, units, caller)
        except Exception:
            metrics.DUE_FAILURES.labels(due.name).inc()
            log.exception("due work failed", extra=_about(due, key))
            await _tell(due, key, units, caller)


async def _tell(due: Each, key: Any, units: Units, caller: Caller) -> None:
    if due.failed is not None:
        await _run(due, partial(due.failed, key), units, caller)


async def _run(
    due: Due, job: Callable[[Work], Awaitable[None]], units: Units, caller: Caller
) -> None:
    """Runs a job as one transaction, and again where it lost a race; it is a trace of its own."""

    async def once() -> Work:
        async with (
            asyncio.timeout(LONGEST_RUN_SECONDS),
            units.writing() as session,
            session.begin(),
        ):
            work = units.work(session, caller)
            await job(work)
            await session.flush()
            if work.changes.rows:
                await write_audit(work, due.name)
            return work

    with telemetry.span(f"due {due.name}", SpanKind.INTERNAL, {}):
        units.committed(await retried(once, is_transient))


def _about(due: Each, key: Any) -> dict[str, str]:
    return {"job": due.name, "key": str(key)}
