"""The health of a service, as probes and balancers ask for it (gRPC Health Checking Protocol)."""

import asyncio
import logging

from grpc_health.v1 import health, health_pb2
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.bus.relay import Relay
from services.kit.bus.state import BusState
from services.kit.service import readiness

log = logging.getLogger(__name__)
BUS = "bus"  # the health of the bus, apart from that of the service
LIVE = "live"  # the health of the process alone: SERVING while it answers


async def watch_database(
    checker: health.aio.HealthServicer, engine: AsyncEngine, service: str
) -> None:
    """Keeps health current: SERVING while the database answers and is migrated.

    The bus is not needed to serve: notices wait in the outbox.
    """
    known: str | None = None
    while True:
        found = await readiness.look(engine, service)
        if found != known:
            log.info(found)
            state = health_pb2.HealthCheckResponse.ServingStatus
            await checker.set("", state.SERVING if found == readiness.READY else state.NOT_SERVING)
            known = found
        await asyncio.sleep(
            readiness.LOOK_SECONDS if found == readiness.READY else readiness.LOOK_SECONDS / 10
        )


async def watch_bus(checker: health.aio.HealthServicer, relay: Relay) -> None:
    """Keeps the health named `bus` current: SERVING while notices can be published."""
    known: BusState | None = None
    while True:
        if (found := relay.state) != known:
            state = health_pb2.HealthCheckResponse.ServingStatus
            is_ready = found is BusState.READY
            await checker.set(BUS, state.SERVING if is_ready else state.NOT_SERVING)
            known = found
        await asyncio.sleep(readiness.LOOK_SECONDS)
