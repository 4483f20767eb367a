"""Jobs: what a service does by the clock, on any number of replicas.

    PeriodicJob   one unit of work handles everything that is due
    BatchedJob    units of work follow each other until nothing is left
    PerItemJob    `find` reads the keys of the due items without locks; each item is a unit of work
    ClaimedJob    takes an item, works on it without a transaction, and stores what came of it

A periodic job takes its rows with FOR UPDATE SKIP LOCKED (or deletes them), so replicas share the
work without waiting for each other. A per-item job takes its locks in the service's lock order and
checks again once it holds them. An item that fails does not hold up the others.

`work.trigger(name)` runs a job right after the commit. The clock covers what other replicas left
behind, and what falls due by the passing of time.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from opentelemetry.trace import SpanKind

from services.kit.calls.passport import Caller
from services.kit.errors import DomainError, InvalidArgument, Refused, Unavailable
from services.kit.process import metrics, telemetry
from services.kit.work.database import (
    ERRORS,
    is_transient,
    to_domain_error,
    took_too_long,
)
from services.kit.work.unit import Units
from services.kit.work.work import Work
from services.kit.work.works import retried

log = logging.getLogger(__name__)
LONGEST_RUN_SECONDS = 60.0
RETRY_SECONDS = 10.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PeriodicJob:
    """A job that handles everything that is due in one unit of work.

    Attributes:
        name: The name, for logs, metrics and `trigger`.
        seconds: The time between two runs.
        run: Does what is due at `work.now`.
    """

    name: str
    seconds: float
    run: Callable[[Work], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class PerItemJob:
    """A job that handles each due item in a unit of work of its own.

    Attributes:
        name: The name, for logs, metrics and `trigger`.
        seconds: The time between two searches for due items.
        find: Returns the keys of the items that are due at `work.now`, read without locks.
        run: Takes a key and handles that item, if it is still due.
        failed: Takes the key of an item that failed by a fault of ours, and records the failure.
        refused: Takes the key of an item that the rules of the domain refuse, with the error, and records why. Without it
            a refusal counts as a fault.
    """

    name: str
    seconds: float
    find: Callable[[Work], Awaitable[Sequence[Any]]]
    run: Callable[[Any, Work], Awaitable[None]]
    failed: Callable[[Any, Work], Awaitable[None]] | None = None
    refused: Callable[[Any, DomainError, Work], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class BatchedJob:
    """A job that handles what is due in batches, each in a unit of work of its own.

    However much is due, each batch is short and stays done.

    Attributes:
        name: The name, for logs, metrics and `trigger`.
        seconds: The time between the end of a run and the next.
        run: Handles one batch of what is due at `work.now`. Returns whether there may be more.
    """

    name: str
    seconds: float
    run: Callable[[Work], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job whose items take long and need no transaction meanwhile, such as requests to others.

    Attributes:
        name: The name, for logs, metrics and `trigger`.
        seconds: The time between two searches for due items.
        at_once: How many items one process works on at once.
        claim: Takes one item that is due, which no other process then takes for a while. None if there is none.
        act: Works on an item that was taken, within less than that while.
        settle: Stores what came of an item, unless it was taken by another meanwhile.
    """

    name: str
    seconds: float
    at_once: int
    claim: Callable[[Work], Awaitable[Any]]
    act: Callable[[Any], Awaitable[Any]]
    settle: Callable[[Any, Any, Work], Awaitable[None]]


Job = PeriodicJob | BatchedJob | PerItemJob | ClaimedJob


def runners(job: Job) -> int:
    """Returns how many times a process runs a job beside itself."""
    return job.at_once if isinstance(job, ClaimedJob) else 1


async def keep_running(job: Job, units: Units, *, after: float = 0.0) -> None:
    """Runs a job forever: by the clock, and whenever it is triggered.

    Args:
        job: The job.
        units: Runs its units of work.
        after: The seconds until its first run, unless it is triggered before.
    """
    caller = Caller(principal_id=f"job:{job.name}")
    bell = units.bell(job.name)
    runs, failures = metrics.JOB_RUNS.labels(job.name), metrics.JOB_FAILURES.labels(job.name)
    duration = metrics.JOB_DURATION.labels(job.name)
    success = metrics.JOB_LAST_SUCCESS.labels(job.name)
    await _rung(bell, after)
    while True:
        pause = job.seconds
        runs.inc()
        bell.clear()  # before the run, so that a trigger during it counts
        try:
            with duration.time():
                await run_once(job, units, caller)
            success.set_to_current_time()
        except ERRORS as error:
            failures.inc()
            log.warning("job waits", extra={"job": job.name, "error": type(error).__name__})
            pause = min(pause, RETRY_SECONDS)
        except Exception:
            failures.inc()
            log.exception("job failed", extra={"job": job.name})
        await _rung(bell, pause)


async def _rung(bell: asyncio.Event, seconds: float) -> None:
    """Waits until a job is triggered, or for so long."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bell.wait()


async def run_once(job: Job, units: Units, caller: Caller) -> None:
    """Runs a job once, for all that is due."""
    if isinstance(job, PeriodicJob):
        await _run(job, job.run, units, caller)
        return
    if isinstance(job, BatchedJob):
        while await _run(job, job.run, units, caller):
            pass
        return
    if isinstance(job, ClaimedJob):
        while (item := await _run(job, job.claim, units, caller)) is not None:
            await _run(job, partial(job.settle, item, await job.act(item)), units, caller)
        return
    async with asyncio.timeout(LONGEST_RUN_SECONDS), units.reading() as session:
        keys = await job.find(units.work(session, caller))
    for key in keys:
        try:
            await _run(job, partial(job.run, key), units, caller)
        except ERRORS as error:
            known = to_domain_error(error)
            if isinstance(known, Unavailable) and not took_too_long(error):
                raise  # the other items would fail the same way
            metrics.JOB_FAILURES.labels(job.name).inc()
            log.warning("job waits", exc_info=None if known else error, extra=_about(job, key))
            if known is None:
                await _record_failure(job, key, units, caller)
        except (Refused, InvalidArgument) as error:
            if job.refused is None:
                metrics.JOB_FAILURES.labels(job.name).inc()
                log.exception("job failed", extra=_about(job, key))
                await _record_failure(job, key, units, caller)
            else:
                await _run(job, partial(job.refused, key, error), units, caller)
        except Exception:
            metrics.JOB_FAILURES.labels(job.name).inc()
            log.exception("job failed", extra=_about(job, key))
            await _record_failure(job, key, units, caller)


async def _record_failure(job: PerItemJob, key: Any, units: Units, caller: Caller) -> None:
    if job.failed is not None:
        await _run(job, partial(job.failed, key), units, caller)


async def _run(job: Job, run: Callable[[Work], Awaitable[T]], units: Units, caller: Caller) -> T:
    """Runs one unit of work of a job as a trace of its own, again if it loses a race."""

    async def once() -> T:
        async with asyncio.timeout(LONGEST_RUN_SECONDS), units.writing(caller) as work:
            result = await run(work)
            await work.transaction.flush()
            if work.changes.rows:
                work.closing.note(work.changes, job.name)
        return result

    with telemetry.span(f"job {job.name}", SpanKind.INTERNAL, {}):
        return await retried(once, is_transient)


def _about(job: PerItemJob, key: Any) -> dict[str, str]:
    return {"job": job.name, "key": str(key)}
