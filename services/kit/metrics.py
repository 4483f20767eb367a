"""Metrics: what a process counts, for Prometheus (https://prometheus.io/docs/practices/naming/).

They are served where BANYAN_METRICS_LISTEN says, on a port and by threads of their own; nothing else is.
Every label takes few values, all of our own making: method, code, consumer, job. No caller can add
one. What the gateway counts stands in `gateway/metrics.py`, what stands in the database of a service
in `services/kit/gauges.py`.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import (
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    start_http_server,
)

from services.kit.config import address
from services.kit.tasks import end

log = logging.getLogger(__name__)
LAG_SECONDS = 0.5
# When each series began: that doubles the answer, and Prometheus has no need of it.
disable_created_metrics()  # type: ignore[no-untyped-call] # it has no types

RPC_REQUESTS = Counter(
    "banyan_rpc_requests", "RPCs that have ended, by method and code.", ["method", "code"]
)
RPC_DURATION = Histogram(
    "banyan_rpc_duration_seconds",
    "Time from a request to its answer.",
    ["method"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0),
)
RPC_IN_FLIGHT = Gauge("banyan_rpc_in_flight", "RPCs that are being answered.")
TRANSACTION_RETRIES = Counter(
    "banyan_transaction_retries", "Transactions that failed in a way that may pass, and ran again."
)
CONNECTIONS_IN_USE = Gauge(
    "banyan_database_connections_in_use", "Connections of the pool that are taken."
)
OUTBOX_NOTICES = Gauge(
    "banyan_outbox_notices", "Notices that wait to be published, of which 10,000 are counted."
)
OUTBOX_AGE = Gauge(
    "banyan_outbox_oldest_age_seconds", "Age of the oldest notice that waits; 0 where none does."
)
NOTICES_PUBLISHED = Counter(
    "banyan_notices_published", "Notices that the bus has acknowledged and the outbox let go of."
)
NOTICES_HANDLED = Counter(
    "banyan_notices_handled",
    "Deliveries of notices by consumer and result: handled, repeated (seen before), failed (an error "
    "of the handler), dead (given up on), delayed (no database), refused (not a notice).",
    ["consumer", "result"],
)
NOTICES_PENDING = Gauge(
    "banyan_notices_pending",
    "Notices on the bus that were never delivered to the consumer; NaN while that is not known.",
    ["consumer"],
)
DEAD_LETTERS = Gauge(
    "banyan_dead_letters", "Notices given up on that wait for an operator.", ["consumer"]
)
DUE_RUNS = Counter("banyan_due_runs", "Runs of due work, by job.", ["job"])
DUE_FAILURES = Counter(
    "banyan_due_failures", "Runs of due work, or of one thing that was due, that failed.", ["job"]
)
EVENT_LOOP_LAG = Histogram(
    "banyan_event_loop_lag_seconds",
    "How late the event loop wakes what is due: the time for which something held it.",
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0),
)


def answered(method: str, code: str, seconds: float) -> None:
    """Counts an RPC that has ended."""
    RPC_REQUESTS.labels(method, code).inc()
    RPC_DURATION.labels(method).observe(seconds)


@asynccontextmanager
async def served(listen: str) -> AsyncIterator[int | None]:
    """Serves the metrics of this process for the time of the block.

    Args:
        listen: host:port; empty where nobody asks for them.

    Yields:
        The port; None where `listen` is empty.

    Raises:
        OSError: The port is taken.
    """
    if not listen:
        yield None
        return
    host, port = address(listen)
    server, thread = start_http_server(port, host)
    watching = asyncio.create_task(_watch_event_loop())
    try:
        log.info("metrics", extra={"port": server.server_port})
        yield server.server_port
    finally:
        await end([watching])
        # It waits for the thread to look, which it does twice a second.
        await asyncio.to_thread(server.shutdown)
        server.server_close()
        thread.join()


async def _watch_event_loop() -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LAG_SECONDS
        await asyncio.sleep(LAG_SECONDS)
        EVENT_LOOP_LAG.observe(max(0.0, loop.time() - due))
