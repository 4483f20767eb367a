"""Prometheus metrics of a process (https://prometheus.io/docs/practices/naming/).

BANYAN_METRICS_LISTEN says where they are served, on a port and by threads of their own. Labels have few
values, which callers cannot choose: method, code, consumer, job, limit, line, work. Durations have exemplars, the trace IDs of
requests that took so long, for whoever asks for OpenMetrics, as Prometheus does. `gateway/transport/metrics.py` has the
metrics of the gateway, `services/kit/service/gauges.py` those read from a service's database.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from prometheus_client import (
    Counter,
    Enum,
    Gauge,
    Histogram,
    disable_created_metrics,
    start_http_server,
)

from services.kit.process import telemetry
from services.kit.process.environment import ConfigurationError, cannot_listen
from services.kit.process.kinds import address
from services.kit.process.tasks import end

log = logging.getLogger(__name__)
LAG_SECONDS = 0.5
# The creation times double the size of the answer, and Prometheus does not need them.
disable_created_metrics()  # type: ignore[no-untyped-call] # it has no types

RPC_REQUESTS = Counter(
    "banyan_rpc_requests", "Finished RPCs, by method and code.", ["method", "code"]
)
RPC_DURATION = Histogram(
    "banyan_rpc_duration_seconds",
    "Time from a request to its answer.",
    ["method"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0),
)
NOTICE_DELAY = Histogram(
    "banyan_notice_delay_seconds",
    "Time from the announcement of a notice to its effect in this service.",
    ["consumer"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0, 300.0),
)
RPC_IN_FLIGHT = Gauge("banyan_rpc_in_flight", "RPCs in progress.")
TRANSACTION_RETRIES = Counter(
    "banyan_transaction_retries", "Transactions retried after a transient failure."
)
CONNECTIONS_IN_USE = Gauge("banyan_database_connections_in_use", "Database connections in use.")
LOCKS_WAITED_FOR = Gauge(
    "banyan_database_lock_waits",
    "Statements in the database that wait for a lock; NaN while unknown.",
)
LOCK_AGE = Gauge(
    "banyan_database_lock_oldest_wait_seconds",
    "How long the one of them waits that waits longest; 0 if none does.",
)
LIMIT_REFUSALS = Counter(
    "banyan_limit_refusals",
    "Requests refused because somebody asked for too much: changes (of a person or app, at a service), and at the"
    " gateway by the budget that was spent: person, key, app, anonymous, search, sign-in, upload, junk; or"
    " subscriptions (too many), resources (too large an answer).",
    ["limit"],
)
WORK_ITEMS = Gauge(
    "banyan_work_items",
    "Work that people have given a service, such as imports, by state, counted up to 1,000; NaN while unknown.",
    ["work", "state"],
)
WORK_AGE = Gauge(
    "banyan_work_oldest_age_seconds",
    "For how long nothing has happened to the oldest of it; 0 if there is none.",
    ["work", "state"],
)
OUTBOX_NOTICES = Gauge("banyan_outbox_notices", "Notices in the outbox, counted up to 10,000.")
OUTBOX_AGE = Gauge(
    "banyan_outbox_oldest_age_seconds", "Age of the oldest notice in the outbox; 0 if it is empty."
)
BUS = Enum(
    "banyan_bus",
    "Whether notices can be published: ready, away (no connection), full (no room for notices), refused "
    "(NATS takes nothing: its disk was full, or its configuration does not fit; the log has the remedy).",
    states=["ready", "away", "full", "refused"],
)
STREAM_FULLNESS = Gauge(
    "banyan_stream_fullness_ratio",
    "How full the stream of this service is, from 0 to 1; NaN while unknown.",
)
NOTICES_PUBLISHED = Counter(
    "banyan_notices_published", "Notices published and acknowledged by the bus."
)
NOTICES_HANDLED = Counter(
    "banyan_notices_handled",
    "Delivered notices by consumer and result: handled, repeated (already seen), failed (the "
    "handler raised), dead (given up), delayed (no database), refused (not a notice).",
    ["consumer", "result"],
)
NOTICES_PENDING = Gauge(
    "banyan_notices_pending",
    "Notices not yet delivered to the consumer; NaN while unknown.",
    ["consumer"],
)
DEAD_LETTERS = Gauge(
    "banyan_dead_letters",
    "Dead letters that wait for an operator; those of consumers that no longer exist as `(gone)`.",
    ["consumer"],
)
PASSPORTS_TRUNCATED = Counter(
    "banyan_passports_truncated", "Passports issued without all roles of their callers."
)
PASSPORT_ROLES_OMITTED = Counter(
    "banyan_passport_roles_omitted",
    "Organizations whose roles did not fit into a passport. Services look them up instead.",
)
JOB_RUNS = Counter("banyan_job_runs", "Runs of jobs, by job.", ["job"])
JOB_DURATION = Histogram(
    "banyan_job_duration_seconds",
    "Time that a run of a job took, for all that was due.",
    ["job"],
    buckets=(0.01, 0.1, 1.0, 10.0, 60.0, 600.0),
)
JOB_LAST_SUCCESS = Gauge(
    "banyan_job_last_success_timestamp_seconds",
    "When a run of the job last ended without an error, in seconds since 1970; 0 if none has yet.",
    ["job"],
)
JOB_FAILURES = Counter(
    "banyan_job_failures", "Runs of a job, or of one of its items, that failed.", ["job"]
)
LINE_WAITING = Gauge(
    "banyan_line_waiting", "Requests that wait for their turn, by what they wait for.", ["line"]
)
LINE_LONGEST = Gauge(
    "banyan_line_longest",
    "Requests that wait for the one thing that most wait for, such as one shift, by kind of thing.",
    ["line"],
)
LINE_REFUSED = Counter(
    "banyan_line_refused",
    "Requests refused because their turn would have come too late, by what they waited for.",
    ["line"],
)
REVOCATIONS = Gauge(
    "banyan_revocations",
    "Ended roles and suspensions that this process remembers against older passports, by kind.",
    ["kind"],
)
WORKERS_RUNNING = Gauge(
    "banyan_workers_running",
    "Processes that do work beside the service, those that wait to start included, by kind of work.",
    ["work"],
)
WORKER_DEATHS = Counter(
    "banyan_worker_deaths", "Such processes that crashed or were killed by others.", ["work"]
)
EVENT_LOOP_LAG = Histogram(
    "banyan_event_loop_lag_seconds",
    "How late the event loop wakes a timer: the time during which something blocked it.",
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0),
)


def answered(method: str, code: str, seconds: float) -> None:
    """Counts a finished RPC."""
    requests, duration = _of_rpc(method, code)
    requests.inc()
    duration.observe(seconds, telemetry.exemplar())


@cache
def _of_rpc(method: str, code: str) -> tuple[Counter, Histogram]:
    """Returns the metrics with these labels, of which there are few."""
    return RPC_REQUESTS.labels(method, code), RPC_DURATION.labels(method)


@asynccontextmanager
async def served(listen: str) -> AsyncIterator[int | None]:
    """Serves the metrics of this process while the block runs.

    Args:
        listen: host:port; empty to serve none.

    Yields:
        The port, or None if `listen` is empty.

    Raises:
        ConfigurationError: The address cannot be listened on.
    """
    if not listen:
        yield None
        return
    host, port = address(listen)
    try:
        server, thread = start_http_server(port, host)
    except OSError as error:
        raise ConfigurationError("metrics_listen", cannot_listen(error)) from error
    watching = asyncio.create_task(_watch_event_loop())
    try:
        log.info("metrics", extra={"port": server.server_port})
        yield server.server_port
    finally:
        await end([watching])
        # It waits for the thread, which checks twice a second.
        await asyncio.to_thread(server.shutdown)
        server.server_close()
        thread.join()


async def _watch_event_loop() -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LAG_SECONDS
        await asyncio.sleep(LAG_SECONDS)
        EVENT_LOOP_LAG.observe(max(0.0, loop.time() - due))
